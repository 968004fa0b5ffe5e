// The folder that dumps lie in. What is there is read from its files alone, so that it may be deleted, copied or shared by several
// machines: a dump is its list of files, and each name says its content's hash.
import { createHash } from 'node:crypto'
import { createWriteStream, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { makeFolder } from '../../lib/folder.ts'
import { newId, sha256 } from '../../lib/id.ts'
import { type AllDumps, type Dump, dumpName, readDumpName } from './dump.ts'

/** A dump that is there, whole or not. */
export type Found<D> = { name: string; sha256: string; dump: D }

/** Names of files of ours, in order. None where there is no folder yet. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => readDumpName(name))
      .sort()
  } catch {
    return []
  }
}

/** Every dump of one government. */
export const dumpsIn = (folder: string, slug: string): Found<Dump>[] => lists<Dump>(folder, `${slug}-dump`)
/** Every dump of all governments together. */
export const allDumpsIn = (folder: string): Found<AllDumps>[] => lists<AllDumps>(folder, 'all-dumps')

const lists = <D>(folder: string, of: string): Found<D>[] =>
  namesIn(folder).flatMap((name) => (readDumpName(name)?.of === of ? readList<D>(folder, name) : []))

/** One list; none where it went meanwhile. */
export function readList<D>(folder: string, name: string): Found<D>[] {
  const text = readText(join(folder, name))
  return text === null ? [] : [{ name, sha256: sha256(text), dump: JSON.parse(text) as D }]
}

/** The newest dump that names a file; null where none does. Most are in the newest of all. */
export function listWith(folder: string, file: string): Found<Dump> | null {
  const names = namesIn(folder).filter((name) => {
    const of = readDumpName(name)!.of
    return of.endsWith('-dump') && file.startsWith(of.slice(0, -'dump'.length))
  })
  const newestFirst = names.sort((a, b) => (readDumpName(a)!.day < readDumpName(b)!.day ? 1 : -1))
  for (const name of newestFirst)
    for (const found of readList<Dump>(folder, name))
      if (found.dump.files.some((one) => one.name === file)) return found
  return null
}

/** Null where it went meanwhile. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/**
 * Writes a file under the name that its content gives it, whole or not at all. Where the same content lies there since an earlier
 * day, it keeps that name: who has it need not fetch it again.
 */
export async function keepFile(
  folder: string,
  of: { who: string; what: string; day: string; ending: string },
  pieces: AsyncIterable<string | Buffer>,
  zipped: boolean,
): Promise<{ name: string; bytes: number; sha256: string }> {
  makeFolder(folder)
  const part = join(folder, `.part-${newId()}`)
  const hash = createHash('sha256')
  let bytes = 0
  const measured = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const from = Readable.from(pieces, { objectMode: false })
  try {
    if (zipped) await pipeline(from, createGzip(), measured, createWriteStream(part))
    else await pipeline(from, measured, createWriteStream(part))
    const digest = hash.digest('hex')
    const name = sameAs(folder, of, digest) ?? dumpName({ ...of, sha256: digest })
    renameSync(part, join(folder, name))
    return { name, bytes, sha256: digest }
  } finally {
    rmSync(part, { force: true })
  }
}

const sameAs = (folder: string, of: { who: string; what: string; ending: string }, digest: string) =>
  namesIn(folder).find((name) => {
    const read = readDumpName(name)
    return (
      read?.of === `${of.who}-${of.what}` &&
      read.ending === of.ending &&
      read.hash === digest.slice(0, read.hash.length)
    )
  })

/** A text that others read meanwhile: the old one or the new one, never half of it. */
export function replaceText(folder: string, name: string, text: string): void {
  const part = join(folder, `.part-${newId()}`)
  writeFileSync(part, text)
  renameSync(part, join(folder, name))
}

/** Removes what none of these names any more: files, older lists, and parts of a dump that was broken off. */
export function removeAllBut(folder: string, wanted: Set<string>): string[] {
  const gone = namesIn(folder).filter((name) => !wanted.has(name))
  const broken = readdirSync(folder).filter((name) => name.startsWith('.part-'))
  for (const name of [...gone, ...broken]) rmSync(join(folder, name), { force: true })
  return gone
}

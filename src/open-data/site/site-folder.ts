// The folder of a static copy: files are replaced whole and only where they differ, so that whoever passes the copy on passes on
// what changed. Nothing is removed but what an earlier copy wrote. New files are written at once: handing each to another thread took
// twice the processor time (0.45 ms instead of 0.22, 30 kB each). Of those that are there already, some are read at a time.
import { createWriteStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeFolder } from '../../lib/folder.ts'

const mark = 'copy.json'
/** So many files are under way at a time; who brings more waits. */
const mostAtOnce = 16

export type SiteFolder = ReturnType<typeof siteFolder>

/** False where something lies there already. In a new folder nothing does, and to ask first costs as much as to write. */
function isWrittenAnew(path: string, bytes: Buffer): boolean {
  try {
    writeFileSync(path, bytes, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** What a process that helps is told of the folder: whether it was new, and which of them it is, so that no two write one part. */
type Shared = { isNew: boolean; helper: number }

/** Throws where the folder holds something that is no copy: nobody wants it mixed with 500,000 files. */
export function siteFolder(root: string, shared: Shared | null = null) {
  makeFolder(root)
  const isOurs = shared ? !shared.isNew : existsSync(join(root, mark))
  const part = shared ? `.part${shared.helper}` : '.part'
  if (!shared && !isOurs && readdirSync(root).length)
    throw new Error(`${root} is not empty, and holds no copy that was made before.`)
  if (!shared && !isOurs) writeFileSync(join(root, mark), '{"kind":"fuyi-site"}\n')
  const made = new Set<string>()
  const counted = { written: 0, same: 0, removed: 0, bytes: 0 }
  const underWay = new Map<string, Promise<void>>() // by path: what comes twice is written one after the other
  let failed: { error: unknown } | null = null

  const pathOf = (file: string): string => {
    const path = join(root, file)
    const folder = dirname(path)
    if (!made.has(folder)) makeFolder(folder)
    made.add(folder)
    return path
  }

  /** Throws what went wrong with a file that was brought before. */
  async function later(path: string, work: () => Promise<void>): Promise<void> {
    await underWay.get(path)
    const one = work()
      .catch((error: unknown) => {
        failed ??= { error }
      })
      .finally(() => underWay.delete(path))
    underWay.set(path, one)
    if (underWay.size >= mostAtOnce) await Promise.race(underWay.values())
    if (failed) throw failed.error
  }

  async function put(path: string, bytes: Buffer): Promise<void> {
    counted.bytes += bytes.length
    if (!isOurs && isWrittenAnew(path, bytes)) {
      counted.written++
      return
    }
    const before = await readFile(path).catch(() => null)
    if (before?.equals(bytes)) {
      counted.same++
      return
    }
    counted.written++
    if (!before) return writeFile(path, bytes)
    await writeFile(path + part, bytes)
    await rename(path + part, path)
  }

  return {
    counted,
    isNew: !isOurs,
    /** Waits only while many others are written. */
    write: (file: string, content: string | Buffer): Promise<void> =>
      later(join(root, file), () => put(pathOf(file), typeof content === 'string' ? Buffer.from(content) : content)),
    /** A file of any length. */
    async stream(file: string, pieces: AsyncIterable<string | Buffer>): Promise<void> {
      const path = pathOf(file)
      const measured = async function* () {
        for await (const piece of pieces) {
          counted.bytes += Buffer.byteLength(piece)
          yield piece
        }
      }
      await pipeline(Readable.from(measured(), { objectMode: false }), createWriteStream(path + part))
      await rename(path + part, path)
      counted.written++
    },
    remove(file: string): Promise<void> {
      counted.removed++
      return later(join(root, file), () => rm(join(root, file), { force: true }))
    },
    /** Until everything lies there. */
    async settled(): Promise<void> {
      await Promise.all(underWay.values())
      if (failed) throw failed.error
    },
    /** Null where there is none. */
    read: (file: string): string | null =>
      existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : null,
    pathOf,
  }
}

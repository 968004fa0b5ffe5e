// fuyi verify: checks a log from outside, or the record of one's own database against its logs. Exit code 1 where something differs.
import { existsSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../config.ts'
import { sizeOf } from '../domain/log/cosigned.ts'
import { readKeyList } from '../domain/log/key-list.ts'
import { type ReadLog, readLog, type SeenLog } from '../domain/log/read-log.ts'
import { casesIn, datedBack, differences, differencesWhile, type LoggedCase } from '../domain/log/verify.ts'
import { readCheckpoint, readNote, readVkey, type VerifierKey, vkeyOf } from '../lib/signed-note.ts'
import { notVouchedFor, verifyDatabase } from '../operations/verify-database.ts'
import { placesInDumps } from './log-dump.ts'
import { placesIn } from './log-folder.ts'
import { type Place, placeAt, type Shown } from './log-source.ts'
import { withDatabase } from './open.ts'
import { keepSeen, seenOf } from './seen-logs.ts'

type Options = { key?: string[]; state?: string; cases: boolean }

/** What is done meanwhile is shown before it is in the log: a case that differs is looked at again. */
const [again, looks] = [3000, 4]

/** `where`: an address, a folder, or nothing: this database. */
export async function verifyLog(where: string | undefined, options: Options): Promise<void> {
  const findings: string[] = where === undefined ? await own() : []
  for (const place of where === undefined ? [] : placesOf(where)) findings.push(...(await outside(place, options)))
  for (const finding of findings) console.error(finding)
  if (findings.length) process.exitCode = 1
  else console.log('Everything fits.')
}

async function own(): Promise<string[]> {
  let findings: string[] = []
  await withDatabase(async (db) => {
    findings = await verifyDatabase(db)
  })
  console.log(notVouchedFor)
  return findings
}

function placesOf(where: string): Place[] {
  if (/^https?:\/\//.test(where)) return [placeAt(where)]
  const folder = existsSync(where) && statSync(where).isDirectory() ? placesIn(where) : []
  const places = folder.length ? folder : placesInDumps(where)
  if (!places.length) throw new ConfigError(`${where} is neither an address nor a folder or a dump with a log.`)
  return places
}

async function outside(place: Place, { key, state, cases }: Options): Promise<string[]> {
  const text = await place.log.checkpoint()
  const origin = text && readCheckpoint(readNote(text)?.text ?? '')?.origin
  if (!origin) throw new Error(`${place.name} has no checkpoint that can be read.`)
  const before = seenOf(origin, state)
  const keys = await trusted(place, origin, key ?? [], before)
  const read = await readLog(place.log, keys, before, new Date(), place)
  const shown = cases ? await place.shown() : null
  const findings = [...read.findings, ...datedBack(read.leaves)]
  if (shown) findings.push(...(await compareCases(place, shown, read, keys)))
  const compared = shown ? `; ${casesIn(read.leaves).size} cases compared with what is shown` : ''
  console.log(`${origin}: ${read.checkpoint.size} lines, root ${read.checkpoint.root.toString('base64')}${compared}.`)
  if (!findings.length && !(before && place.isMirror && sizeOf(before.checkpoint) > read.checkpoint.size))
    keepSeen(read.seen, state)
  return findings
}

/** Keys that were given, or seen before, and those that these vouch for. At the first time those that the log names itself: then they are printed. */
async function trusted(place: Place, origin: string, given: string[], before: SeenLog | null): Promise<VerifierKey[]> {
  const read = (vkey: string) => {
    const key = readVkey(vkey)
    if (!key) throw new ConfigError(`${vkey} is no verifier key.`)
    return key
  }
  if (given.length) return given.map(read)
  if (before) {
    const known = before.keys.map(read)
    const list = await place.keys()
    const named = (list === null ? null : readKeyList(list, origin, known)) ?? []
    const next = named.filter((key) => !known.some((one) => vkeyOf(one) === vkeyOf(key)))
    for (const key of next) console.log(`A new key, signed by one that was seen before: ${vkeyOf(key)}`)
    return [...known, ...next]
  }
  const policy = (await place.policy()) ?? ''
  const named = [...policy.matchAll(/^\s*log\s+(\S+)/gm)].flatMap(([, vkey]) => readVkey(vkey!) ?? [])
  if (!named.length) throw new ConfigError(`${place.name} names no key. Give the one that you know: --key NAME+ID+KEY`)
  for (const key of named) console.log(`First look: trusting ${vkeyOf(key)}. Compare it with the log’s page.`)
  return named
}

async function compareCases(place: Place, shown: Shown, read: ReadLog, keys: VerifierKey[]): Promise<string[]> {
  let logged = casesIn(read.leaves)
  const begun = await place.begun()
  const isCopy = !place.name.startsWith('http')
  // a case was copied at some moment between the two
  const between = begun === null ? null : { leaves: read.leaves, begun: sizeOf(begun) }
  const open = new Set(logged.keys())
  const wrong = new Map<string, string[]>()
  const look = async (number: string, one: Awaited<ReturnType<Shown['one']>>, now: Map<string, LoggedCase>) => {
    const found = differences(now.get(number), one, number, shown.timeZone)
    const left = found.length && between ? differencesWhile(between, one, number, shown.timeZone) : found
    if (left.length) wrong.set(number, left)
    else wrong.delete(number)
  }
  for await (const one of shown.all()) {
    open.delete(one.number)
    await look(one.number, one, logged)
  }
  for (const number of open) {
    if (isCopy && isLeftOut(logged.get(number)!)) continue
    await look(number, await shown.one(number), logged) // hidden, or withdrawn: not in lists
  }
  for (let i = 1; wrong.size && i < looks && !isCopy; i++) {
    const numbers = [...wrong.keys()]
    const cases = new Map<string, Awaited<ReturnType<Shown['one']>>>()
    for (const number of numbers) cases.set(number, await shown.one(number))
    await sleep(again)
    logged = casesIn((await readLog(place.log, keys, null, new Date())).leaves)
    for (const number of numbers) await look(number, cases.get(number) ?? null, logged)
  }
  return [...wrong.values()].flat()
}

/** What is not public any more is in no copy, and the log says so. */
const isLeftOut = ({ told }: LoggedCase): boolean =>
  told.some(({ kind }) => ['hidden', 'withdrawn', 'refused'].includes(kind))

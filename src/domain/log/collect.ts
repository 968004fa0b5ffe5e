// Brings our checkpoints to their witnesses and keeps what these sign (https://c2sp.org/tlog-witness); reads what mirrors signed; and keeps
// each day's last one.
import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { sha256 } from '../../lib/id.ts'
import { consistencyRanges } from '../../lib/merkle.ts'
import {
  hexId,
  keptCheckpoint,
  readCheckpoint,
  readLines,
  readNote,
  readVkey,
  signedBy,
  writeLine,
} from '../../lib/signed-note.ts'
import { excluded } from '../../platform/db/columns.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { governments } from '../../schema/governments.ts'
import { logHeads } from '../../schema/log.ts'
import { logCosignatures, logDays } from '../../schema/witnesses.ts'
import { checkpointOf, sizeOf, standingsOf, type Witness, type WitnessStanding } from './cosigned.ts'
import { rootsIn } from './store.ts'

type Given = Pick<Deps, 'db' | 'now'>

const patience = 10_000 // ms for one witness
const untilThen = (signal?: AbortSignal) =>
  AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])])
const mostOfReply = 16_384 // bytes
/** A log that did not grow is signed again so often: that shows that both are alive. */
const stillThere = 3_600_000
const clocksDiffer = 10 * 60_000
const later = { invalidate: 'later' } as const

/** What came of asking one witness about one log. `size`: the largest tree that it is known to have seen. */
type Outcome = { size: number; line: string; cosignedAt: Date; checkpoint: string } | { size: number; failure: string }
type WitnessReport = { origin: string; witness: string; failure: string | null }

/** Asks every witness that has not signed the last checkpoint yet. `all`: the others as well. */
export async function collectCosignatures(
  given: Given,
  { all = false, signal }: { all?: boolean; signal?: AbortSignal } = {},
) {
  const { db } = given
  const told: WitnessReport[] = []
  for (const head of await db.reads.select().from(logHeads).where(isNotNull(logHeads.checkpoint))) {
    const standings = await standingsOf(db.reads, head.governmentId)
    const due = standings.filter(({ row }) => all || isDue(row, head.signedSize!, given.now()))
    await Promise.all(
      due.map(async ({ witness, row }) => {
        if (signal?.aborted) return
        const known = row?.size ?? 0
        const asked =
          witness.kind === 'mirror'
            ? lookAt(given, witness, known, head as Head, signal)
            : ask(given, witness, known, head as Head, signal)
        const outcome = await asked
        if (signal?.aborted) return // it says nothing of the witness
        await keep(given, head as Head, witness, outcome)
        told.push({
          ...{ origin: head.origin, witness: nameOf(witness) },
          failure: 'failure' in outcome ? outcome.failure : null,
        })
      }),
    )
  }
  return told.sort((a, b) => (`${a.origin} ${a.witness}` < `${b.origin} ${b.witness}` ? -1 : 1))
}

/** What has happened, nearly always, and where the way on stands. */
const wasPutBack = 'Was an older copy put back here? See “A log after an older copy was put back” in deploy/README.md.'

/** Whether a witness or a mirror did not sign because it has seen other lines of this log, or more: no fault of its own or of the line between. */
export const sawAnother = (failure: string | null): boolean => failure?.endsWith(wasPutBack) ?? false

type Head = { governmentId: string; origin: string; checkpoint: string; signedSize: number }
/** By which its signature lines begin. */
export const nameOf = ({ vkey }: Pick<Witness, 'vkey'>): string => vkey.split('+')[0]!

const isDue = (row: WitnessStanding['row'], size: number, at: Date): boolean =>
  !row?.checkpoint || sizeOf(row.checkpoint) !== size || at.getTime() - row.cosignedAt!.getTime() >= stillThere

async function ask(given: Given, witness: Witness, known: number, head: Head, signal?: AbortSignal): Promise<Outcome> {
  let old = known
  try {
    for (let attempt = 0; ; attempt++) {
      const { status, text } = await send(given, witness, old, head, signal)
      if (status === 200) return signedIn(text, witness, head, given.now())
      const seen = status === 409 ? Number(/^(\d{1,16})\n?$/.exec(text)?.[1] ?? Number.NaN) : Number.NaN
      if (attempt === 0 && seen <= head.signedSize) {
        old = seen // it was asked by another process of ours, or before a copy was put back
        continue
      }
      if (seen > head.signedSize)
        return {
          size: old,
          failure: `It has seen ${seen} lines of this log, which has ${head.signedSize}. ${wasPutBack}`,
        }
      const isOther = status === 422 || (status === 409 && seen === head.signedSize)
      const goesOn = `This log does not go on from the ${old} lines that it signed: it has two histories. ${wasPutBack}`
      return { size: old, failure: isOther ? goesOn : `It answered ${status}.` }
    }
  } catch (error) {
    return { size: old, failure: wordsOf(error as Error) }
  }
}

/** What `fetch` says of a connection lies one deeper. */
const wordsOf = (error: Error): string =>
  ((error.cause as Error | undefined)?.message ?? error.message).slice(0, 300) || 'It cannot be reached.'

/** A mirror fetches by itself; what it has whole, it signs, and shows under its address and the hash of our log's name. */
async function lookAt(
  { db, now }: Given,
  witness: Witness,
  known: number,
  head: Head,
  signal?: AbortSignal,
): Promise<Outcome> {
  const no = (failure: string) => ({ size: known, failure })
  const { governmentId, origin, signedSize } = head
  try {
    const reply = await fetch(`${witness.url}/${sha256(origin)}/checkpoint`, {
      redirect: 'error',
      signal: untilThen(signal),
    })
    const note = readNote(await beginningOf(reply))
    if (reply.status !== 200) return no(`It answered ${reply.status}.`)
    const seen = note && readCheckpoint(note.text)
    if (!note || seen?.origin !== origin) return no('What it shows is no checkpoint of this log.')
    if (seen.size > signedSize)
      return no(`It has ${seen.size} lines of this log, which has ${signedSize}. ${wasPutBack}`)
    const [root] = await rootsIn(db.reads, governmentId, signedSize, [[0, seen.size]])
    if (!root?.equals(seen.root))
      return no(`The ${seen.size} lines that it has are not those of this log: it has two histories. ${wasPutBack}`)
    const by = signedBy(note, readVkey(witness.vkey)!)
    if (!by?.good || !isNow(by.at, now())) return no('Its signature does not fit, or is of another time.')
    const ours = note.signatures.filter(({ name }) => name === origin).map(writeLine)
    const line = writeLine(note.signatures.find(({ name, id }) => `${name}+${hexId(id)}` === vkeyStart(witness.vkey))!)
    return { size: seen.size, line, cosignedAt: by.at!, checkpoint: `${note.text}\n${ours.join('')}` }
  } catch (error) {
    return no(wordsOf(error as Error))
  }
}

const isNow = (at: Date | null, now: Date): boolean => at !== null && at.getTime() <= now.getTime() + clocksDiffer
const vkeyStart = (vkey: string): string => vkey.split('+').slice(0, 2).join('+')

async function send({ db }: Given, { url }: Witness, old: number, head: Head, signal?: AbortSignal) {
  const { governmentId, signedSize, checkpoint } = head
  const ranges = old > 0 && old < signedSize ? consistencyRanges(old, signedSize) : []
  const proof = await rootsIn(db.reads, governmentId, signedSize, ranges)
  const lines = [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '']
  const reply = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `${lines.join('\n')}\n${checkpoint}`,
    redirect: 'error',
    signal: untilThen(signal),
  })
  return { status: reply.status, text: await beginningOf(reply) }
}

/** A witness says little. Whoever sends more is not listened to. */
async function beginningOf(reply: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of reply.body ?? []) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes > mostOfReply) throw new Error('Its reply is too long.')
  }
  return Buffer.concat(pieces).toString()
}

/** Only a line of the key that we know counts; others may stand beside it. */
function signedIn(text: string, { vkey }: Witness, { checkpoint, signedSize }: Head, at: Date): Outcome {
  const signatures = readLines(text)
  const key = readVkey(vkey)!
  const note = { text: keptCheckpoint(checkpoint).text, signatures: signatures ?? [] }
  const by = signedBy(note, key)
  if (!by?.good || !isNow(by.at, at))
    return { size: signedSize, failure: 'Its signature does not fit, or is of another time.' }
  const [name, id] = vkey.split('+')
  const line = text.split('\n').find((one) => one.startsWith(`\u2014 ${name} `) && isOf(one, id!))!
  return { size: signedSize, line: `${line}\n`, cosignedAt: by.at!, checkpoint }
}
const isOf = (line: string, id: string) =>
  Buffer.from(line.split(' ')[2]!, 'base64').subarray(0, 4).toString('hex') === id

async function keep({ db, now }: Given, { governmentId }: Head, { id }: Witness, outcome: Outcome) {
  const at = now()
  const key = { governmentId, witnessId: id }
  const what =
    'failure' in outcome
      ? { size: outcome.size, failure: outcome.failure, failedAt: at }
      : { ...outcome, failure: null, failedAt: null }
  await write(
    db,
    (tx) =>
      tx
        .insert(logCosignatures)
        .values({ ...key, ...what })
        .onConflictDoUpdate({ target: [logCosignatures.governmentId, logCosignatures.witnessId], set: what }),
    later,
  )
}

/** Keeps the last checkpoint of the day so far, by each government's clock: after midnight that of yesterday changes no more. */
export async function keepDays({ db, now }: Given): Promise<void> {
  const at = now()
  const heads = await db.reads
    .select({ head: logHeads, timeZone: governments.timeZone })
    .from(logHeads)
    .innerJoin(governments, eq(governments.id, logHeads.governmentId))
    .where(isNotNull(logHeads.checkpoint))
  for (const { head, timeZone } of heads) {
    const { governmentId } = head
    const checkpoint = (await checkpointOf(db.reads, governmentId))!
    const row = { governmentId, day: localDate(at, timeZone), size: sizeOf(checkpoint), checkpoint, keptAt: at }
    const [known] = await db.reads
      .select()
      .from(logDays)
      .where(and(eq(logDays.governmentId, governmentId), eq(logDays.day, row.day)))
    if (known?.checkpoint === checkpoint) continue
    await write(
      db,
      (tx) =>
        tx
          .insert(logDays)
          .values(row)
          .onConflictDoUpdate({
            target: [logDays.governmentId, logDays.day],
            set: {
              size: excluded(logDays.size),
              checkpoint: excluded(logDays.checkpoint),
              keptAt: excluded(logDays.keptAt),
            },
            setWhere: ne(logDays.checkpoint, checkpoint),
          }),
      later,
    )
  }
}

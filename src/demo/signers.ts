// Invented signers without addresses: whole days of them are written as rows, as a citizen's press would leave them. The presses
// that matter (the early warning, the threshold, whoever gave a reason) go through the real one.
import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { openCase } from '../domain/cosignatures/after-counting.ts'
import { addCosignature } from '../domain/cosignatures/store.ts'
import type { Government } from '../domain/governments/government.ts'
import { districtsOf } from '../domain/governments/store.ts'
import type { ProposalRow } from '../domain/proposals/store.ts'
import { findProposal } from '../domain/proposals/store.ts'
import { appendCounted } from '../domain/record/store.ts'
import { localDate } from '../lib/calendar.ts'
import { newId, sha256 } from '../lib/id.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { placeholder, prepared } from '../platform/db/prepared.ts'
import { write } from '../platform/db/write.ts'
import { cosignatureCounts, cosignatures } from '../schema/cosignatures.ts'
import { people } from '../schema/people.ts'
import { proposals } from '../schema/proposals.ts'
import type { DemoCase } from './deeds.ts'

const day = 86_400_000
const rowsAtOnce = 300

export type DemoSigning = {
  /** Knows the case's dates once it is published. False while it is not open. */
  opened: () => Promise<boolean>
  /** when somebody's press matters, and the last one */
  moments: () => Date[]
  /** Signs for everybody up to `at`. */
  until: (at: Date) => Promise<void>
}

type DemoSignable = {
  government: Government
  number: string
  wanted: DemoCase
  /** ids of people, at least as many as sign */
  strangers: string[]
  /** today */
  now: Date
}

/** The signers of one case, in the order of time. */
export function signing(db: Database, { government, number, wanted, strangers, now }: DemoSignable): DemoSigning {
  let times: Date[] = []
  let special = new Map<number, string | null>()
  let signed = 0
  let districts: string[] = []
  const find = async () => (await findProposal(db.reads, government.id, number))!

  return {
    async opened() {
      const p = await find()
      if (p.stage !== 'gathering' || times.length) return false
      districts = (await districtsOf(db.reads, government.id)).map((d) => d.code)
      times = timesOf(p, wanted, now)
      special = pressed(times.length, p.threshold!, wanted.reasons ?? [])
      return true
    },
    moments: () => [...[...special.keys()].map((i) => times[i]!), ...times.slice(-1)],
    async until(at) {
      const p = await find()
      if (p.stage !== 'gathering' && p.stage !== 'review') return
      const upTo = times.filter((time) => time <= at).length
      while (signed < upTo) {
        const next = [...special.keys()].find((i) => i >= signed) ?? times.length
        const bulk = times.slice(signed, Math.min(next, upTo)).map((time, i) => ({
          personId: strangers[signed + i]!,
          at: time,
          districtCode: districtOf(districts, signed + i),
        }))
        if (bulk.length) await write(db, (tx) => signAll(tx, government, p.id, bulk))
        signed += bulk.length
        if (signed !== next || signed >= upTo) continue
        const press = {
          personId: strangers[signed]!,
          at: times[signed]!,
          districtCode: districtOf(districts, signed),
          assurance: 1,
          reason: special.get(signed) ?? null,
          noticeVersion: 'demo',
          wantsAnswer: false,
        }
        const known = await openCase(db.reads, p)
        await write(db, (tx) => addCosignature(tx, government, known, press))
        signed++
      }
    },
  }
}

/** Many at first and towards the threshold, as petitions go. None after the closing date. */
function timesOf(p: ProposalRow, { signers, metAfter }: DemoCase, now: Date): Date[] {
  const from = p.publishedAt!.getTime()
  const closes = p.closesBefore!.getTime() - 1000
  const met = metAfter === undefined ? null : from + metAfter * day
  const before = met ? p.threshold! : signers
  const until = met ?? Math.min(closes, now.getTime())
  const early = Array.from({ length: before }, (_, i) => from + (until - from) * bent((i + 1) / before))
  const late = Array.from(
    { length: signers - before },
    (_, i) => until + ((closes - until) * (i + 1)) / (signers - before + 1),
  )
  return [...early, ...late].map((time) => new Date(Math.round(time)))
}

const bent = (x: number) => (x < 0.3 ? x * 0.5 + x * x * 1.2 : 0.258 + ((x - 0.3) / 0.7) * 0.742)

/** The presses that matter, by their place in the row: a fifth of the threshold, the threshold, and those with a reason. */
function pressed(signers: number, threshold: number, reasons: string[]): Map<number, string | null> {
  const places: [number, string | null][] = [
    [Math.ceil(threshold / 5) - 1, null],
    [threshold - 1, null],
    ...reasons.map((reason, i): [number, string] => [
      Math.floor((signers * (i + 1)) / (reasons.length + 2)) + 3,
      reason,
    ]),
  ]
  return new Map(places.filter(([place]) => place >= 0 && place < signers).sort(([a], [b]) => a - b))
}

/** Uneven, and the same each time: some districts sign more, one hardly at all. */
const districtOf = (codes: string[], i: number) => codes[Math.floor(codes.length * ((i * 0.618) % 1) ** 1.7)]!

/** As many people as the largest case needs; they sign everywhere. Returns their ids. */
export async function addStrangers(db: Database, howMany: number, at: Date): Promise<string[]> {
  const strangers = Array.from({ length: howMany }, newId)
  const rows = strangers.map((id) => ({ id, email: null, displayName: null, language: 'zh-Hant', createdAt: at }))
  await write(db, (tx) => inSlices(rows, (slice) => tx.insert(people).values(slice)))
  return strangers
}

type Signature = { personId: string; at: Date; districtCode: string }

async function signAll(tx: Db, government: Government, proposalId: string, signatures: Signature[]): Promise<void> {
  const rows = signatures.map((s) => ({ ...s, day: localDate(s.at, government.timeZone) }))
  for (const { personId, at, day, districtCode } of rows) {
    const digest = sha256(randomUUID())
    const { id: governmentId, timeZone } = government
    await prepared(tx, oneSignature).execute({ proposalId, personId, at, day, districtCode })
    await appendCounted(tx, { governmentId, timeZone, proposalId, kind: 'cosigned', at, digest })
  }
  await addCounts(tx, proposalId, rows)
}

// Prepared, since there are tens of thousands of them.
const oneSignature = (db: Db) =>
  db.insert(cosignatures).values({
    proposalId: placeholder('proposalId'),
    personId: placeholder('personId'),
    signedAt: placeholder('at'),
    day: placeholder('day'),
    districtCode: placeholder('districtCode'),
    assurance: 1,
    reason: null,
    noticeVersion: 'demo',
  })
async function addCounts(tx: Db, proposalId: string, rows: { day: string; districtCode: string }[]): Promise<void> {
  const sums = new Map<string, { day: string; districtCode: string; count: number }>()
  for (const { day, districtCode } of rows) {
    const key = `${day} ${districtCode}`
    sums.set(key, { day, districtCode, count: (sums.get(key)?.count ?? 0) + 1 })
  }
  const { day, districtCode, assurance, count } = cosignatureCounts
  const added = [...sums.values()].map((sum) => ({ proposalId, assurance: 1, ...sum }))
  await inSlices(added, (slice) =>
    tx
      .insert(cosignatureCounts)
      .values(slice)
      .onConflictDoUpdate({
        target: [cosignatureCounts.proposalId, day, districtCode, assurance],
        set: { count: sql`${count} + excluded.count` },
      }),
  )
  await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} + ${rows.length}` })
    .where(eq(proposals.id, proposalId))
}

async function inSlices<T>(rows: T[], insert: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsAtOnce) await insert(rows.slice(i, i + rowsAtOnce))
}

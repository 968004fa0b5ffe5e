// Cases as JSON, whole or with the fields that were asked for. Where a line of a table would say as much, no more is read than for one.
import { z } from 'zod'
import { pausedUntil } from '../domain/governments/deadline.ts'
import { blackoutsOf } from '../domain/governments/store.ts'
import { loadCaseHeads, loadCases } from '../domain/proposals/public-proposal.ts'
import type { Db } from '../platform/db/database.ts'
import { httpError } from '../platform/http/http-error.ts'
import { namesOf } from './asked.ts'
import { caseHead, type GovernmentJson, license } from './case-head.ts'
import { type CaseJson, caseJson } from './case-json.ts'
import { caseSchema } from './contract/case-schema.ts'

export type Place = GovernmentJson & { id: string }
export type Field = keyof CaseJson

/** In an address: names separated by commas. */
export const fieldsParameter = z.object({ fields: z.string().optional() })

/** Null where none were asked for. Throws 400 for one that a case does not have. */
export function readFields(typed: unknown): readonly Field[] | null {
  const names = [typed ?? []].flat().flatMap((one) => String(one).split(','))
  const asked = names.map((name) => name.trim()).filter(Boolean)
  if (!asked.length) return null
  if (asked.some((name) => !Object.hasOwn(caseSchema.shape, name))) throw httpError(400, 'api.wrong.fields')
  return asked as Field[]
}

const ofHead: readonly string[] = [
  ...['number', 'url', 'government', 'title', 'author', 'place', 'district', 'topic', 'agencies', 'stage', 'outcome'],
  ...['source', 'as_seen_on', 'submitted_at', 'published_at', 'closes_at', 'ended_at', 'threshold_met_at'],
  ...['answer_due_at', 'extended_at', 'answered_at', 'answered_in_time', 'days_late', 'refusal', 'merged_into'],
  'license',
]

/** Whole cases in the order of the ids. */
export async function casesJson(
  db: Db,
  government: Place,
  ids: string[],
  origin: string,
  at: Date,
): Promise<CaseJson[]> {
  const [pauses, cases, names] = await Promise.all([
    blackoutsOf(db, government.id),
    loadCases(db, ids, { at, timeZone: government.timeZone }),
    namesOf(db, government.id),
  ])
  const paused = pausedUntil(at, pauses, government.timeZone)
  return cases.map(({ row, has }) => caseJson(row, has, government, names, origin, paused))
}

/** The same with these fields alone, each in the place that it has in a whole one. */
export async function caseFieldsJson(
  db: Db,
  government: Place,
  ids: string[],
  origin: string,
  at: Date,
  fields: readonly Field[],
): Promise<Partial<CaseJson>[]> {
  const cases = fields.every((name) => ofHead.includes(name))
    ? await headsJson(db, government, ids, origin)
    : await casesJson(db, government, ids, origin, at)
  const asked = new Set<string>(fields)
  return cases.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => asked.has(name))))
}

async function headsJson(db: Db, government: Place, ids: string[], origin: string) {
  const [heads, names] = await Promise.all([loadCaseHeads(db, ids), namesOf(db, government.id)])
  return heads.map(({ row, has }) => Object.assign(caseHead(row, has, government, names, origin), { license }))
}

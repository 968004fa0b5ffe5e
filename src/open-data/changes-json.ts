// What changed since somebody last asked: each case once, as it is now, or why it is there no more. A mirror asks once a minute.

import { inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { isThere } from '../domain/proposals/proposal.ts'
import { loadCases } from '../domain/proposals/public-proposal.ts'
import { type ChangeStep, changedAfter, isKnown, newestKnown, oncePublic } from '../domain/record/changes.ts'
import type { Db } from '../platform/db/database.ts'
import { httpError } from '../platform/http/http-error.ts'
import { isIgnored, type Query } from '../platform/http/query.ts'
import { proposals } from '../schema/proposals.ts'
import { namesOf } from './asked.ts'
import { license } from './case-head.ts'
import type { CaseJson } from './case-json.ts'
import { caseFieldsJson, casesJson, type Field, type Place, readFields } from './cases-json.ts'
import { sinceParameter } from './contract/changes.ts'
import { hiddenJson } from './hidden-case-json.ts'

type AskedChanges = { since: ChangeStep | 'now'; fields: readonly Field[] | null }

/** Null where nobody asked what changed. Throws 400 for what cannot be meant, 410 for a step that was not given here. */
export async function readChanges(db: Db, typed: Query): Promise<AskedChanges | null> {
  const { since, fields, ...others } = typed as z.input<typeof sinceParameter> & { fields?: string }
  const asked = [since ?? []].flat().at(-1)
  if (asked === undefined) return null
  if (!sinceParameter.safeParse({ since: asked }).success) throw httpError(400, 'api.wrong.since')
  if (Object.keys(others).some((name) => !isIgnored(name))) throw httpError(400, 'api.since_alone')
  const [number = '', tag = ''] = asked.split('-')
  const known = { number: Number(number), tag }
  if (asked !== 'now' && asked !== '0' && !(await isKnown(db, known))) throw httpError(410, 'api.since_lost')
  return { since: asked === 'now' ? 'now' : known, fields: readFields(fields) }
}

type ChangeJson = {
  number: string
  url: string
  change: 'changed' | 'hidden' | 'gone'
  case: Partial<CaseJson> | null
  hidden: ReturnType<typeof hiddenJson> | null
}
type Taking = { db: Db; government: Place; origin: string; at: Date }

export async function changesJson(taking: Taking, { since, fields }: AskedChanges) {
  const { db, government, origin } = taking
  const { ids, through, more } =
    since === 'now'
      ? { ids: [], through: await newestKnown(db), more: false }
      : await changedAfter(db, government.id, since.number)
  const link = (known: ChangeStep | 'now') => {
    const search = new URLSearchParams({ since: written(known), ...(fields ? { fields: fields.join(',') } : {}) })
    return `${origin}/api/v1/${government.slug}/proposals?${search}`
  }
  return {
    data: await toldOf(taking, ids, fields),
    meta: { through: written(through), more },
    links: { self: link(since), next: link(through) },
    license,
  }
}

const written = (known: ChangeStep | 'now') =>
  known === 'now' ? known : known.number ? `${known.number}-${known.tag}` : '0'

/** In the order of the ids. Of a case that nobody could ever read nothing is told. */
async function toldOf({ db, government, origin, at }: Taking, ids: string[], fields: readonly Field[] | null) {
  if (!ids.length) return []
  const { id, number, stage, publishedAt, reconsideredAt, hiddenAt } = proposals
  const rows = await db
    .select({ id, number, stage, publishedAt, reconsideredAt, hiddenAt })
    .from(proposals)
    .where(inArray(id, ids))
  const there = ids.flatMap((one) => rows.find((row) => row.id === one && isThere(row)) ?? [])
  const open = there.filter((row) => !row.hiddenAt).map((row) => row.id)
  const closed = there.filter((row) => row.hiddenAt).map((row) => row.id)
  const [names, cases, hidden, once] = await Promise.all([
    namesOf(db, government.id),
    fields ? caseFieldsJson(db, government, open, origin, at, fields) : casesJson(db, government, open, origin, at),
    loadCases(db, closed, { at, timeZone: government.timeZone }),
    oncePublic(db, ids),
  ])
  return ids.flatMap((one): ChangeJson[] => {
    const row = rows.find((found) => found.id === one)
    if (!row?.number) return []
    const head = { number: row.number, url: `${origin}/${government.slug}/proposals/${row.number}` }
    const [isOpen, isHidden] = [open.indexOf(one), closed.indexOf(one)]
    if (isOpen >= 0) return [{ ...head, change: 'changed', case: cases[isOpen]!, hidden: null }]
    if (isHidden >= 0) {
      const facts = hiddenJson(hidden[isHidden]!.row, hidden[isHidden]!.has, government, names, origin)
      return [{ ...head, change: 'hidden', case: null, hidden: facts }]
    }
    return once.has(one) ? [{ ...head, change: 'gone', case: null, hidden: null }] : []
  })
}

// What a list that somebody follows is called, in every language of its government.
import { and, eq, inArray } from 'drizzle-orm'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { listFollows } from '../../schema/following.ts'
import { districts, topics } from '../../schema/lists.ts'
import type { FollowedList } from '../../schema/values.ts'

type List = { governmentId: string; kind: FollowedList; target: string }
const tables = { agency: agencies, topic: topics, district: districts }

export type NamedList = { kind: FollowedList; name: Localised }

/** By the ids of list_follows. */
export async function namesOfLists(db: Db, ids: string[]): Promise<Map<string, NamedList>> {
  if (!ids.length) return new Map()
  const rows = await db.select().from(listFollows).where(inArray(listFollows.id, ids))
  const named = new Map<string, NamedList>()
  const known = new Map<string, Localised>()
  for (const row of rows) {
    const key = `${row.governmentId} ${row.kind} ${row.target}`
    if (!known.has(key)) known.set(key, await nameOfList(db, row))
    named.set(row.id, { kind: row.kind, name: known.get(key)! })
  }
  return named
}

/** The words of a search stand for it, in every language; empty where it has none, of a code that is gone, and of the log. */
export async function nameOfList(db: Db, { governmentId, kind, target }: List): Promise<Localised> {
  if (kind === 'search') {
    const words = new URLSearchParams(target).get('q') ?? ''
    return { en: words, 'zh-Hant': words }
  }
  if (kind === 'log') return {}
  const of = tables[kind]
  const [row] = await db
    .select({ name: of.name })
    .from(of)
    .where(and(eq(of.governmentId, governmentId), eq(of.code, target)))
  return row?.name ?? {}
}

// Topics, districts and reasons for a refusal are lists of one shape, so one set of commands keeps the three, each inside a unit.
// An entry is never deleted: retired, it is offered no more and still named under the cases that have it.
import { and, asc, eq } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { indexAgain } from '../../platform/db/search.ts'
import { districts, refusalReasons, topics } from '../../schema/lists.ts'
import { lockGovernment } from './changes.ts'
import { outsideDistrict } from './government.ts'

export type ListName = 'topics' | 'districts' | 'reasons'
type ListTable = typeof topics
const listTables: { [L in ListName]: ListTable } = {
  topics,
  districts: districts as unknown as ListTable,
  reasons: refusalReasons as unknown as ListTable,
}

const entryOf = (table: ListTable, governmentId: string, code: string) =>
  and(eq(table.governmentId, governmentId), eq(table.code, code))

const entriesOf = (tx: Db, list: ListName, governmentId: string) =>
  tx
    .select()
    .from(listTables[list])
    .where(eq(listTables[list].governmentId, governmentId))
    .orderBy(asc(listTables[list].position), asc(listTables[list].code))

/** At the end of the list, but for the entry of those who live elsewhere. */
export async function addEntry(
  tx: Db,
  list: ListName,
  entry: { governmentId: string; code: string; name: Localised; hidesText?: boolean },
): Promise<void> {
  const { hidesText, ...rest } = entry
  const others = (await entriesOf(tx, list, entry.governmentId)).filter((e) => e.code !== outsideDistrict)
  const row = { id: newId(), ...rest, position: (others.at(-1)?.position ?? -1) + 1, retiredAt: null }
  if (list === 'reasons') await tx.insert(refusalReasons).values({ ...row, hidesText: hidesText ?? false })
  else await tx.insert(listTables[list]).values(row)
}

/** `hidesText`: only of a reason for refusing. */
export async function renameEntry(
  tx: Db,
  list: ListName,
  entry: { governmentId: string; code: string; name: Localised; hidesText?: boolean },
): Promise<void> {
  const { governmentId, code, name, hidesText } = entry
  if (list === 'reasons')
    await tx
      .update(refusalReasons)
      .set({ name, hidesText: hidesText ?? false })
      .where(and(eq(refusalReasons.governmentId, governmentId), eq(refusalReasons.code, code)))
  else {
    await tx
      .update(listTables[list])
      .set({ name })
      .where(entryOf(listTables[list], governmentId, code))
    await indexAgain(tx) // cases are found by it
  }
}

/** One place up or down among those still offered; the positions become the order that is seen. */
export async function moveEntry(
  tx: Db,
  list: ListName,
  governmentId: string,
  code: string,
  by: -1 | 1,
): Promise<boolean> {
  const all = (await entriesOf(tx, list, governmentId)).filter((e) => e.code !== outsideDistrict)
  const order = [...all.filter((e) => !e.retiredAt), ...all.filter((e) => e.retiredAt)]
  const at = order.findIndex((e) => e.code === code)
  const other = order[at + by]
  if (at < 0 || !other || other.retiredAt || order[at]!.retiredAt) return false
  ;[order[at], order[at + by]] = [other, order[at]!]
  for (const [position, entry] of order.entries())
    if (entry.position !== position)
      await tx
        .update(listTables[list])
        .set({ position })
        .where(entryOf(listTables[list], governmentId, entry.code))
  return true
}

/** No longer offered, still named where it is used. False for the last one, and for "I live elsewhere". */
export async function retireEntry(tx: Db, list: ListName, governmentId: string, code: string, at: Date) {
  await lockGovernment(tx, governmentId)
  const open = (await entriesOf(tx, list, governmentId)).filter((e) => !e.retiredAt && e.code !== outsideDistrict)
  if (open.length < 2 || !open.some((e) => e.code === code)) return false
  await tx
    .update(listTables[list])
    .set({ retiredAt: at })
    .where(entryOf(listTables[list], governmentId, code))
  return true
}

/** Forms offer it again. */
export async function restoreEntry(tx: Db, list: ListName, governmentId: string, code: string): Promise<void> {
  await tx
    .update(listTables[list])
    .set({ retiredAt: null })
    .where(entryOf(listTables[list], governmentId, code))
}

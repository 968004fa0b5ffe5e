// What two of the staff do with a counted sheet, as its page shows it.

import type { Sheet } from '../../domain/cosignatures/paper.ts'
import { changesOf, type PaperChange } from '../../domain/cosignatures/paper-changes.ts'
import type { Db } from '../../platform/db/database.ts'
import type { SheetAct } from '../../schema/values.ts'

/** What the page of all sheets may say was just done. */
export const changeOutcomes = ['change_asked', 'change_dropped', 'taken_back', 'restored'] as const

/** `waits`: what a second person has to confirm; `own`: they asked for it themselves. `may`: what can be asked for now. */
export type ChangeFacts = {
  waits: { act: SheetAct; words: string; at: Date; own: boolean } | null
  may: SheetAct | null
  changes: Pick<PaperChange, 'act' | 'words' | 'confirmedAt'>[]
}

export async function changeFacts(
  db: Db,
  { proposalId, number, state }: Sheet,
  personId: string,
): Promise<ChangeFacts> {
  const all = await changesOf(db, { proposalId, sheet: number })
  const open = all.find(({ confirmedAt }) => confirmedAt === null)
  const may = state === 'counted' ? 'take_back' : state === 'taken_back' ? 'restore' : null
  return {
    waits: open ? { act: open.act, words: open.words, at: open.askedAt, own: open.askedById === personId } : null,
    may: open ? null : may,
    changes: all.filter(({ confirmedAt }) => confirmedAt !== null),
  }
}

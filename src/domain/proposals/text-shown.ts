// Whether everybody may read a case's text. Page, JSON, tables, feeds and cards all ask here. Pure.
import { wasRefused } from './proposal.ts'
import type { CaseHead } from './public-proposal.ts'

type Row = Pick<CaseHead['row'], 'stage' | 'publishedAt' | 'reconsideredAt'>
type Has = Pick<CaseHead['has'], 'decisions'>

/** The refusal of a case that was then sent to be looked at again; null where there was none. */
export const refusalBefore = (p: Row, { decisions }: Has) =>
  wasRefused(p) ? (decisions.find((d) => d.kind === 'refused') ?? null) : null

/** Whether everybody may read the text: the reason it was refused for may hide it, and what nobody checked is shown to nobody. */
export const textIsShown = ({
  textHidden,
  textUnchecked,
}: Pick<CaseHead['row'], 'textHidden' | 'textUnchecked'>): boolean => !textHidden && !textUnchecked

/** The newest decision that is told: what is to be changed is said to the author alone, and to those who check. */
export const decisionTold = <D extends { kind: string }>(
  { decisions }: { decisions: D[] },
  maySeeText: boolean,
): D | null => decisions.find(({ kind }) => kind !== 'returned' || maySeeText) ?? null

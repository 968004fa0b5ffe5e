// What changed in a draft since somebody read it. Pure.
import { type Change, difference } from '../../lib/difference.ts'
import type { DraftContent } from '../../schema/values.ts'
import { changesOf, type FieldChange, type SaidFields } from '../shared/answers.ts'

type Promised = DraftContent['commitments'][number]
type Attached = NonNullable<DraftContent['attachments']>[number]

/** `note`: undefined where it is the same, null where it was written anew. */
export type DraftChanges = {
  fields: FieldChange[]
  note: Change[] | null | undefined
  /** the unit that answers, before and after; null where it is the same */
  unit: { before: string; after: string } | null
  added: Promised[]
  removed: Promised[]
  attached: Attached[]
  detached: Attached[]
}

export function draftChanges(before: DraftContent, after: DraftContent): DraftChanges {
  const was = new Set(before.commitments.map(asLine))
  const is = new Set(after.commitments.map(asLine))
  const had = before.attachments ?? []
  const has = after.attachments ?? []
  return {
    fields: changesOf(saidIn(before), saidIn(after)),
    note: before.note === after.note ? undefined : difference(before.note, after.note),
    unit: (before.unit ?? '') === (after.unit ?? '') ? null : { before: before.unit ?? '', after: after.unit ?? '' },
    added: after.commitments.filter((commitment) => !was.has(asLine(commitment))),
    removed: before.commitments.filter((commitment) => !is.has(asLine(commitment))),
    attached: has.filter((one) => !had.some((other) => isSame(one, other))),
    detached: had.filter((one) => !has.some((other) => isSame(one, other))),
  }
}

const asLine = ({ askNumber, what, measure, owner, dueOn }: Promised) =>
  JSON.stringify([askNumber, what, measure, owner, dueOn])

const isSame = (one: Attached, other: Attached) =>
  one.fileHash === other.fileHash && one.title === other.title && one.description === other.description

const saidIn = ({ analysis, deliberation, asks }: DraftContent): SaidFields => ({
  ...{ analysis, deliberation, adoption: '', followUp: '' },
  decisions: asks.map((ask) => ({ answerId: '', ...ask })),
})

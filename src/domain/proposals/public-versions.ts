// The texts of a case since it is public, each from its day on: what its page of versions, its JSON and its tables tell alike.
import { inArray } from 'drizzle-orm'
import { byIds } from '../../platform/db/prepared.ts'
import { textVersions } from '../../schema/proposals.ts'
import { type KeptText, type PublishedText, publishedTexts } from './published-versions.ts'

/** Every text that was kept, drafts that were sent as well: only `textsOfCase` says which of them everybody may read. */
export const keptTextRowsOf = byIds((db, ids) =>
  db.select().from(textVersions).where(inArray(textVersions.proposalId, ids)),
)

/** Says nothing about whether its text may be read at all. */
export function textsOfCase(
  row: { title: string; publishedAt: Date | null; endedAt: Date | null; asksDrawnUpAt: Date | null },
  has: { text: { problem: string; benefit: string } | undefined; asks: { text: string }[]; keptTexts: KeptText[] },
): PublishedText[] {
  const now = {
    title: row.title,
    problem: has.text?.problem ?? '',
    benefit: has.text?.benefit ?? '',
    asks: has.asks.map((ask) => ask.text),
  }
  return publishedTexts(has.keptTexts, now, row.publishedAt ?? row.endedAt, row.asksDrawnUpAt)
}

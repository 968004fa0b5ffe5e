// A case as another platform tells it, in our words. What the source does not say is null.
import type { Stage } from '../schema/values.ts'

export type SourceAgency = { code: string | null; name: string }

/** An agency's entry; without a name it is the coordinating one's. Parts that say nothing are ''. */
export type SourceEntry = {
  agency: string
  at: Date
  analysis: string
  deliberation: string
  adoption: string
  followUp: string
}

export type ImportedCase = {
  /** the key on a second import */
  sourceId: string
  number: string | null
  url: string | null
  /** the source's own word for its state, and ours */
  status: string
  stage: Stage
  title: string
  problem: string
  benefit: string
  threshold: number
  /** 0: the source does not say */
  cosigningDays: number
  /** co-signatures by the source's own count */
  cosignatures: number | null
  submittedAt: Date
  publishedAt: Date
  closesBefore: Date
  thresholdMetAt: Date | null
  answerDueBefore: Date | null
  /** null where the source names none: the coordinating agency leads */
  lead: SourceAgency | null
  supporting: SourceAgency[]
  /** earlier entries, which did not answer yet */
  updates: { agency: string; at: Date; body: string }[]
  /** the first is the answer, the others supplement it; empty while it is open */
  answers: SourceEntry[]
  /** of a refused case: a code for the list of reasons, what it is called there, and public words. It was never published */
  refusal?: { code: string; name: string; words: string; at: Date }
  place?: string | null
  /** what is not taken over, by name */
  images: string[]
  attachments: string[]
}

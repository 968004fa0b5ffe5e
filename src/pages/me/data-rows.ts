// A row of My data, and the words that rows are made of.
import type { FastifyRequest } from 'fastify'
import type { DataLink, DataRow } from './data-pages.ts'

export type Words = Pick<FastifyRequest, 't' | 'language'> & {
  date: (at: Date) => string
  dateTime: (at: Date) => string
  /** how long the rules keep people, and what was left alone, in months */
  kept: { months: number; forgotten: number }
  /** of a case, where it can be opened */
  caseLink: (id: string | null) => DataLink | null
}

export const plainRow = (words: string, notes: (string | null)[] = [], link: DataLink | null = null): DataRow => ({
  ...{ words, link, withdraw: null },
  notes: notes.filter((note) => note !== null),
})

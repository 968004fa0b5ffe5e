// A row of My data, and the words that rows are made of.
import type { FastifyRequest } from 'fastify'
import type { Names } from './data-names.ts'
import type { DataLink, DataRow } from './data-pages.ts'

export type Words = Pick<FastifyRequest, 't' | 'language'> & {
  date: (at: Date) => string
  dateTime: (at: Date) => string
  /** how long the rules keep people, and what was left alone, in months */
  kept: { months: number; forgotten: number }
  names: Names
  now: Date
  /** with every text, to be kept */
  whole: boolean
}

export const plainRow = (words: string, notes: (string | null)[] = [], link: DataLink | null = null): DataRow => ({
  ...{ words, link, withdraw: null },
  notes: notes.filter((note) => note !== null),
})

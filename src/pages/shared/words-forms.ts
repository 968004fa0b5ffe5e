// Words that somebody writes: to staff, to the public, to the proposer. One length for citizens and letters, a longer one for agencies.
import { z } from 'zod'
import { isFiller, saysNothing } from '../../lib/filler.ts'
import { prose } from '../../platform/web/fields.ts'

/** Letters and updates, at most 3,000 characters: there it is not a reason that is missing. */
export const someWords = prose(3000, 'proposals.error.words_long').refine((v) => !isFiller(v), 'answers.error.words')
export const wordsForm = z.object({ words: someWords })

/** Why staff took a reason off, held entries apart, changed a sheet of paper: public, at most 3,000 characters. */
export const staffWords = prose(3000, 'proposals.error.words_long').refine(
  (v) => !saysNothing(v),
  'answers.error.words',
)
export const staffWordsForm = z.object({ words: staffWords })

/** What an agency writes, at most 20,000 characters. */
export const officeWords = prose(20_000, 'answers.error.long').refine((v) => !saysNothing(v), 'answers.error.words')
export const officeWordsForm = z.object({ words: officeWords })

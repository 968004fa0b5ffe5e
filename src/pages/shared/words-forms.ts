// Words that somebody writes: to staff, to the public, to the proposer. One length for citizens and letters, a longer one for agencies.
import { z } from 'zod'
import { isFiller, saysNothing } from '../../lib/filler.ts'
import { prose } from '../../platform/web/fields.ts'

/** A day, a month, a number of weeks. */
const namesTime =
  /\p{N}|[一二兩三四五六七八九十半]個?[日天週周月]|[本明今][日天週周月年]|(?:next|this|a|one|two|three|four) (?:day|week|month)|\b(?:mon|tues|wednes|thurs|fri)day|tomorrow/iu

/** Letters and updates, at most 3,000 characters: there it is not a reason that is missing. */
export const someWords = prose(3000, 'proposals.error.words_long').refine((v) => !isFiller(v), 'answers.error.words')
export const wordsForm = z.object({ words: someWords })

/** Why staff took a reason off, held entries apart, changed a sheet of paper: public, at most 3,000 characters. */
export const staffWords = prose(3000, 'proposals.error.words_long').refine(
  (v) => !saysNothing(v, { deed: true }),
  'answers.error.words',
)
export const staffWordsForm = z.object({ words: staffWords })

/** What an agency writes, at most 20,000 characters. */
export const officeWords = prose(20_000, 'answers.error.long').refine((v) => !saysNothing(v), 'answers.error.words')

/** The same where it tells what was done or found, or asks for something. */
export const deedWords = prose(20_000, 'answers.error.long').refine(
  (v) => !saysNothing(v, { deed: true }),
  'answers.error.words',
)
export const deedWordsForm = z.object({ words: deedWords })

/** The same where it tells when the matter will be handled: a day for the reply is enough. */
const scheduleWords = prose(20_000, 'answers.error.long').refine(
  (v) => !saysNothing(v, { when: namesTime.test(v.normalize('NFKC')) }),
  'answers.error.words',
)
export const scheduleWordsForm = z.object({ words: scheduleWords })

// What files of several platforms have in common: moments, texts, agencies, each read with a reason where it cannot be.
import { z } from 'zod'
import { isFiller } from '../../lib/filler.ts'
import { htmlText } from '../../lib/html-text.ts'
import { typedLine, typedText } from '../../lib/text.ts'
import type { SourceAgency } from '../imported-case.ts'

const dateTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/

/** '2017-01-24T22:55:30.361Z', '2021-05-04 10:11:12 UTC', '2021-05-04': a day alone, or a time without a zone, is taken as UTC. */
function readMoment(typed: string): Date | null {
  const [, day, hours = '00', minutes = '00', seconds = '00', zone = 'Z'] = dateTime.exec(typed.trim()) ?? []
  if (!day || !/^(?:19|20|21)/.test(day)) return null
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
  const at = new Date(`${day}T${hours}:${minutes}:${seconds}${offset}`)
  const isReal = !Number.isNaN(at.getTime()) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
  return isReal ? at : null
}

/** Half a character cannot be stored: it becomes a sign that says so. */
const wellFormed = (text: string) => Buffer.from(text).toString()

export const moment = z
  .string()
  .refine((typed) => readMoment(typed) !== null, 'is not a real date and time from 1900 to 2199')
  .transform((typed) => readMoment(typed)!)
/** A cell or a field that may be empty. */
export const maybeMoment = z
  .union([moment, z.literal('').transform(() => null)])
  .nullish()
  .transform((at) => at ?? null)
export const text = z
  .string()
  .nullish()
  .transform((typed) => wellFormed(typed ?? ''))
export const line = text.transform(typedLine)
export const title = z
  .string()
  .transform((typed) => typedLine(wellFormed(typed)))
  .pipe(z.string().min(1))
export const key = z
  .union([z.string(), z.number().int()])
  .transform((typed) => String(typed).trim())
  .pipe(z.string().regex(/^[\w.:-]{1,80}$/, 'may have letters, digits and . _ : - alone, at most 80'))
/** A count: below zero it is not believed, and so null. */
export const count = z
  .union([z.number(), z.string()])
  .nullish()
  .refine((typed) => /^(?:-?\d+)?$/.test(String(typed ?? '')), 'is not a whole number')
  .refine((typed) => Number(typed ?? 0) <= Number.MAX_SAFE_INTEGER, 'is more than can be counted')
  .transform((typed) => (typed === '' || Number(typed ?? -1) < 0 ? null : Number(typed)))

export const webAddress = z
  .string()
  .nullish()
  .transform((typed) => (typed && URL.canParse(typed) && /^https?:/.test(typed) ? typed : null))

/** Text that may hold HTML, or none. */
export const proseOf = (typed: string): string =>
  /<[a-z][^>]*>|&[a-z]+;/i.test(typed) ? htmlText(typed) : typedText(typed)

/** What an agency wrote; nothing where it is filler. */
export function saidIn(typed: string): string {
  const said = proseOf(typed)
  return isFiller(said) ? '' : said
}

/** A code stands in addresses; a name is asked for at least. */
export function agencyOf(name: string, code: string | null = null): SourceAgency | null {
  const called = typedLine(name).slice(0, 200)
  return called ? { name: called, code: /^[\w.-]{1,60}$/.exec(code?.trim() ?? '')?.[0] ?? null } : null
}

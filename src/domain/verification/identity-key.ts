// Who somebody is under a government, as a keyed digest of what a roll, a service or a document says of them. Pure. Whoever has the
// digests and not SECRET cannot try out numbers; whoever has both can (docs/decisions/250).
import { createHmac } from 'node:crypto'
import { isDay } from '../../lib/calendar.ts'
import { type IdentityField, identityFields } from '../../schema/values.ts'

export type IdentityValues = { [field in IdentityField]?: string }

/** As people type it in different ways: full width, spaces, hyphens and small letters make no difference. */
export const normalised = (value: string): string =>
  value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** In one order, whoever names them: a roll and a service that ask for the same make the same digests. */
export const inOneOrder = (fields: readonly IdentityField[]): IdentityField[] =>
  identityFields.filter((field) => fields.includes(field))

/** Whether a roll or a service may ask for a field of that name. */
export const isIdentityField = (name: string): name is IdentityField =>
  (identityFields as readonly string[]).includes(name)

/** A birth date however it is written, years of the Republic as well: 1990-01-31, 1990/1/31, 079.01.31 and 民國79年1月31日 are one. What has the year last is none. */
function dateOf(value: string): string {
  const text = value.normalize('NFKC')
  const parts = /(?<!\d)(\d{2,4})\D+(\d{1,2})\D+(\d{1,2})(?!\d)/.exec(text) ?? /(\d{2,4})(\d{2})(\d{2})\D*$/.exec(text)
  if (!parts) return normalised(value)
  const [, year = '', month = '', day = ''] = parts
  const full = year.length === 4 ? Number(year) : Number(year) + 1911
  return `${full}${month.padStart(2, '0')}${day.padStart(2, '0')}`
}

/** A birth date however it is written, as YYYY-MM-DD; what is no date comes back as anything else. */
export const bornOn = (value: string): string => dateOf(value).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')

/** A value as it is compared. */
export const compared = (field: IdentityField, value: string): string =>
  field === 'birth_date' ? dateOf(value) : normalised(value)

/**
 * What a service is asked about: what the digest is made of, so that a service that is less strict than we are in how things are written
 * cannot say yes to two digests of one person. Null for a birth date that is none. A name stays as it is written.
 */
export function askedAs(field: IdentityField, value: string): string | null {
  if (field === 'name') return value.normalize('NFKC').trim()
  if (field !== 'birth_date') return normalised(value)
  const born = bornOn(value)
  return isDay(born) ? born : null
}

const digest = (secret: string, parts: unknown): string =>
  createHmac('sha256', createHmac('sha256', secret).update('identity').digest())
    .update(JSON.stringify(parts))
    .digest('hex')

/** 64 hex digits, other ones in each government. `fields` in their order; null where one of them is empty. */
export function identityKey(
  secret: string,
  government: string,
  fields: readonly IdentityField[],
  values: IdentityValues,
): string | null {
  const parts = fields.map((field) => [field, compared(field, values[field] ?? '')] as const)
  return parts.some(([, value]) => value === '') ? null : digest(secret, [government, ...parts])
}

/** For an account at a sign-in service, of which only a keyed digest is known. */
export const accountKey = (secret: string, government: string, subjectHash: string): string =>
  digest(secret, [government, 'account', subjectHash])

/** For a card in a wallet whose number no roll has. `source`: the wallet's id in the operator's file. Null where the number is empty. */
export const cardKey = (secret: string, government: string, source: string, number: string): string | null =>
  normalised(number) === '' ? null : digest(secret, [government, 'card', source, normalised(number)])

/** For a card in a wallet that says nothing but an age: by the key that it was issued for. One copy of it verifies one person. */
export const copyKey = (secret: string, government: string, source: string, jwk: unknown): string =>
  digest(secret, [government, 'copy', source, jwk])

/** What was read of an age in an answer to somebody's request (`requestId`), or that none was: rows do not say who is younger. */
export const ageReadingKey = (secret: string, requestId: string, age: number | null): string =>
  digest(secret, ['age reading', requestId, age])

/** A digest that is another one in each case, so that nobody can lay cases beside each other by it. */
export const keyInCase = (subjectKey: string, proposalId: string): string =>
  createHmac('sha256', Buffer.from(subjectKey, 'hex')).update(proposalId).digest('hex')

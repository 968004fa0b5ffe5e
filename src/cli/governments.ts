// government add, agency add, staff invite, staff passkey.
import { ConfigError, fuyi, readOrigin } from '../config.ts'
import { allowAnotherPasskey, leaveTrace, seatStandingOf } from '../domain/administration/settings-store.ts'
import { renewInvitation } from '../domain/governments/changes.ts'
import { addAgency, addGovernment, invite } from '../domain/governments/commands.ts'
import { agenciesOf, findGovernment } from '../domain/governments/store.ts'
import { mailInvitation } from '../domain/notifications/take-up-invitation.ts'
import { notAllowing } from '../domain/people/passkey.ts'
import { demandsOf } from '../domain/people/passkey-store.ts'
import { findPerson } from '../domain/people/store.ts'
import { localDate } from '../lib/calendar.ts'
import { readAddress } from '../lib/email.ts'
import type { Localised } from '../lib/localised.ts'
import { isCode, isSlug } from '../lib/slug.ts'
import type { Database } from '../platform/db/database.ts'
import { write } from '../platform/db/write.ts'
import { logCommandEvent } from '../platform/http/security-events.ts'
import { languages as offered } from '../platform/i18n/i18n.ts'
import { type StaffRole, staffRoles } from '../schema/values.ts'
import { withDatabase } from './open.ts'

type Names = { name: string; nameEn?: string }
type NewGovernmentOptions = Names & {
  languages: string
  timeZone: string
  country: string
  threshold: string
  days: string
}

export async function governmentAdd(slug: string, options: NewGovernmentOptions): Promise<void> {
  if (!isSlug(slug))
    throw new ConfigError(
      `"${slug}" cannot be an address: use small letters, digits and hyphens; words like "api" and "me" are reserved.`,
    )
  const threshold = whole(options.threshold, '--threshold')
  const cosigningDays = whole(options.days, '--days')
  const languages = options.languages.split(',').map((code) => code.trim())
  const unknown = languages.find((code) => !offered.includes(code))
  if (unknown !== undefined)
    throw new ConfigError(`--languages: there are no words in "${unknown}". There are: ${offered.join(', ')}.`)
  if (!Intl.supportedValuesOf('timeZone').includes(options.timeZone))
    throw new ConfigError(`--time-zone: there is no ${options.timeZone}.`)
  await withDatabase(async (db) => {
    if (await findGovernment(db.reads, slug)) throw new Error(`There is a government at /${slug} already.`)
    const name = names(options, languages[0]!)
    const { timeZone, country } = options
    const wanted = { slug, name, languages, timeZone, country, rules: { threshold, cosigningDays } }
    const at = new Date()
    await write(db, async (tx) => {
      const governmentId = await addGovernment(tx, wanted, at)
      await leaveTrace(tx, { governmentId, personId: null, at }, { area: 'rules', act: 'added', subject: '1' })
    })
    console.log(
      `${options.name} is at /${slug}. Next: ${fuyi} staff invite EMAIL --government ${slug} --role administrator`,
    )
    logCommandEvent('government add', 'government_added', { government: slug })
  })
}

export async function agencyAdd(slug: string, typed: string, options: Names): Promise<void> {
  const code = typed.toLowerCase()
  if (!isCode(code))
    throw new ConfigError(`"${typed}" cannot be a code: use small letters, digits and hyphens, like "road-safety".`)
  await withDatabase(async (db) => {
    const government = await governmentOf(db, slug)
    if ((await agenciesOf(db.reads, government.id)).some((a) => a.code === code))
      throw new Error(`There is an agency ${code} already.`)
    const at = new Date()
    await write(db, async (tx) => {
      await addAgency(tx, government.id, { code, name: names(options, government.languages[0]!) }, at)
      const by = { governmentId: government.id, personId: null, at }
      await leaveTrace(tx, by, { area: 'agencies', act: 'added', subject: code })
    })
    console.log(`${options.name} was added.`)
    logCommandEvent('agency add', 'settings_changed', { area: 'agencies', government: slug })
  })
}

export async function staffInvite(
  typed: string,
  options: { government: string; role: string; agency?: string; again?: boolean },
): Promise<void> {
  const email = readAddress(typed)
  if (!email) throw new ConfigError(`"${typed}" is not an e-mail address.`)
  const role = staffRoles.find((r) => r === options.role) as StaffRole | undefined
  if (!role) throw new ConfigError(`--role is one of ${staffRoles.join(', ')}.`)
  if (role === 'officer' && !options.agency)
    throw new ConfigError('An officer belongs to an agency: add --agency CODE.')
  if (role !== 'officer' && options.agency)
    throw new ConfigError('Only an officer belongs to an agency: leave out --agency.')
  await withDatabase(async (db) => {
    const government = await governmentOf(db, options.government)
    const agency = options.agency
      ? (await agenciesOf(db.reads, government.id)).find((a) => a.code === options.agency)
      : null
    if (options.agency && !agency) throw new ConfigError(`There is no agency ${options.agency}.`)
    const at = new Date()
    if (agency?.validTo && agency.validTo < localDate(at, government.timeZone))
      throw new ConfigError(
        `The agency ${agency.code} ended on ${agency.validTo}: invite to the one that succeeded it.`,
      )
    const wanted = { governmentId: government.id, email, role, agencyId: agency?.id ?? null }
    const standing = await seatStandingOf(db.reads, government.id, wanted)
    if (standing?.kind === 'has_seat') throw new Error(`${email} is ${role} there already.`)
    if (standing && !options.again)
      throw new Error(`${email} is invited already. For a new link, which replaces the first one: add --again.`)
    const token = await write(db, async (tx) => {
      const renewed = standing && (await renewInvitation(tx, government.id, standing.invitation.id, at))
      const made = renewed?.token ?? (await invite(tx, { ...wanted, at }))
      await mailInvitation(tx, government, { ...wanted, token: made, at })
      return made
    })
    console.log(`${readOrigin()}/invitation/${token}`)
    logCommandEvent('staff invite', 'role_invited', { role, government: government.slug })
  })
}

export async function staffPasskey(typed: string, options: { government: string }): Promise<void> {
  const email = readAddress(typed)
  if (!email) throw new ConfigError(`"${typed}" is not an e-mail address.`)
  await withDatabase(async (db) => {
    const government = await governmentOf(db, options.government)
    const person = await findPerson(db.reads, email)
    const demands = person ? await demandsOf(db.reads, person.id) : []
    if (!person || !demands.some(({ id }) => id === government.id))
      throw new Error(
        government.staffPasskeys
          ? `${email} holds no seat at /${government.slug}.`
          : `At /${government.slug} the desk asks for no passkey: ${email} signs in by code.`,
      )
    const at = new Date()
    const by = { governmentId: government.id, personId: null, at }
    const expiresAt = await write(db, (tx) => allowAnotherPasskey(tx, by, person.id))
    console.log(
      `Until ${expiresAt.toISOString()} ${email} may sign in by code at ${readOrigin()}/me and add a new passkey.`,
    )
    const others = notAllowing({ demands: demands.filter(({ id }) => id !== government.id), at })
    if (others.length)
      console.log(`Others ask for one too, and must allow it as well: ${others.map(({ slug }) => slug).join(', ')}.`)
    logCommandEvent('staff passkey', 'passkey_allowed', { whose: person.id, government: government.slug })
  })
}

const names = ({ name, nameEn }: Names, language: string): Localised => ({
  [language]: name,
  ...(nameEn ? { en: nameEn } : {}),
})

function whole(value: string, option: string): number {
  const n = Number(value)
  if (!Number.isInteger(n) || n < 1) throw new ConfigError(`${option} takes a whole number from 1.`)
  return n
}

async function governmentOf(db: Database, slug: string) {
  const government = await findGovernment(db.reads, slug)
  if (!government)
    throw new ConfigError(`There is no government at /${slug}. Add it with: ${fuyi} government add ${slug} --name …`)
  return government
}

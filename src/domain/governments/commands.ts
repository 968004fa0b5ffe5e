// Making governments, agencies and seats: what the CLI and the demonstration call, each inside a unit.
import { and, eq, gt, isNull } from 'drizzle-orm'
import { newId, newToken, sha256 } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies, invitations, staff } from '../../schema/agencies.ts'
import { holidays, holidayYears } from '../../schema/calendar.ts'
import { governments, ruleVersions } from '../../schema/governments.ts'
import { districts, refusalReasons, topics } from '../../schema/lists.ts'
import type { Rules, StaffRole } from '../../schema/values.ts'
import { giveConsent } from '../people/consents.ts'
import { isSameMailbox } from '../people/mailboxes.ts'
import { defaultRules, invitationLasts, outsideDistrict } from './government.ts'
import { holidaysOf } from './holidays.ts'
import { usualReasons } from './refusal-reasons.ts'

type NewGovernment = {
  slug: string
  name: Localised
  languages: string[]
  timeZone: string
  country: string
  rules?: Partial<Rules>
  topics?: { code: string; name: Localised }[]
  districts?: { code: string; name: Localised }[]
  dates?: 'gregorian' | 'roc'
  accent?: { light: string; dark: string } | null
  contact?: Localised | null
}

/** Usual topics of local government; staff change them. */
const usualTopics: { code: string; name: Localised }[] = [
  { code: 'environment', name: { 'zh-Hant': '環境與衛生', en: 'Environment' } },
  { code: 'transport', name: { 'zh-Hant': '交通', en: 'Transport' } },
  { code: 'welfare', name: { 'zh-Hant': '社會福利', en: 'Welfare' } },
  { code: 'education', name: { 'zh-Hant': '教育與休閒', en: 'Education and leisure' } },
  { code: 'housing', name: { 'zh-Hant': '住宅與都市發展', en: 'Housing and planning' } },
  { code: 'economy', name: { 'zh-Hant': '經濟與勞動', en: 'Economy and work' } },
  { code: 'safety', name: { 'zh-Hant': '公共安全', en: 'Public safety' } },
  { code: 'outdoors', name: { 'zh-Hant': '觀光與登山', en: 'Tourism and hiking' } },
  { code: 'sea', name: { 'zh-Hant': '海洋與漁業', en: 'Sea and fishing' } },
  { code: 'other', name: { 'zh-Hant': '其他', en: 'Other' } },
]

const outside = {
  code: outsideDistrict,
  name: { 'zh-Hant': '不住在這裡，但在這裡工作或就學', en: 'I live elsewhere, but work or study here' },
}

/** A government with rules, topics, districts, holidays, refusal reasons and a coordinating agency. Returns its id. */
export async function addGovernment(tx: Db, wanted: NewGovernment, at: Date): Promise<string> {
  const id = newId()
  const year = at.getUTCFullYear()
  await tx.insert(governments).values({
    id,
    slug: wanted.slug,
    name: wanted.name,
    languages: wanted.languages,
    timeZone: wanted.timeZone,
    country: wanted.country,
    dates: wanted.dates ?? 'gregorian',
    accent: wanted.accent ?? null,
    contact: wanted.contact ?? null,
    createdAt: at,
  })
  await tx.insert(ruleVersions).values({
    id: newId(),
    governmentId: id,
    version: 1,
    rules: { ...defaultRules, ...wanted.rules },
    validFrom: at,
    createdAt: at,
  })
  await tx
    .insert(topics)
    .values(
      (wanted.topics ?? usualTopics).map((topic, position) => ({ id: newId(), governmentId: id, position, ...topic })),
    )
  await tx.insert(districts).values(
    [...(wanted.districts ?? []), outside].map((district, position) => ({
      id: newId(),
      governmentId: id,
      position: district.code === outsideDistrict ? 9999 : position,
      ...district,
    })),
  )
  await tx
    .insert(refusalReasons)
    .values(usualReasons.map((reason, position) => ({ id: newId(), governmentId: id, position, ...reason })))
  const days = holidaysOf(wanted.country, [year - 1, year, year + 1])
  const years = [...new Set(days.map((day) => Number(day.date.slice(0, 4))))]
  if (years.length) await tx.insert(holidayYears).values(years.map((loaded) => ({ governmentId: id, year: loaded })))
  for (let i = 0; i < days.length; i += 100)
    await tx.insert(holidays).values(days.slice(i, i + 100).map((day) => ({ governmentId: id, ...day })))
  await addAgency(
    tx,
    id,
    {
      code: 'coordination',
      name: { 'zh-Hant': '研究發展考核處', en: 'Research, Development and Evaluation' },
      coordinating: true,
    },
    at,
  )
  return id
}

/** Returns its id. */
export async function addAgency(
  tx: Db,
  governmentId: string,
  agency: { code: string; name: Localised; coordinating?: boolean; validFrom?: string | null },
  at: Date,
): Promise<string> {
  const id = newId()
  await tx.insert(agencies).values({
    id,
    governmentId,
    code: agency.code,
    name: agency.name,
    coordinating: agency.coordinating ?? false,
    validFrom: agency.validFrom ?? null,
    validTo: null,
    successorId: null,
    createdAt: at,
  })
  return id
}

/** A seat that holds until somebody ends it. */
export async function addSeat(
  tx: Db,
  seat: { personId: string; governmentId: string; role: StaffRole; agencyId: string | null; name: string; at: Date },
): Promise<void> {
  const { at, ...rest } = seat
  await tx.insert(staff).values({ id: newId(), ...rest, createdAt: at, endedAt: null })
}

/** An invitation that stands for 14 days. Returns the token for its link; only the hash is kept. */
export async function invite(
  tx: Db,
  wanted: { governmentId: string; email: string; role: StaffRole; agencyId: string | null; at: Date },
): Promise<string> {
  const token = newToken()
  const { at, ...rest } = wanted
  await tx.insert(invitations).values({
    id: newId(),
    ...rest,
    tokenHash: sha256(token),
    createdAt: at,
    expiresAt: new Date(at.getTime() + invitationLasts),
    acceptedAt: null,
    revokedAt: null,
  })
  return token
}

/** Takes up an invitation: once, in time, and only by whoever has the mailbox it was sent to. Null otherwise. */
export async function acceptInvitation(tx: Db, token: string, person: { id: string; email: string }, at: Date) {
  const tokenHash = sha256(token)
  const [sent] = await tx
    .select({ email: invitations.email })
    .from(invitations)
    .where(eq(invitations.tokenHash, tokenHash))
  if (!sent || !(await isSameMailbox(tx, sent.email, person.email))) return null
  const [taken] = await tx
    .update(invitations)
    .set({ acceptedAt: at })
    .where(
      and(
        eq(invitations.tokenHash, tokenHash),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, at),
      ),
    )
    .returning()
  if (!taken) return null
  await addSeat(tx, {
    personId: person.id,
    governmentId: taken.governmentId,
    role: taken.role,
    agencyId: taken.agencyId,
    name: person.email.split('@')[0]!,
    at,
  })
  await giveConsent(tx, { personId: person.id, purpose: 'seat', subject: taken.governmentId, at })
  return taken
}

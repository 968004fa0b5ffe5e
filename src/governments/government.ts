// What a government is and what its rules say. Pure.

/** A name per language, at least in the government's first one. */
export type Localised = { [language: string]: string }

/** The name in `language`, else in whichever language there is. */
export function localised(name: Localised, language: string): string {
  return name[language] ?? name['zh-Hant'] ?? Object.values(name)[0] ?? ''
}

/** One version of a government's rules. Days are calendar days unless the name says working days. */
export type Rules = {
  threshold: number
  cosigningDays: number
  checkingWorkingDays: number
  scheduleWorkingDays: number
  contactDays: number
  answerMonths: number
  extensionMonths: number
  earlyWarningShare: number // of the threshold, 0 to 1
  cooldownMonths: number
  assuranceToCosign: number // 1: e-mail confirmed
  withdrawalAllowed: boolean
}

/** Defaults of Taiwan's national platform. Known local variants: Taipei 1,500 in 45 days, Tainan 1,800 in 60 days. */
export const defaultRules: Rules = {
  threshold: 5000,
  cosigningDays: 60,
  checkingWorkingDays: 3,
  scheduleWorkingDays: 7,
  contactDays: 14,
  answerMonths: 2,
  extensionMonths: 2,
  earlyWarningShare: 0.2,
  cooldownMonths: 6,
  assuranceToCosign: 1,
  withdrawalAllowed: true,
}

export type StaffRole = 'moderator' | 'officer' | 'administrator'
export const staffRoles: readonly StaffRole[] = ['moderator', 'officer', 'administrator']

/** A staff member's seat in one government. */
export type Seat = { role: StaffRole; agencyId: string | null }

export type Government = {
  id: string
  slug: string
  name: Localised
  languages: string[]
  timeZone: string
  country: string
  dates: string
  accent: { light: string; dark: string } | null
  contact: string | null
}

/** Working, studying or otherwise outside the government's districts: always the last entry of the list. */
export const outsideDistrict = 'outside'

export const seatMay = {
  check: (seats: Seat[]) => seats.some((s) => s.role === 'moderator' || s.role === 'administrator'),
  answerFor: (seats: Seat[], agencyId: string | null) =>
    agencyId !== null && seats.some((s) => s.role === 'officer' && s.agencyId === agencyId),
  administer: (seats: Seat[]) => seats.some((s) => s.role === 'administrator'),
}

// What hooks put on a request, declared once. The shapes are structural: web/ imports no feature.
import type { Translate } from '../i18n/i18n.ts'

export type Viewer = {
  id: string
  email: string
  displayName: string | null
  language: string
  /** in whatever government */
  holdsSeat: boolean
  sessionId: string
  /** by the machine's clock */
  signedInAt: Date
  /** whether this session was opened with a passkey, and not from a mailbox alone */
  byPasskey: boolean
}
export type SeatOf = { role: 'moderator' | 'officer' | 'administrator'; agencyId: string | null; name: string }
export type GovernmentOf = {
  id: string
  slug: string
  name: { [language: string]: string }
  languages: string[]
  timeZone: string
  country: string
  dates: string
  accent: { light: string; dark: string } | null
  contact: string | null
  limits: { [limit: string]: number } | null
  staffPasskeys: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    person: Viewer | null
    government: GovernmentOf
    seats: SeatOf[]
    /** seats that this session does not open: their government asks for a passkey */
    lockedSeats: SeatOf[]
    language: string
    t: Translate
  }
}

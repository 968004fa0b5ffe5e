// A staff invitation: its mail, and taking it up, with the seat and who is told of it.
import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import type { StaffRole } from '../../schema/values.ts'
import { acceptInvitation } from '../governments/commands.ts'
import type { Government } from '../governments/government.ts'
import { keepSessions } from '../people/sessions.ts'
import { tellJoined } from './notify-passkey.ts'
import { sendAgain } from './returned-mail.ts'
import { enqueueMail } from './store.ts'

type Invited = { email: string; role: StaffRole; agencyId: string | null; token: string; at: Date }

/** The link, to whoever is invited. It says for which agency: whoever gets it may know the city and not the reason. */
export async function mailInvitation(
  tx: Db,
  government: Pick<Government, 'id' | 'languages'>,
  { email, role, agencyId, token, at }: Invited,
): Promise<void> {
  const [agency] = agencyId
    ? await tx.select({ name: agencies.name }).from(agencies).where(eq(agencies.id, agencyId))
    : []
  const names = Object.entries(agency?.name ?? {}).map(([language, name]) => [`agency_${language}`, name] as const)
  await enqueueMail(tx, {
    ...{ kind: 'invitation', address: email, language: government.languages[0]!, governmentId: government.id, at },
    facts: { token, role, ...Object.fromEntries(names) },
  })
}

/** The seat that an invitation gave; null where it gives none to this person. */
export async function takeUpInvitation(tx: Db, token: string, person: { id: string; email: string }, at: Date) {
  const given = await acceptInvitation(tx, token, person, at)
  if (!given) return null
  await sendAgain(tx, person.id) // what was pressed was in a mail: mail arrives
  await keepSessions(tx, person.id, new Date()) // by the machine's clock, as all that is said of sessions
  await tellJoined(tx, person.id, given.governmentId, at)
  return given
}

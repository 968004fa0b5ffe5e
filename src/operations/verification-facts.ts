// What the record tells of verifying people, laid beside the rows: which files went to the register office, and how many its answers were. Who
// is verified, how and since when stands in no entry: it would point at a person (docs/decisions/266).
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { countRows } from '../platform/db/columns.ts'
import type { Db } from '../platform/db/database.ts'
import { governments } from '../schema/governments.ts'
import { isOfSettings, record } from '../schema/record.ts'
import { registerBatches } from '../schema/register.ts'
import type { VerifiedClaim } from '../schema/values.ts'
import { verifications } from '../schema/verifications.ts'

/** In words; empty where all is as the record says. */
export async function changedVerifications(db: Db): Promise<string[]> {
  const found: string[] = []
  for (const { id, slug } of await db.select().from(governments).orderBy(asc(governments.slug))) {
    const entries = await db
      .select({ facts: record.facts })
      .from(record)
      .where(and(eq(record.governmentId, id), isOfSettings(record)))
      .orderBy(asc(record.position))
    const told = entries.map(({ facts }) => facts)
    for (const words of await fileDifferences(db, id, told)) found.push(`/${slug}: ${words}`)
  }
  return found
}

type Told = { [name: string]: unknown }[]

async function fileDifferences(db: Db, governmentId: string, told: Told): Promise<string[]> {
  const found: string[] = []
  const ofOffice = told.filter(({ area }) => area === 'register')
  const sent = new Map(
    ofOffice.filter(({ act }) => act === 'sent').map((one) => [Number(one.subject), Number(one.lines)]),
  )
  const files = await db
    .select()
    .from(registerBatches)
    .where(and(eq(registerBatches.governmentId, governmentId), isNotNull(registerBatches.sentAt)))
  for (const { number, lines } of files)
    if (sent.get(number) !== lines)
      found.push(
        `file ${number} to the register office has ${lines} lines; the record says ${sent.get(number) ?? 'nothing'} of it.`,
      )
  for (const number of sent.keys())
    if (!files.some((one) => one.number === number))
      found.push(`file ${number} to the register office is in the record, and is not there.`)
  const answered = ofOffice.filter(({ act }) => act === 'answered')
  const sumOf = (name: 'yes' | 'no') => answered.reduce((all, one) => all + Number(one[name]), 0)
  const ofAge = answered.reduce((all, one) => all + Number(one.of_age ?? 0), 0)
  const keptAges = files.reduce((all, one) => all + one.ofAge, 0)
  if (keptAges !== ofAge)
    found.push(`files to the register office have ${keptAges} verified ages; the record comes to ${ofAge}.`)
  for (const name of ['yes', 'no'] as const) {
    const kept = files.reduce((all, one) => all + one[name], 0)
    if (kept !== sumOf(name))
      found.push(`files to the register office have ${kept} answers “${name}”; the record comes to ${sumOf(name)}.`)
  }
  const verified = await db
    .select({ claim: verifications.claim, n: countRows() })
    .from(verifications)
    .where(and(eq(verifications.governmentId, governmentId), eq(verifications.method, 'register')))
    .groupBy(verifications.claim)
  const now = (claim: VerifiedClaim) => verified.find((one) => one.claim === claim)?.n ?? 0
  if (now('age') > ofAge)
    found.push(`${now('age')} ages are verified by the register office; the record has ${ofAge} that it confirmed.`)
  if (now('resident') > sumOf('yes'))
    found.push(
      `${now('resident')} people are verified by the register office; the record has ${sumOf('yes')} answers “yes”.`,
    )
  return found
}

// Signing as newcomers do, and how the numbers of a case stand after it.
import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { unevenCases, unevenSums } from '../../src/domain/cosignatures/counts.ts'
import { deploymentStatus } from '../../src/platform/db/deployment-tables.ts'
import { write } from '../../src/platform/db/write.ts'
import { cosignatures } from '../../src/schema/cosignatures.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { proposals } from '../../src/schema/proposals.ts'
import type { World } from './world.ts'

export const casePath = '/haicheng/proposals/2026-0001'
const form = { district: 'gangdong', consent: '1', reason: '', wants: '1' }

/** Form, mail, button, in one browser of their own. */
export async function signAs(world: World, email: string, from = '203.0.113.9') {
  const browser = world.visitor(from)
  expect((await browser.post(`${casePath}/cosignatures`, { ...form, email })).statusCode).toBe(200)
  const asked = and(eq(outbox.address, email), eq(outbox.kind, 'confirm_cosignature'))
  const mails = await world.db.reads.select().from(outbox).where(asked)
  const { token } = mails.at(-1)!.facts as { token: string }
  return browser.post(`${casePath}/cosignatures/${token}`)
}

export async function standing({ db }: World, id: string) {
  const [row] = await db.reads.select().from(proposals).where(eq(proposals.id, id))
  const rows = await db.reads.select({ state: cosignatures.state }).from(cosignatures)
  const how = (state: string) => rows.filter((one) => one.state === state).length
  const uneven = [...(await unevenSums(db.reads)), ...(await unevenCases(db.reads))]
  return {
    ...{ count: row!.count, stage: row!.stage, counted: how('counted'), held: how('held'), invalid: how('invalid') },
    even: uneven.length === 0,
  }
}

/** As a migration leaves it: since when what was refused and held is known. The tests' PostgreSQL is emptied between two of them. */
export const watched = ({ db }: World) =>
  write(db, (tx) =>
    tx
      .insert(deploymentStatus)
      .values({ key: 'co-signatures watched since', value: '2026-01-01T00:00:00.000Z' })
      .onConflictDoNothing(),
  )

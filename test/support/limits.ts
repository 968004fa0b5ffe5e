// What the tests of limits share: newcomers' forms, codes that were mailed, and waiting.
import { eq } from 'drizzle-orm'
import { isAlarming as alarming, guessingSince } from '../../src/domain/people/guessing.ts'
import { write } from '../../src/platform/db/write.ts'
import { governments } from '../../src/schema/governments.ts'
import { outbox } from '../../src/schema/notifications.ts'
import type { Limits } from '../../src/schema/values.ts'
import { givenCase } from './cases.ts'
import type { World } from './world.ts'

export const path = '/haicheng/proposals/2026-0001'
export const newcomer = (n: number | string) => ({
  email: `n${n}@example.test`,
  district: 'gangdong',
  consent: '1',
  reason: '常走這裡',
})
export const aCase = (world: World) => givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })

export async function setLimits(world: World, limits: Partial<Limits>) {
  await write(world.db, (tx) => tx.update(governments).set({ limits }).where(eq(governments.id, world.government.id)))
}
export const mails = async ({ db }: World, address: string) =>
  (await db.reads.select().from(outbox).where(eq(outbox.address, address))).length
/** The newest code that went to an address. */
export async function codeFor({ db }: World, address: string): Promise<string> {
  const rows = await db.reads
    .select()
    .from(outbox)
    .where(eq(outbox.address, address))
    .orderBy(outbox.createdAt, outbox.id)
  return String(rows.at(-1)?.facts.code ?? '')
}
export const wrongFor = (code: string) => (code[0] === '0' ? '1' : '0') + code.slice(1)
export const seconds = (world: World, n: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + n * 1000)
}
export type Answer = { statusCode: number; body: string; headers: { [name: string]: unknown } }
/** What a page asks to bring along after waiting. */
export const ticketOf = ({ body }: { body: string }) => /name="wait" value="([^"]+)"/.exec(body)?.[1] ?? ''
export const isAlarming = async ({ db, clock }: World) =>
  (await guessingSince(db.reads, new Date(clock.now.getTime() - 24 * 3_600_000), clock.now)).some(alarming)

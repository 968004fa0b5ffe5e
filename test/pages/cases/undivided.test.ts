// A government without districts has nothing to ask: nobody is offered "I live elsewhere" alone, and everybody counts.
import { desc, ne } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { isUndivided } from '../../../src/domain/governments/government.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { districts } from '../../../src/schema/lists.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

test.each([{}, { elsewhereCounts: false }])(
  'one press, or a form without the question; both count: %o',
  async (rules) => {
    const world = await testWorld({ rules: { threshold: 100, ...rules } })
    await write(world.db, (tx) => tx.delete(districts).where(ne(districts.code, 'outside')).returning())
    await givenCase(world, { number: '2026-0001', title: '海堤步道' })
    const newcomer = world.visitor()
    const form = await newcomer.read(at)
    expect([form.buttons.some((button) => /co-sign/i.test(button)), form.text.includes('I live elsewhere')]).toEqual([
      true,
      false,
    ])
    expect((await newcomer.post(`${at}/cosignatures`, { email: 'mei@example.tw', consent: '1' })).statusCode).toBe(200)
    const [mail] = await world.db.reads.select().from(outbox).orderBy(desc(outbox.id))
    expect((await newcomer.post(`${at}/cosignatures/${String(mail!.facts.token)}`)).statusCode).toBe(303)
    const lin = await world.signedIn('lin@example.tw')
    expect((await lin.post(`${at}/cosignatures`)).statusCode).toBe(303)
    const signed = await world.db.reads.select().from(cosignatures)
    expect(signed.map(({ districtCode }) => districtCode)).toEqual(['all', 'all'])
    for (let i = 0; i < 5; i++) await (await world.signedIn(`more${i}@example.tw`)).post(`${at}/cosignatures`)
    world.clock.now = new Date(world.clock.now.getTime() + 2 * 86_400_000)
    const page = await world.visitor().read(at)
    expect([page.text.includes('7'), page.text.includes('Where co-signers')]).toEqual([true, false])
    expect((await lin.read('/haicheng/proposals/new/place')).text).not.toContain('District')
  },
)

test.each([
  [[], true],
  [['outside'], true],
  [['shibi', 'outside'], false],
])('%o', (codes, undivided) => {
  expect(isUndivided(codes.map((code) => ({ code })))).toBe(undivided)
})

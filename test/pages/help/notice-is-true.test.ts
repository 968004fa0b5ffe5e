// Sentences of the privacy notice that are held against what the application does: who sees an address, what has to be given, and what stays.
import { expect, test } from 'vitest'
import { missingIn } from '../../../src/domain/proposals/draft.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase } from '../../support/cases.ts'
import { everyPage } from '../../support/every-page.ts'
import { page } from '../../support/page.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld } from '../../support/world.ts'

test('no page of staff shows the address of a proposer, a co-signer or a follower; nor does anybody’s page show another’s', async () => {
  const world = await testWorld()
  const pages = await everyPage(world, (field, most) => `a ${field} in words enough`.slice(0, most))
  const seats = new Set((await world.db.reads.select().from(staff)).map(({ personId }) => personId))
  const citizens = (await world.db.reads.select().from(people)).filter(({ id, email }) => email && !seats.has(id))
  expect(citizens.length).toBeGreaterThan(4)
  const shown: string[] = []
  let own = 0
  for (const [path, who] of pages) {
    const { body } = await (who ?? world.visitor()).get(path)
    for (const { id, email } of citizens)
      if (body.includes(email!)) {
        if (id === who?.personId) own++
        else shown.push(`${path} ${email}`)
      }
  }
  expect(own, 'their own page does').toBeGreaterThan(0)
  expect(shown).toEqual([])
})

test('what the notice says has to be given is what the forms ask for', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001' })
  const sent = await world.visitor().post('/haicheng/proposals/2026-0001/cosignatures', {})
  expect(sent.statusCode).toBe(422)
  expect(Object.keys(page(sent).problems).sort()).toEqual(['consent', 'district', 'email'])
  const draft = { title: '', problem: '', benefit: '', topicCode: null, asks: [], authorName: null }
  const fields = missingIn(draft).map(({ field }) => field)
  expect(fields, 'of a person: the name alone').toEqual(['title', 'problem', 'topic', 'asks-1', 'benefit', 'name'])
  const { text } = await world.visitor().read('/haicheng/privacy?lang=en')
  expect(text).toContain('To co-sign you also choose your district')
  expect(text).toContain('to propose, a name to show')
})

test('what still has the number of an erased account is what the page before it says', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001' })
  const mei = await world.signedIn('mei@example.test')
  await mei.post('/haicheng/proposals/2026-0001/cosignatures', {
    district: 'gangdong',
    reason: '晚上看不到路',
    wants: '1',
  })
  const before = await mei.read('/me/data/erase')
  expect(before.text).toContain('co-signatures with their day and district')
  expect(before.text).toContain('how your co-signatures came, for 14 days at most')
  expect((await mei.post('/me/data/erase', { cases: 'nameless', reasons: 'remove', sure: '1' })).statusCode).toBe(303)
  expect(await tablesHolding(world, mei.personId!)).toEqual(['cosignature_signals', 'cosignatures', 'people'])
  expect(await tablesHolding(world, '晚上看不到路')).toEqual([])
})

// What a citizen can do about an answer that is overdue: the rules name it, and the text is ready.
import { expect, test } from 'vitest'
import { due, givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

test('an overdue case names the next step of its rules, with a text to send by mail', async () => {
  const world = await testWorld({ rules: { overdueStep: 'ombudsman', overdueTo: '監察院 petition@cy.example' } })
  await givenCase(world, { number: '2026-0001', title: '海堤照明', ...due })
  const shown = (await world.visitor().read(at)).part('What you can do now')
  for (const words of ['complain to the ombudsman', '監察院', 'Environment Bureau was due on 1 Apr 2026'])
    expect(shown.text).toContain(words)
  const mail = new URL(shown.hrefs.find((href) => href.startsWith('mailto:'))!)
  expect([mail.pathname, mail.searchParams.get('subject')]).toEqual([
    'petition@cy.example',
    'Overdue answer: case 2026-0001',
  ])
  expect(mail.searchParams.get('body')).toContain(`${at}`)
})

test('where the rules name nobody, those responsible are reminded; nothing is said of a case that is in time', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', ...due })
  await givenCase(world, { number: '2026-0002', ...due, answerDueBefore: new Date('2026-12-31T00:00:00+08:00') })
  expect((await world.visitor().read(at)).text).toContain('You can write to those responsible')
  expect((await world.visitor().read('/haicheng/proposals/2026-0002')).text).not.toContain('What you can do now')
})

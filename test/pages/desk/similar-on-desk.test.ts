// Alike cases where somebody decides: an author joins an open one with one press, a moderator finds the refusal prepared.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { proposals } from '../../../src/schema/proposals.ts'
import { answeredOn, givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

test('an author sees an open case that asks for the same, and joins it with one press', async () => {
  const world = await testWorld()
  const open = await givenCase(world, { number: '2026-0001', title: '港東公車增加夜間班次' })
  const author = await world.signedIn('author@haicheng.test')
  const begun = await author.post('/haicheng/proposals/drafts')
  const draft = String(begun.headers.location).replace(/\/problem.*$/, '')
  await author.post(`${draft}/problem`, { title: '增加公車夜間班次', problem: '末班車太早，晚下班的人回不了家。' })
  const pages = await Promise.all(
    ['problem', 'asks', 'check'].map(async (step) => ({ step, shown: await author.read(`${draft}/${step}`) })),
  )
  const seen = pages.filter(({ shown }) => shown.text.includes('港東公車增加夜間班次'))
  expect(seen.map(({ step }) => step)).not.toEqual([])
  expect(seen[0]!.shown.text).toMatch(/Co-sign|Join/)
  await author.post('/haicheng/proposals/2026-0001/cosignatures')
  // Whoever never said where they live is asked once, with the same press.
  await author.post('/haicheng/proposals/2026-0001/cosignatures', { district: 'shibi', reason: '' })
  const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.id, open))
  expect(row!.count).toBe(1)
})

test('a moderator finds the refusal of a matter that was answered lately written out, with both dates', async () => {
  const world = await testWorld()
  await givenCase(world, {
    number: '2026-0002',
    title: '夜間公車班次太少',
    ...answeredOn('2026-04-20'),
    decisions: ['adopted'],
  })
  await givenCase(world, {
    ...{ number: '2026-0003', title: '增加公車夜間班次', stage: 'checking', publishedAt: null },
    checkDueBefore: new Date('2026-06-25T00:00:00+08:00'),
  })
  const moderator = await world.staff('moderator')
  const desk = await moderator.read('/haicheng/desk/2026-0003')
  expect(desk.text).toContain('夜間公車班次太少')
  const prepare = desk.hrefs.find((href) => href.includes('prepare=2026-0002'))!
  expect(prepare).toContain('#a-h')
  const prepared = await moderator.read(prepare.split('#')[0]!)
  expect(String(prepared.field('words').value)).toContain('2026-0002')
  expect(String(prepared.field('words').value)).toContain('20 Oct 2026')
  expect(prepared.field('reason').value).toBe('cooldown')
})

// Who on the staff looked at a case that is not public yet, as its author reads it: on which desk, and why letters were read.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const desk = '/haicheng/desk/2026-0001'
const letter = '請問是哪一段步道？'

/** A case that is being checked, with a letter to its author. */
async function checking() {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', stage: 'checking', publishedAt: null })
  const author = await world.signedIn('author@example.test')
  await write(world.db, (tx) => tx.update(proposals).set({ authorId: author.personId }).where(eq(proposals.id, id)))
  const moderator = await world.staff('moderator')
  const stranger = await world.staff('officer', world.agencies.transport, 'transport@haicheng.test')
  await moderator.post('/haicheng/proposals/2026-0001/notes', { kind: 'to_proposer', words: letter })
  const looks = async (language = 'en') =>
    (await author.read(`/me/data?lang=${language}`)).part(
      language === 'en' ? 'Who on the staff looked' : '哪些機關人員看過',
    )
  return { world, moderator, stranger, looks }
}

test('a colleague of another agency who opens a case that is being checked does not see its letters before they say why', async () => {
  const { stranger, looks } = await checking()
  for (const path of ['/haicheng/proposals/2026-0001', desk, desk])
    expect((await stranger.read(path)).text, path).not.toContain(letter)
  const first = await looks()
  expect(first.items).toHaveLength(1)
  expect(first.text).toContain('It was not public yet, and not on their desk.')
  expect(first.text, 'it never was').not.toContain('It was on their own desk.')
  expect((await looks('zh-Hant')).text).toContain('案件當時尚未公開，也不在對方的待辦')

  expect((await stranger.post(`${desk}/looks`, { reason: '提案人來電詢問' })).statusCode).toBe(303)
  expect((await stranger.read(desk)).text).toContain(letter)
  const then = await looks()
  expect(then.items, 'one for the day').toHaveLength(1)
  expect(then.text).toContain('Reason: 提案人來電詢問')
})

test('a colleague who sees a case by a form that comes back has looked too', async () => {
  const { moderator, looks } = await checking()
  expect((await looks()).text).toContain('Nothing is recorded')
  const back = await moderator.post('/haicheng/proposals/2026-0001/notes', { kind: 'to_proposer', words: '' })
  expect([back.statusCode, back.body.includes(letter)]).toEqual([422, true])
  expect((await looks()).text).toContain('It was on their own desk.')
})

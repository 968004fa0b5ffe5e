// Cases whose author nobody can reach, and cases that came without asks.
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { write } from '../../../src/platform/db/write.ts'
import { privateMessages } from '../../../src/schema/moderation.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { asks, proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { due, type GivenCase, givenCase } from '../../support/cases.ts'
import { sourceSaying } from '../../support/join.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const imported: Partial<GivenCase> = {
  ...{ ...due, answerDueBefore: new Date('2026-07-30T00:00:00+08:00') },
  contactDueBefore: new Date('2026-06-20T00:00:00+08:00'),
  scheduledAt: new Date('2026-06-01T00:00:00+08:00'),
  source: sourceSaying('review'),
}

const answer = { action: 'publish', analysis: '現況照度不足，已實地量測。', deliberation: '與里長開過兩次會。' }

test.each(['an import', 'an erased address'])(
  'nobody can be reached (%s): no contact is owed, and nothing says that anybody was mailed',
  async (why) => {
    const world = await testWorld()
    const author = why === 'an import' ? null : await world.signedIn('author@example.tw')
    const id = await givenCase(world, {
      ...{ number: '2026-0001', title: '海堤照明', authorId: author?.personId ?? null },
      ...imported,
    })
    if (author)
      await write(world.db, (tx) =>
        tx.update(people).set({ email: null, emailKey: null }).where(eq(people.id, author.personId!)),
      )
    const officer = await world.staff('officer', world.agencies.environment)
    const shown = await officer.read(desk)
    expect(shown.text).toContain('Nobody can be reached')
    expect(shown.text).not.toContain('Contact the proposer')
    expect(shown.values).not.toContain('to_proposer')
    expect(shown.actions).not.toContain(`${at}/contacts`)
    for (const [noun, form] of [
      ['contacts', { words: '您好，想請教地點。' }],
      ['notes', { words: '您好，想請教地點。', kind: 'to_proposer' }],
    ] as const) {
      const sent = await officer.post(`${at}/${noun}`, form)
      expect([
        sent.statusCode,
        page(sent).text.includes('Nobody can be reached'),
        sent.body.includes(form.words),
      ]).toEqual([...[422, true, true]])
    }
    expect((await officer.post(`${at}/notes`, { words: '查無聯絡方式。', kind: 'note' })).statusCode).toBe(303)
    expect(await world.db.reads.select().from(privateMessages)).toHaveLength(1)
    expect(await world.db.reads.select().from(outbox)).toEqual([])
    const kinds = await world.db.reads.select().from(record).where(eq(record.proposalId, id))
    expect(kinds.map((entry) => entry.kind)).toEqual(['published'])

    const decided = { ...answer, 'decision-1': 'adopted', 'reason-1': '列入工程。' }
    const { items } = page(await officer.post(`${at}/answers`, { ...decided, action: 'preview' }))
    expect(items).toContain('Nobody will get an email')
    expect(items).toContain('The proposer cannot be reached: there is no email address')
    const sent = await officer.post(`${at}/answers`, decided)
    expect((await officer.read(sent.headers.location!)).notice).toContain('The proposer cannot be reached')
    world.clock.now = new Date(world.clock.now.getTime() + 60 * 60_000)
    await expandMailings(world.deps, world.clock.now)
    expect(await world.db.reads.select().from(outbox)).toEqual([])
  },
)

test('a case that came without asks is answered once staff have drawn them up, marked so on page and in the data', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明', ...imported, asks: [] })
  const officer = await world.staff('officer', world.agencies.environment)
  const early = await officer.post(`${at}/answers`, answer)
  expect([early.statusCode, page(early).text.includes('Draw up the asks first')]).toEqual([422, true])
  expect((await officer.post(`${at}/asks`, { ask: ['', ''] })).statusCode).toBe(422)
  const long = await officer.post(`${at}/asks`, { ask: ['裝設路燈', '長'.repeat(201)] })
  expect([long.statusCode, long.body.includes('id="ask-2-error"'), long.body.includes('裝設路燈')]).toEqual([
    422,
    true,
    true,
  ])

  expect(page(await officer.get(desk)).text).toContain('Publish the asks')
  expect((await officer.post(`${at}/asks`, { ask: ['裝設路燈', '', '公開紀錄'] })).statusCode).toBe(303)
  const rows = await world.db.reads.select().from(asks).orderBy(asc(asks.number))
  expect(rows.map((ask) => ask.text)).toEqual(['裝設路燈', '公開紀錄'])
  expect(page(await world.visitor().get(at)).text).toContain('Drawn up by staff')
  expect((await world.visitor().get(`${at}.json`)).json().asks).toMatchObject([
    { text: '裝設路燈', drawn_up_by_staff: true },
    { text: '公開紀錄', drawn_up_by_staff: true },
  ])
  expect((await officer.post(`${at}/asks`, { ask: ['再一項'] })).statusCode).toBe(409)
  const decided = {
    'decision-1': 'adopted',
    'reason-1': '列入工程。',
    'decision-2': 'adopted',
    'reason-2': '列入工程。',
  }
  expect((await officer.post(`${at}/answers`, { ...answer, ...decided })).statusCode).toBe(303)
  const [p] = await world.db.reads.select().from(proposals).where(eq(proposals.id, id))
  expect([p!.stage, p!.outcome]).toEqual(['resolved', 'adopted'])
})

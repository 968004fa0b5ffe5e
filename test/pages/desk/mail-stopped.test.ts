// Staff who write to a proposer whose mail comes back are told so before they write; who pressed a link in a mail is written to again.
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { outbox, returnedMail } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const review = {
  stage: 'review',
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
} as const
const checking = { stage: 'checking', publishedAt: null, closesBefore: null } as const
const comesBack = 'says that there is no such mailbox'

const stopMail = ({ db, clock }: World, personId: string) =>
  write(db, (tx) =>
    tx.insert(returnedMail).values({
      ...{ personId, times: 2, bounce: '5.1.1 User unknown' },
      ...{ returnedAt: clock.now, stoppedAt: clock.now },
    }),
  )
const stopped = async ({ db }: World) => (await db.reads.select().from(returnedMail)).map(({ personId }) => personId)
/** The link that the newest mail of a kind carries. */
async function tokenOf({ db }: World, kind: 'confirm_cosignature' | 'confirm_follow' | 'invitation'): Promise<string> {
  const [mail] = await db.reads.select().from(outbox).where(eq(outbox.kind, kind)).orderBy(desc(outbox.id))
  return String(mail!.facts.token)
}

async function scene(given: object) {
  const world = await testWorld()
  const author = await world.signedIn('author@gone.test')
  await givenCase(world, {
    number: '2026-0001',
    title: '海堤步道',
    asks: ['裝燈'],
    authorId: author.personId,
    ...given,
  })
  return { world, author, officer: await world.staff('officer', world.agencies.environment) }
}

test('whoever writes to the proposer is warned that mail comes back, and told that the letter stays with the case', async () => {
  const { world, author, officer } = await scene(review)
  expect((await officer.read('/haicheng/desk/2026-0001')).text).not.toContain(comesBack)
  await stopMail(world, author.personId!)
  const shown = await officer.read('/haicheng/desk/2026-0001')
  expect(shown.text).toContain(comesBack)
  expect(shown.text).toContain('none has been sent since 18 Jun 2026')
  expect((await officer.read('/haicheng/desk/2026-0001?lang=zh-Hant')).text).toContain('寄給提案人的信連續退回')
  await officer.get('/haicheng/desk?lang=en')

  const sent = await officer.post(`${at}/notes`, { kind: 'to_proposer', words: '請補充地點。' })
  expect(sent.statusCode).toBe(303)
  const said = await officer.read(sent.headers.location!)
  expect([said.notice, said.text.includes('請補充地點。')]).toEqual([
    expect.stringContaining('No email goes out'),
    true,
  ])
  expect((await author.read(`${at}/letters`)).text).toContain('請補充地點。')
})

test('a moderator is warned before a decision whose words are mailed', async () => {
  const { world, author } = await scene(checking)
  const moderator = await world.staff('moderator')
  await stopMail(world, author.personId!)
  expect((await moderator.read('/haicheng/desk/2026-0001')).text).toContain(comesBack)
})

test('a preview counts nobody to whom nothing is sent: followers and the author alike', async () => {
  const { world, author, officer } = await scene(review)
  for (const name of ['mei', 'lin', 'wei']) {
    const follower = await world.signedIn(`${name}@example.tw`)
    await follower.post('/haicheng/follows', { of: 'case:2026-0001' })
    if (name === 'wei') await stopMail(world, follower.personId!)
  }
  const answer = {
    ...{ analysis: '現場照度不足，量測三處。', deliberation: '與里長開過兩次會。', action: 'preview' },
    ...{ 'decision-1': 'adopted', 'reason-1': '列入明年度工程。' },
  }
  expect(page(await officer.post(`${at}/answers`, answer)).items).toContain('3 people will get an email')
  await stopMail(world, author.personId!)
  expect(page(await officer.post(`${at}/answers`, answer)).items).toContain('2 people will get an email')
})

test('pressing what was in a mail shows that mail arrives: a co-signature, a follow, an invitation', async () => {
  const { world } = await scene({})
  const again = async (email: string, press: () => Promise<{ statusCode: number }>) => {
    const { personId } = await world.signedIn(email)
    await stopMail(world, personId!)
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    expect(await stopped(world)).toEqual([personId])
    expect((await press()).statusCode).toBe(303)
    expect(await stopped(world), email).toEqual([])
  }
  const newcomer = world.visitor()
  await again('mei@example.tw', async () => {
    await newcomer.post(`${at}/cosignatures`, { email: 'mei@example.tw', district: 'gangdong', consent: '1' })
    return newcomer.post(`${at}/cosignatures/${await tokenOf(world, 'confirm_cosignature')}`)
  })
  const other = world.visitor()
  await again('lin@example.tw', async () => {
    await other.post('/haicheng/follows', { of: 'case:2026-0001', email: 'lin@example.tw' })
    return other.post(`/haicheng/follows/${await tokenOf(world, 'confirm_follow')}`)
  })
  const administrator = await world.staff('administrator')
  const wei = await world.signedIn('wei@example.tw')
  await again('wei@example.tw', async () => {
    await administrator.post('/haicheng/desk/settings/invitations', {
      ...{ email: 'wei@example.tw', role: 'moderator', agency: '' },
    })
    return wei.post(`/invitation/${await tokenOf(world, 'invitation')}`)
  })
})

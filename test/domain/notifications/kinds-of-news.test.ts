// Each kind of news: a follower of the case hears it once, and so does its author, each in words of their own.
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { tellLateCommitments } from '../../../src/domain/answers/late-commitments.ts'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { expireDue } from '../../../src/domain/cosignatures/expire-proposals.ts'
import { choose, follow } from '../../../src/domain/notifications/follow-store.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { newsKinds } from '../../../src/domain/notifications/news.ts'
import { rememberLanguage } from '../../../src/domain/people/store.ts'
import { computePendingDates } from '../../../src/domain/proposals/recompute-deadlines.ts'
import { write } from '../../../src/platform/db/write.ts'
import { commitments } from '../../../src/schema/commitments.ts'
import { digestItems } from '../../../src/schema/following.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { answeredOn, due, type GivenCase, givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const answer = {
  ...{ action: 'publish', analysis: '現況照度不足，已實地量測三處。', deliberation: '與里長及居民開過兩次會。' },
  ...{ 'decision-1': 'adopted', 'reason-1': '列入明年度工程。' },
}
const review = { stage: 'review', answerDueBefore: new Date('2026-07-18T00:00:00+08:00') } as const
const promised = {
  ...answeredOn('2026-03-20'),
  promise: { what: '裝十二盞燈', dueOn: '2026-06-17', state: 'open' },
} as const

type Scene = { world: World; id: string; author: Visitor; follower: Visitor; officer: Visitor; moderator: Visitor }
const post = async (who: Visitor, path: string, form: { [field: string]: string }) =>
  expect((await who.post(path, form)).statusCode).toBe(303)
const report = async ({ world, officer }: Scene, form: { [field: string]: string }) => {
  const [row] = await world.db.reads.select({ id: commitments.id }).from(commitments)
  await post(officer, `/haicheng/commitments/${row!.id}/updates`, { words: '工程已完工，請到現場查看。', ...form })
}
const check = async ({ world }: Scene) => {
  const [row] = await world.db.reads.select({ id: commitments.id }).from(commitments)
  const checker = await world.staff('checker')
  const found = { verdict: 'complete', words: '十二盞全部點亮。', evidence: '', evidence_on: '2026-06-17' }
  await post(checker, `/haicheng/commitments/${row!.id}/checks`, found)
}
const decide = (decision: { [field: string]: string }) => (s: Scene) => post(s.moderator, `${at}/decisions`, decision)

/** What happens, to which case, and what a follower and its author read in the subject; null: nothing of it. */
const happenings: [string, GivenCase, (s: Scene) => Promise<unknown>, follower: RegExp | null, author: RegExp][] = [
  [
    'threshold_met',
    {},
    async ({ world }) => {
      for (const name of ['a', 'b', 'c'])
        await post(await world.signedIn(`${name}@s.test`), `${at}/cosignatures`, { district: 'shibi' })
    },
    /^Threshold met/,
    /^Threshold met/,
  ],
  [
    'transferred',
    review,
    (s) => post(s.officer, `${at}/transfers`, { to: 'transport', words: '屬交通局權責。' }),
    /^Now with Transport Bureau/,
    /^Now with Transport Bureau/,
  ],
  [
    'extended',
    review,
    (s) => post(s.officer, `${at}/extensions`, { months: '1', words: '需要地質鑽探。' }),
    /^Due date extended to 17 Aug 2026/,
    /^Due date extended/,
  ],
  ['overdue', due, ({ world }) => markOverdue(world.deps, world.clock.now), /^Answer overdue/, /is overdue/],
  [
    'answered',
    review,
    (s) => post(s.officer, `${at}/answers`, answer),
    /^The agency has answered:/,
    /^The agency has answered your proposal/,
  ],
  [
    'supplemented',
    answeredOn('2026-03-20'),
    (s) => post(s.officer, `${at}/supplements`, { ...answer, note: '議會決議公開。' }),
    /^The agency added to its answer:/,
    /^The agency added to its answer to your proposal/,
  ],
  [
    'done',
    promised,
    (s) => report(s, { kind: 'done' }),
    /^Agency says that a commitment is done:/,
    /^Agency says that a commitment to you is done:/,
  ],
  ['kept', promised, (s) => check(s), /^Commitment kept:/, /^A commitment on your proposal was kept:/],
  [
    'changed',
    promised,
    (s) => report(s, { kind: 'changed', due: '2026-12-01' }),
    /^New date for a commitment:/,
    /^New date for a commitment on your proposal:/,
  ],
  [
    'late',
    promised,
    async ({ world }) => {
      for (let again = 0; again < 2; again++) await tellLateCommitments(world.deps, world.clock.now)
    },
    /^Commitment late:/,
    /^A commitment on your proposal is late:/,
  ],
  [
    'dropped',
    promised,
    (s) => report(s, { kind: 'dropped' }),
    /^Commitment dropped:/,
    /^A commitment on your proposal was dropped:/,
  ],
  [
    'expired',
    { closesBefore: new Date('2026-06-01T00:00:00+08:00') },
    ({ world }) => expireDue(world, world.clock.now),
    /^Co-signing has closed/,
    /^Co-signing has closed/,
  ],
  ['merged', {}, decide({ decision: 'merge', target: '2026-0002', words: '同一件事。' }), /^Merged:/, /was merged/],
  ['withdrawn', {}, (s) => post(s.author, `${at}/retractions`, {}), /^Withdrawn:/, /was withdrawn/],
  ['hidden', {}, decide({ decision: 'hide', words: '內含個人資料。' }), null, /^Your proposal was hidden/],
  [
    'shown',
    { hiddenAt: new Date('2026-06-10T09:00:00+08:00') },
    decide({ decision: 'show', words: '已刪去。' }),
    null,
    /^Your proposal is shown again/,
  ],
]

async function scene(given: GivenCase): Promise<Scene> {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const author = await world.signedIn('author@example.tw')
  const follower = await world.signedIn('follower@example.tw')
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '海堤步道夜間照明',
    authorId: author.personId,
    ...given,
  })
  await givenCase(world, { number: '2026-0002', title: '另一件' })
  await write(world.db, async (tx) => {
    for (const { personId } of [author, follower]) await rememberLanguage(tx, personId!, 'en')
    await follow(tx, id, follower.personId!, world.clock.now)
  })
  const officer = await world.staff('officer', world.agencies.environment)
  return { world, id, author, follower, officer, moderator: await world.staff('moderator') }
}

async function mailsTo({ db }: World, { personId }: Visitor) {
  const rows = await db.reads
    .select()
    .from(outbox)
    .where(eq(outbox.personId, personId!))
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
  const mails = await mailsOf(db.reads, rows, testConfig, 'http://localhost')
  return rows.map(({ id }) => mails.get(id)!)
}

/** An hour later, when nothing can be taken back any more. */
async function mailed({ world }: Scene) {
  world.clock.now = new Date(world.clock.now.getTime() + 3_600_000)
  for (let again = 0; again < 2; again++) await expandMailings(world.deps, world.clock.now)
}

test.each(happenings)(
  '%s: a follower and the author hear it once, each in their own words',
  async (_, given, happen, said, toAuthor) => {
    const s = await scene(given)
    await happen(s)
    await mailed(s)
    const heard = await mailsTo(s.world, s.follower)
    expect(heard.map(({ subject }) => subject)).toEqual(said === null ? [] : [expect.stringMatching(said)])
    for (const { text, headers } of heard) {
      expect(text).toContain('You get this email because you follow this proposal')
      expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
      expect(text).not.toMatch(/\{\{|mail\.[a-z]|undefined|null/)
    }
    const told = await mailsTo(s.world, s.author)
    expect(told.map(({ subject }) => subject)).toEqual([expect.stringMatching(toAuthor)])
    expect(told[0]!.headers['List-Unsubscribe-Post'], 'what is about their own case is not bulk').toBe(undefined)
  },
)

test('every kind of news that followers can choose is among those tried here, or comes to lists alone', () => {
  const tried = happenings.map(([news]) => news)
  // a case is published before anybody can follow it; an agency is assigned with the threshold; the rest is beside this test
  const elsewhere = ['published', 'unmerged', 'assigned', 'refused', 'last_seen']
  expect(newsKinds.filter((news) => !tried.includes(news) && !elsewhere.includes(news))).toEqual([])
})

test.each([
  ['an extension', review, `${at}/extensions`, { months: '1', words: '需要地質鑽探。' }],
  ['a transfer', review, `${at}/transfers`, { to: 'transport', words: '需要地質鑽探。' }],
] as const)('%s tells followers its reason', async (_, given, path, form) => {
  const s = await scene(given)
  await post(s.officer, path, form)
  await mailed(s)
  const [mail] = await mailsTo(s.world, s.follower)
  expect(mail!.text).toContain('需要地質鑽探。')
})

test('the author hears of hiding and of a pause with the reason, and followers of neither', async () => {
  const s = await scene({})
  const administrator = await s.world.staff('administrator')
  await post(administrator, '/haicheng/desk/settings/blackouts', {
    ...{
      firstDay: '2026-07-01',
      lastDay: '2026-07-10',
      'reason-zh-Hant': '縣市長選舉',
      'reason-en': 'Mayoral election',
    },
  })
  await computePendingDates(s.world.deps, s.world.clock.now)
  await post(s.moderator, `${at}/decisions`, { decision: 'hide', words: '內含個人資料。' })
  await mailed(s)
  const told = await mailsTo(s.world, s.author)
  expect(told.map(({ text }) => text)).toEqual([
    expect.stringContaining('Mayoral election'),
    expect.stringContaining('內含個人資料。'),
  ])
  expect(await mailsTo(s.world, s.follower)).toEqual([])
})

test('a case that is merged: who signed is asked whether theirs may move, who only follows hears of it, the author gets one mail', async () => {
  const s = await scene({})
  const signer = await s.world.signedIn('signer@example.tw')
  for (const who of [signer, s.author]) await post(who, `${at}/cosignatures`, { district: 'shibi', wants: '1' })
  await decide({ decision: 'merge', target: '2026-0002', words: '同一件事。' })(s)
  await mailed(s)
  const kinds = async ({ personId }: Visitor) =>
    (await s.world.db.reads.select().from(outbox).where(eq(outbox.personId, personId!))).map(({ kind }) => kind)
  expect(await kinds(signer)).toEqual(['merge_question'])
  expect(await kinds(s.follower)).toEqual(['case_news'])
  expect(await kinds(s.author)).toEqual(['stage_changed'])
})

test('a refusal that is undone before the digest goes is in no digest', async () => {
  const s = await scene({ stage: 'checking', publishedAt: null, closesBefore: null })
  const daily = { pace: 'daily' as const, kinds: null }
  const follower = { id: s.follower.personId!, doubleOf: null }
  await write(s.world.db, (tx) => choose(tx, follower, { kind: 'case', proposalId: s.id }, daily, s.world.clock.now))
  await decide({ decision: 'refuse', reason: 'not_ours', words: '屬中央機關權責。' })(s)
  await mailed(s)
  const waiting = async () => (await s.world.db.reads.select().from(digestItems)).length
  expect(await waiting()).toBe(1)
  const administrator = await s.world.staff('administrator')
  await post(administrator, `${at}/decisions`, { decision: 'undo', words: '誤判。' })
  expect(await waiting()).toBe(0)
})

test('an approval that is taken back before it was mailed is told to nobody', async () => {
  const s = await scene({ stage: 'checking', publishedAt: null, closesBefore: null })
  await post(s.follower, '/haicheng/follows', { of: 'agency:epb' })
  await decide({ decision: 'approve', lead: 'epb', words: '' })(s)
  await decide({ decision: 'take_back', words: '' })(s)
  await mailed(s)
  expect(await mailsTo(s.world, s.follower)).toEqual([])
  await decide({ decision: 'approve', lead: 'epb', words: '' })(s)
  await write(s.world.db, (tx) => tx.delete(follows))
  await mailed(s)
  const [mail, ...more] = await mailsTo(s.world, s.follower)
  expect([mail?.subject, more]).toEqual(['New proposal: 海堤步道夜間照明', []])
  expect(mail!.text).toContain('because you follow the proposals of Environment Bureau')
})

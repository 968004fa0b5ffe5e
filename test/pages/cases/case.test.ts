// The case page in every stage and ending, as visitors, authors and staff meet it.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { append, newSalt } from '../../../src/domain/record/store.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { answers, askDecisions } from '../../../src/schema/answers.ts'
import { assignmentChanges, assignments } from '../../../src/schema/assignments.ts'
import { corrections, moderationDecisions } from '../../../src/schema/moderation.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { answeredOn, due, type GivenCase, givenCase, givenPause, givenSupport } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const moment = (date: string, time = '10:00:00') => new Date(`${date}T${time}+08:00`)

async function given(more: Partial<GivenCase> = {}, rules = {}) {
  const world = await testWorld({ rules: { threshold: 5000, ...rules } })
  const id = await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具', ...more })
  return { world, id }
}
const read = (world: World, path = at) => world.visitor().read(path)

test('gathering: the count against the threshold in text, days left, and how the date came about', async () => {
  const { world } = await given({ signed: { gangdong: 3482 }, closesBefore: moment('2026-08-01', '00:00:00') })
  const page = await read(world)
  const { text } = page.part('Co-signatures')
  expect(text).toContain('3,482')
  expect(text).toContain('1,518 more needed')
  expect(text).toContain('70% of the threshold')
  expect(text).toContain('43 days left')
  expect(text).toContain('closes Fri 31 Jul, 23:59')
  const steps = page.part('How this date was worked out').items
  expect(steps[0]).toBe('1 Jun 2026 is not counted')
  expect(steps).toContain('60 days, starting 2 Jun 2026')
})

test('a date that the rule does not give is not explained', async () => {
  const { world } = await given({ closesBefore: moment('2026-07-20', '00:00:00') })
  expect((await read(world)).parts).not.toContain('How this date was worked out')
})

test('a pause says when co-signing resumes, and is named in how the date came about', async () => {
  const { world, id } = await given()
  await givenPause(world, '2026-06-10', '2026-06-19')
  await write(world.db, async (tx) => {
    await tx
      .update(proposals)
      .set({ closesBefore: moment('2026-08-11', '00:00:00') })
      .where(eq(proposals.id, id))
  })
  const page = await read(world)
  expect(page.part('Co-signatures').text).toContain('resumes 20 Jun, closes 10 Aug')
  expect(page.part('How this date was worked out').text).toContain('co-signing paused (Election), not counted')
  expect(page.text).not.toContain('days left')
})

test('whoever co-signed reads during a pause that it counts, and until when withdrawing waits', async () => {
  const { world } = await given()
  const signer = await world.signedIn('signer@example.tw')
  await signer.post(`${at}/cosignatures`, { district: 'gangdong' })
  expect((await signer.read(at)).actions).toContain(`${at}/withdrawals`)
  await givenPause(world, '2026-06-10', '2026-06-19')
  const paused = await signer.read(at)
  expect(paused.text).toContain('so is withdrawing; both resume on 20 Jun 2026')
  expect(paused.actions).not.toContain(`${at}/withdrawals`)
})

test('a passed closing date is never shown as open, whether the scheduler has run or not', async () => {
  const { world } = await given()
  world.clock.now = moment('2026-08-01', '00:00:00')
  const page = await read(world)
  expect(page.text).toContain('Co-signing has closed')
  expect(page.actions).not.toContain(`${at}/cosignatures`)
  expect(page.text).not.toMatch(/\d days? left/)
})

test('under review: each agency has its own clock, with the extension and the transfer and their reasons', async () => {
  const { world, id } = await given({
    ...due,
    count: 5000,
    extendedAt: moment('2026-03-20'),
    answerDueBefore: moment('2026-06-02', '00:00:00'),
  })
  await write(world.db, async (tx) => {
    await tx
      .update(assignments)
      .set({ dueBefore: moment('2026-06-02', '00:00:00') })
      .where(eq(assignments.proposalId, id))
    const routing = { proposalId: id, salt: newSalt(), personId: null }
    await tx.insert(assignmentChanges).values([
      {
        ...routing,
        id: newId(),
        kind: 'transferred',
        fromAgencyId: world.agencies.transport,
        toAgencyId: world.agencies.environment,
        reason: '夜市由環保局主管。',
        decidedAt: moment('2026-02-10'),
        dueBefore: moment('2026-04-02', '00:00:00'),
      },
      {
        ...routing,
        id: newId(),
        kind: 'extended',
        fromAgencyId: world.agencies.environment,
        toAgencyId: null,
        reason: '等檢測報告。',
        decidedAt: moment('2026-03-20'),
        dueBefore: moment('2026-06-02', '00:00:00'),
      },
    ])
  })
  await givenSupport(world, id, {
    dueBefore: moment('2026-06-02', '00:00:00'),
    answeredAt: moment('2026-05-04'),
    contribution: '本局負責停車場。',
    salt: newSalt(),
  })
  world.clock.now = moment('2026-05-18')
  const page = await read(world)
  const clock = page.part('Co-signatures').text
  expect(clock).toContain('Answer due in 14 days')
  expect(clock).toContain('extended once, on 20 Mar 2026; the rules allow 1')
  const supporting = page.part('Agencies').item('本局負責停車場。').text
  expect(supporting).toContain('Transport Bureau')
  expect(supporting).toContain('Contributed 4 May 2026')
  const agencies = page.part('Agencies').text
  expect(agencies).toContain('From Transport Bureau to Environment Bureau')
  expect(agencies).toContain('夜市由環保局主管。')
  expect(agencies).toContain('Extended to 1 Jun 2026')
  expect(agencies).toContain('等檢測報告。')
  expect(page.parts).toContain('Due after the extension')
  world.clock.now = moment('2026-06-03')
  expect((await read(world)).part('Co-signatures').text).toContain('2 days overdue')
})

test('answered late says by how many days, and that no extension was asked for; an early answer has no duty', async () => {
  const { world } = await given({ ...answeredOn('2026-04-16'), decisions: ['adopted'] })
  const page = await read(world)
  const clock = page.part('Co-signatures').text
  expect(clock).toContain('Answered 15 days late')
  expect(clock).toContain('Due by 1 Apr 2026, published 16 Apr 2026. No extension was asked for.')
  expect(page.text).toContain('Adopted: 1')

  const early = await given({
    stage: 'resolved',
    answeredAt: moment('2026-06-10'),
    outcome: 'adopted',
    decisions: ['adopted'],
  })
  expect((await read(early.world)).part('Co-signatures').text).toContain('Answered before the threshold was met')
})

test('a supplement shows what it changed, said in words too, and the answer before it stays', async () => {
  const { world, id } = await given({ ...answeredOn('2026-03-20', 'under_study'), decisions: ['under_study'] })
  await write(world.db, async (tx) => {
    const [first] = await tx.select().from(answers).where(eq(answers.proposalId, id))
    const answerId = newId()
    await tx.insert(answers).values({
      ...first!,
      id: answerId,
      version: 2,
      analysis: '已經仔細研究過。',
      note: '檢測報告到了。',
      publishedAt: moment('2026-05-04'),
    })
    await tx.insert(askDecisions).values({ answerId, askNumber: 1, decision: 'adopted', reason: '理由如下。' })
  })
  const page = await read(world)
  const { changes } = page.part('What this changed')
  expect(changes.in.find((words) => words.includes('仔細'))).toContain('added:')
  expect(changes.out.find((words) => words.includes('Under further study'))).toContain('removed:')
  expect(page.text).toContain('檢測報告到了。')
  expect(page.part(/^Earlier version/).text).toContain('已經研究過。')
  expect(page.part('Agency answer').text).toContain('已經仔細研究過。')
})

test('a corrected typo shows what stood there and what stands there now', async () => {
  const { world, id } = await given()
  await write(world.db, (tx) =>
    tx.insert(corrections).values({
      id: newId(),
      proposalId: id,
      field: 'ask-1',
      before: '請改膳。',
      after: '請改善。',
      salt: newSalt(),
      correctedAt: moment('2026-06-15'),
    }),
  )
  const corrected = (await read(world)).part('Corrected typos')
  expect(corrected.changes).toEqual({
    out: [expect.stringContaining('膳')],
    in: [expect.stringContaining('善')],
  })
  expect(corrected.text).toContain('Ask 1 15 Jun 2026')
})

/** A refusal as the desk leaves it. */
async function refused(reasonCode: string) {
  const { world, id } = await given({ stage: 'refused', publishedAt: null, closesBefore: null, title: '某人是騙子' })
  const author = await world.signedIn('author@example.test')
  await write(world.db, async (tx) => {
    await tx
      .update(proposals)
      .set({ reasonCode, outcome: 'refused', endedAt: moment('2026-06-03'), authorId: author.personId })
      .where(eq(proposals.id, id))
    await tx.insert(moderationDecisions).values({
      id: newId(),
      proposalId: id,
      kind: 'refused',
      reasonCode,
      words: '請改向中央機關提出。',
      salt: newSalt(),
      decidedAt: moment('2026-06-03'),
    })
    await append(tx, {
      governmentId: world.government.id,
      proposalId: id,
      kind: 'refused',
      role: 'moderator',
      occurredAt: moment('2026-06-03'),
    })
  })
  return { world, author }
}

test('refused: reason and words are public; where the reason hides the text, title and text are not there', async () => {
  const plain = await refused('not_ours')
  const page = await read(plain.world)
  expect(page.heading).toBe('某人是騙子')
  expect(page.part('Not accepted').text).toContain('Outside the remit of the agencies here')
  expect(page.part('Not accepted').text).toContain('請改向中央機關提出。')

  const hiding = await refused('unlawful')
  const hidden = await hiding.world.visitor().get(at)
  expect(hidden.body).not.toMatch(/某人是騙子|垃圾太多/)
  const { text } = await read(hiding.world)
  expect(text).toContain('Threat, obscenity')
  expect(text).toContain('2026-0001')
  const note = 'only its author and moderators see them'
  expect((await hiding.author.read(at)).text).toContain(note)
  expect(page.text).not.toContain(note)
})

test('those who look at one moment share what is for everybody, and nothing of anybody’s own', async () => {
  const { world, author } = await refused('unlawful') // its text is hidden from all but its author and moderators
  const moderator = await world.staff('moderator')
  const citizen = await world.signedIn('mei@example.test')
  for (const round of ['made', 'shared']) {
    const own = await author.read(at)
    const theirs = await moderator.read(at)
    for (const { text } of [own, theirs]) expect(text, round).toContain('垃圾太多')
    expect(own.hrefs, round).toContain(`${at}/letters`)
    expect(theirs.hrefs, round).toContain('/haicheng/desk/2026-0001')
    for (const who of [citizen, world.visitor()])
      expect((await who.get(at)).body, round).not.toMatch(/某人是騙子|垃圾太多|\/letters|\/desk\//)
  }
})

test('nobody can make a case seem not to be there by asking for a number that looks like the memory of it', async () => {
  const { world } = await given()
  const [citizen, other] = [await world.signedIn('mei@example.test'), await world.signedIn('ping@example.test')]
  const second = Math.floor(world.clock.now.getTime() / 1000)
  for (const number of [`2026-0001%20${second}`, `${second}%202026-0001`])
    expect((await citizen.post(`/haicheng/proposals/${number}/cosignatures`)).statusCode).toBe(404)
  expect((await other.get(at)).statusCode).toBe(200)
})

test('the author of a refused case may ask once for somebody else to look at it', async () => {
  const { world, author } = await refused('unclear')
  expect((await author.read(at)).actions).toContain(`${at}/reconsiderations`)
  expect((await author.post(`${at}/reconsiderations`, { words: '' })).statusCode).toBe(422)
  expect((await author.post(`${at}/reconsiderations`, { words: '訴求其實很清楚。' })).statusCode).toBe(303)
  expect((await author.read(at)).headings).toContain('Not accepted; being checked again')
  expect((await world.visitor().get(at)).statusCode).toBe(200) // the refusal stays public
})

test('expired, merged and withdrawn say so and lead on', async () => {
  const closesBefore = moment('2026-06-10', '00:00:00')
  const ended = { stage: 'expired', closesBefore, endedAt: closesBefore, outcome: 'expired', count: 12 } as const
  const expired = await given(ended)
  const page = await read(expired.world)
  expect(page.part('Stages of this proposal').text, 'the ninth was still open').toContain(
    'Threshold not reached closed 9 Jun',
  )
  expect(page.text, 'nobody can sign any more').not.toContain('more needed')
  expect(page.text).toContain('The threshold was not reached in time')
  expect(page.hrefs).toContain('/haicheng/proposals/new')

  const withdrawn = await given({ stage: 'withdrawn', endedAt: moment('2026-06-10'), outcome: 'withdrawn' })
  expect((await withdrawn.world.visitor().get(at)).statusCode).toBe(410)
  expect((await read(withdrawn.world)).text).toContain('The author withdrew it')
})

test('a hidden case answers 410 with its reason, its count and its record, and not its text', async () => {
  const { world } = await given({ hiddenAt: moment('2026-06-10'), hiddenReason: '含有他人的住址。', count: 321 })
  const hidden = await world.visitor().get(at)
  expect(hidden.statusCode).toBe(410)
  expect(hidden.body).not.toContain('夜市停用')
  const page = await read(world)
  expect(page.text).toContain('含有他人的住址。')
  expect(page.text).toContain('321')
  expect(page.part('Timeline').text).toContain('Passed the check')

  // A moderator reads it on, and is told that others do not; nothing is to be signed.
  const staff = await (await world.staff('moderator')).read(at)
  expect(staff.heading).toContain('夜市停用')
  expect(staff.text).toContain('Only moderators see this page.')
  expect(staff.text).not.toContain('Co-signing has closed')
})

test('after signing: the exact number, what happens next, and the address to pass on', async () => {
  const { world } = await given({ signed: { gangdong: 41 } })
  const ping = await world.signedIn('ping@example.test')
  const pressed = await ping.post(`${at}/cosignatures`, { district: 'shibi' })
  const { text } = await ping.read(String(pressed.headers.location).split('#')[0]!)
  expect(text).toContain('You have co-signed. 42 people have signed so far.')
  expect(text).toContain('If it reaches 5,000 by 31 Jul 2026, the agency must answer in public within 2 months.')
  expect(text).toContain(`http://localhost${at}`)
  expect((await ping.read(at)).text).toContain('You have co-signed')
  expect((await read(world, `${at}?done=cosigned`)).text, 'only who signed is told so').not.toContain('so far.')
})

test('on paper the page carries its address and a code of it; the first view is small', async () => {
  const { world } = await given({ signed: { gangdong: 3482, shibi: 40 } })
  const page = await read(world)
  expect(page.count('.print-only svg'), 'the code').toBe(1)
  expect(page.text).toContain(`localhost${at}`)
})

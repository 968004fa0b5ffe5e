// Being verified to be so old as a rule asks: what counts, what is kept, and what a person of 15, one of 18, an officer at the counter and
// an administrator see.
import { existsSync, readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { verifyAge } from '../../../src/domain/cosignatures/verify-person.ts'
import { changeOf } from '../../../src/domain/log/leaf.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { erasePeople } from '../../../src/domain/people/erase-people.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { identityKey } from '../../../src/domain/verification/identity-key.ts'
import { dropExpiredVerified } from '../../../src/domain/verification/jobs.ts'
import { replaceRoll } from '../../../src/domain/verification/rolls.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { consents } from '../../../src/schema/own-data.ts'
import { record } from '../../../src/schema/record.ts'
import { counterVisits, verifications } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import { connectForTest, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { leavesOf } from '../../support/log.ts'
import { page } from '../../support/page.ts'
import { casePath, signAs, standing } from '../../support/signs.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { watched } from '../../support/watched.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const home = '/haicheng/verification'
const self = `${home}/age`
const desk = '/haicheng/desk/counter'
const fields = ['id_number', 'birth_date'] as const
/** Today is 18 June 2026. */
const eighteen = { id_number: 'A223456781', birth_date: '2008-06-18' }
const fifteen = { id_number: 'B123456780', birth_date: '2010-06-19' }
const rules = { threshold: 50, ageToCount: 16 }

/** With a roll on which both are. */
async function withRoll(options: Parameters<typeof testWorld>[0] = {}, more: { [field: string]: string }[] = []) {
  const world = await testWorld(options)
  await watched(world)
  const digests = [eighteen, fifteen, ...more].map((one) => identityKey(testConfig.secret, 'haicheng', fields, one)!)
  const roll = {
    governmentId: world.government.id,
    name: '2026 roll',
    fields: [...fields],
    digests,
  }
  await write(world.db, (tx) => replaceRoll(tx, roll))
  return world
}
const check = (who: Visitor, values: { [field: string]: string }, least = '16') =>
  who.post(`${self}/checks`, { source: 'roll', least, ...values })
const sign = (who: Visitor) => who.post(`${casePath}/cosignatures`, { district: 'gangdong', reason: '' })
const known = ({ db }: World) => db.reads.select().from(verifications)
async function codeFor(who: Visitor): Promise<string> {
  expect((await who.post(`${home}/visits`, { from: 'age' })).headers.location).toBe(`${self}#counter`)
  return /\d{4} \d{4}/.exec((await who.read(self)).text)![0]
}

test('a person of 15 is told who counts before the form, may sign and follow, and nothing of them is kept', async () => {
  const url = engine === 'sqlite' ? await testUrl() : null
  const db = url ? await connectForTest(url, { strict: true }) : undefined
  const world = await withRoll({ rules, db, config: { logLevel: 'debug' } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (const reader of [world.visitor(), await world.signedIn('young@example.test')]) {
    const seen = await reader.read(casePath)
    expect(seen.text).toContain('Only people who are at least 16 years old are counted here')
    expect(seen.text.indexOf('at least 16')).toBeLessThan(seen.text.indexOf('Your reason, 500'))
    expect(seen.text).toContain('If you are younger, you can follow the proposal')
    expect(seen.hrefs).toContain(`${self}?least=16`)
  }
  expect((await world.visitor().read(`${casePath}?lang=zh-Hant`)).text).toContain('未滿 16 歲的人可以追蹤這項提案')
  const young = await world.signedIn('young@example.test')
  await sign(young)
  const mine = await young.read(casePath)
  expect(mine.text).toContain('If you are younger, it is not counted; you can withdraw it')
  const before = await known(world)
  const tried = await check(young, fifteen)
  expect([tried.statusCode, page(tried).text]).toEqual([422, expect.stringContaining('or they are younger')])
  expect(page(tried).text).toContain('you can follow proposals and read everything')
  expect(await known(world)).toEqual(before)
  expect(await standing(world, id)).toMatchObject({ count: 0, counted: 0, even: true })
  expect((await young.read(casePath)).text).toContain('1 not yet verified, not counted')
  expect((await young.read('/me/data')).text).not.toContain('At least 16')
  for (const raw of [fifteen.id_number, fifteen.birth_date, '20100619']) {
    expect(await tablesHolding(world, raw), raw).toEqual([])
    expect(world.log.join('\n')).not.toContain(raw)
    if (!url) continue
    const path = url.slice('file:'.length)
    for (const file of [path, `${path}-wal`, `${path}-journal`])
      if (existsSync(file)) expect(readFileSync(file).includes(raw), `${file} ${raw}`).toBe(false)
  }
  expect((await young.post(`${casePath}/withdrawals`)).statusCode).toBe(303)

  // a year later they are 16, and are verified as anybody is
  await sign(young)
  world.clock.now = new Date('2026-06-19T00:00:00+08:00')
  const grown = await world.signedIn('young@example.test')
  expect((await check(grown, fifteen)).headers.location).toBe(`${self}?least=16&done=verified`)
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, even: true })
})

test('a person of 18 is verified to be at least 16, which is all that is kept, and what they signed counts at once', async () => {
  const world = await withRoll({ rules: { ...rules, threshold: 1 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const who = await world.signedIn('mei@example.test')
  await sign(who)
  await signAs(world, 'newcomer@example.test')
  expect(await standing(world, id)).toMatchObject({ count: 0, stage: 'gathering', even: true })
  const asks = await who.read(`${self}?least=16`)
  expect(asks.headings[0]).toMatch(/^Verify that you are at least 16 years old: /)
  expect(asks.text).toContain('Your date of birth is not kept')
  expect((await check(who, { ...eighteen, birth_date: '民國97年6月18日' })).statusCode).toBe(303)
  const subjectKey = identityKey(testConfig.secret, 'haicheng', fields, eighteen)
  expect(await known(world)).toMatchObject([
    { personId: who.personId, claim: 'age', leastAge: 16, level: 2, method: 'roll', issuer: '2026 roll', subjectKey },
  ])
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, stage: 'review', even: true })
  const after = await who.read(`${self}?least=16&done=verified`)
  expect(after.text).toContain('Your age is verified. Co-signatures of yours that were waiting for this now count.')
  expect(after.text).toContain('You are verified to be at least 16 years old')
  expect((await who.read(`${self}?lang=zh-Hant`)).text).toContain('您已驗證年滿 16 歲')
  expect((await who.read('/me/data?lang=en')).text).toContain('At least 16 years old. Verified by the residents’ roll')
  const seen = await world.visitor().read(casePath)
  expect(seen.text).toContain('Only people verified to be at least 16 years old are counted')
  expect(seen.text).toContain('Accepted, and counted once their signers are verified: 1')
  const { json } = await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')
  expect(json()).toMatchObject({
    rules: { age_to_count: 16, age_to_propose: null, level_to_count: 1 },
    cosignatures: { count: 1, by_assurance: [{ level: 1, count: 1 }], assurance: { at_least_age: 16, unverified: 1 } },
  })

  await numberEntries(world.deps)
  await takeIn(world.deps)
  const leaves = (await leavesOf(world.db, world.government.id)).filter((leaf) => leaf.case === '2026-0001')
  expect(leaves.reduce((sum, leaf) => sum + changeOf(leaf), 0)).toBe(1)
  expect(leaves.filter(({ kind }) => kind === 'cosignature_level_changed').map(({ facts }) => facts)).toEqual([
    { change: 1, level: 1 },
  ])
  expect(JSON.stringify(leaves), 'nor why').not.toMatch(/least|ofAge|verified/)

  // the way back, and everything is gone with the account
  const [consent] = await world.db.reads.select().from(consents).where(eq(consents.purpose, 'age'))
  await who.post('/me/data/withdrawals', { consent: consent!.id })
  expect(await known(world)).toEqual([])
  expect(await standing(world, id)).toMatchObject({ count: 0, counted: 0, stage: 'gathering', even: true })
  await check(who, eighteen)
  expect(await standing(world, id)).toMatchObject({ count: 1, stage: 'review', even: true })
  await write(world.db, (tx) => erasePeople(tx, [who.personId!]))
  expect(await known(world)).toEqual([])
})

test('residence and age each are asked for by themselves; whoever has one of them waits for the other', async () => {
  const world = await withRoll({ rules: { ...rules, levelToCount: 2 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const who = await world.signedIn('mei@example.test')
  expect((await who.read(casePath)).text).toContain(
    'Only people who live here and are at least 16 years old are counted',
  )
  await sign(who)
  await check(who, eighteen)
  expect(await standing(world, id)).toMatchObject({ count: 0, counted: 0, even: true })
  expect((await who.read(casePath)).text).toContain('Verify that you live here before co-signing closes')
  await who.post(`${home}/checks`, { source: 'roll', ...eighteen })
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, even: true })
  expect((await who.read(self)).text, 'one entry, one account, both claims').toContain('at least 16 years old')
  await who.post(`${self}/removals`)
  expect(await standing(world, id)).toMatchObject({ count: 0, counted: 0, even: true })
  expect((await who.read(home)).text).toContain('You are verified')
})

test('an entry that verifies one account verifies no other one, of whatever; guessing is slow', async () => {
  const world = await withRoll({ rules })
  await givenCase(world, { number: '2026-0001' })
  const [one, other] = [await world.signedIn('mei@example.test'), await world.signedIn('brother@example.test')]
  expect((await check(one, eighteen)).statusCode).toBe(303)
  const second = await check(other, eighteen)
  expect([second.statusCode, page(second).text]).toEqual([
    422,
    expect.stringContaining('already verify another account'),
  ])
  const lives = await other.post(`${home}/checks`, { source: 'roll', ...eighteen })
  expect([lives.statusCode, page(lives).text]).toEqual([422, expect.stringContaining('already verify another account')])
  for (const birth_date of ['2000-01-01', '2000-01-02', '2000-01-03']) await check(other, { ...eighteen, birth_date })
  expect((await check(other, { ...eighteen, birth_date: '2000-01-04' })).statusCode, 'the sixth in an hour').toBe(429)
})

test.each([
  [
    'was erased',
    async (world: World, who: Visitor) => {
      await write(world.db, (tx) => erasePeople(tx, [who.personId!]))
    },
  ],
  [
    'let it expire',
    async (world: World) => {
      world.clock.now = new Date(world.clock.now.getTime() + 32 * 86_400_000)
      await dropExpiredVerified(world.deps, world.clock.now)
    },
  ],
])('one document counts once where a rule asks for an age alone, also when its first account %s', async (_, leave) => {
  const world = await withRoll({ rules: { ...rules, verifiedMonths: 1 } })
  const id = await givenCase(world, { number: '2026-0001', closesBefore: new Date('2026-12-31T16:00:00Z') })
  const first = await world.signedIn('mei@example.test')
  await check(first, eighteen)
  await sign(first)
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1 })
  await leave(world, first)
  const [verifiedFirst, signedFirst] = [
    await world.signedIn('two@example.test'),
    await world.signedIn('three@example.test'),
  ]
  expect((await check(verifiedFirst, eighteen)).statusCode).toBe(303)
  await sign(verifiedFirst)
  expect(await standing(world, id), 'verified, then signed').toMatchObject({ count: 1, counted: 1, even: true })
  await verifiedFirst.post(`${self}/removals`)
  await sign(signedFirst)
  expect((await check(signedFirst, eighteen)).statusCode).toBe(303)
  expect(await standing(world, id), 'signed, then verified').toMatchObject({ count: 1, counted: 1, even: true })
  expect((await world.visitor().read(casePath)).text).toContain('not counted: 2')
})

test.each([
  ['0000-06-18', 422],
  ['1990', 303],
  ['2008', 422],
  ['2030-01-01', 422],
  ['2008-06-18', 303],
])('a roll that holds the birth date %s: %s', async (birth_date, status) => {
  const odd = { id_number: 'C112233445', birth_date }
  const world = await withRoll({ rules: { ...rules, ageToCount: 18 } }, [odd])
  expect((await check(await world.signedIn('odd@example.test'), odd, '18')).statusCode).toBe(status)
})

test('the birthday is that of the government’s day: in Taipei it has begun while it is yesterday in London', async () => {
  const world = await withRoll({ rules: { ...rules, ageToCount: 18 }, at: '2026-06-18T00:00:30+08:00' })
  const who = await world.signedIn('mei@example.test')
  world.clock.now = new Date('2026-06-17T23:59:30+08:00')
  expect((await check(who, eighteen, '18')).statusCode).toBe(422)
  world.clock.now = new Date('2026-06-18T00:00:30+08:00')
  expect((await check(who, eighteen, '18')).statusCode).toBe(303)
})

test('two officers see a document and tick the age; one alone, another tick or a birth date that is too young does nothing', async () => {
  const world = await testWorld({ rules })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const mei = await world.signedIn('mei@example.test')
  await sign(mei)
  const code = await codeFor(mei)
  const [one, two] = [await world.staff('moderator'), await world.staff('officer', world.agencies.environment)]
  const form = await one.read(desk)
  expect(form.text).toContain('at least 16 years old: born on 18 Jun 2010 or earlier')
  const typed = { ...eighteen, seen: '1', code }
  const nothing = await one.post(desk, typed)
  expect([nothing.statusCode, page(nothing).text]).toEqual([
    422,
    expect.stringContaining('Tick what the document shows'),
  ])
  const young = await one.post(desk, { ...typed, birth_date: '2010-06-19', age_16: '1' })
  expect([young.statusCode, page(young).text]).toEqual([422, expect.stringContaining('is younger than 16')])
  expect((await one.post(desk, { ...typed, age_16: '1', age_18: '1' })).headers.location).toBe(`${desk}?done=opened`)
  const differs = await two.post(desk, { ...typed, age_16: '1', resident: '1' })
  expect([differs.statusCode, page(differs).text]).toEqual([
    422,
    expect.stringContaining('is not what your colleague typed'),
  ])
  expect(differs.body, 'what was ticked stays').toMatch(/name="age_16"[^>]*\s+value="1" checked/)
  expect(await known(world)).toEqual([])
  expect((await two.post(desk, { ...typed, age_16: '1' })).headers.location).toBe(`${desk}?done=confirmed`)
  expect(await known(world)).toMatchObject([{ personId: mei.personId, claim: 'age', leastAge: 16, method: 'counter' }])
  expect(await world.db.reads.select().from(counterVisits)).toEqual([])
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
  expect(await tablesHolding(world, eighteen.id_number)).toEqual([])

  // both at once, for another account of the same person: both claims move
  const owner = await world.signedIn('owner@example.test')
  const again = { ...typed, code: await codeFor(owner), age_16: '1', resident: '1' }
  for (const officer of [one, two]) await officer.post(desk, again)
  const rows = await known(world)
  expect(rows.map(({ personId, claim }) => [personId, claim]).sort()).toEqual(
    [
      [owner.personId, 'age'],
      [owner.personId, 'resident'],
    ].sort(),
  )
  expect(await standing(world, id)).toMatchObject({ count: 0, counted: 0, even: true })
})

test('an administrator sets an age: it is read on the rules page and in the record, cases keep theirs, and who is verified too low verifies again', async () => {
  const world = await withRoll({ rules }, [{ id_number: 'D100000001', birth_date: '2009-01-01' }])
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const [grown, seventeen] = [await world.signedIn('mei@example.test'), await world.signedIn('seventeen@example.test')]
  for (const who of [grown, seventeen]) await sign(who)
  await check(grown, eighteen)
  await check(seventeen, { id_number: 'D100000001', birth_date: '2009-01-01' })
  expect(await standing(world, id)).toMatchObject({ count: 2, even: true })
  const deadlines = '/haicheng/help/deadlines'
  expect((await world.visitor().read(deadlines)).text).toContain(
    'Verified to be at least 16 years old; others can follow',
  )

  const administrator = await world.staff('administrator')
  const at = '/haicheng/desk/settings/rules'
  const form = await administrator.get(at)
  const value = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(form.body)?.[1] ?? ''
  const numbers = ['threshold', 'cosigningDays', 'checkingWorkingDays', 'scheduleWorkingDays', 'contactDays']
  const more = ['answerMonths', 'extensionMonths', 'extensions', 'earlyWarningShare', 'cooldownMonths', 'keptMonths']
  const rest = ['forgottenMonths', 'takeBackMinutes', 'correctionShare', 'verifiedMonths', 'sampleSize', 'version']
  const typed = Object.fromEntries([...numbers, ...more, ...rest].map((name) => [name, value(name)]))
  const next = { ...typed, withdrawalAllowed: '1', elsewhereCounts: '1', ageToPropose: '18', ageToCount: '18' }
  const wrong = await administrator.post(at, { ...next, ageToCount: '-1' })
  expect([wrong.statusCode, page(wrong).text]).toEqual([422, expect.stringContaining('whole number')])
  const preview = await administrator.post(at, { ...next, action: 'preview' })
  expect(page(preview).text.replace(/\s+/g, ' ')).toContain('(0: none is asked for) 16 18')
  expect((await administrator.post(at, { ...next, action: 'save' })).statusCode).toBe(303)
  const entries = await world.db.reads.select().from(record).where(eq(record.kind, 'settings_changed'))
  expect(entries.map(({ facts }) => [facts.ageToCount, facts.ageToPropose])).toContainEqual([18, 18])
  expect((await world.visitor().read(deadlines)).text).toContain('Verified to be at least 18 years old')

  // the case goes by its own rules, and both ages can be verified
  expect(await standing(world, id)).toMatchObject({ count: 2, even: true })
  expect((await world.visitor().read(casePath)).text).toContain('at least 16')
  const seen = await grown.read(self)
  expect(seen.text).toContain('That you are at least 16 is not enough where 18 is asked for')
  expect(seen.hrefs).toContain(`${self}?least=16`)
  expect((await check(grown, eighteen, '17')).statusCode, 'no rule asks for it').toBe(422)
  expect((await check(grown, eighteen, '18')).statusCode).toBe(303)
  expect((await check(seventeen, { id_number: 'D100000001', birth_date: '2009-01-01' }, '18')).statusCode).toBe(422)
  expect((await known(world)).map(({ leastAge }) => leastAge).sort()).toEqual([16, 18])
  expect(await standing(world, id)).toMatchObject({ count: 2, even: true })
  // whoever is verified to be 18 is not made less by a way that shows 16
  expect((await check(grown, eighteen, '16')).statusCode).toBe(303)
  expect((await known(world)).map(({ leastAge }) => leastAge).sort()).toEqual([16, 18])
})

test('what was found while another rule was in force is kept only as far as a rule asks for it now', async () => {
  const world = await testWorld({ rules: { ageToCount: 18 } })
  const who = await world.signedIn('mei@example.test')
  const found = { method: 'service', issuer: 'register', subjectKey: 'a'.repeat(64) } as const
  const save = (leastAge: number) =>
    write(world.db, (tx) => verifyAge(tx, world.government, who.personId!, { ...found, leastAge }, world.clock.now))
  expect(await save(16)).toEqual({ ok: false, refusal: 'unasked' })
  expect(await known(world)).toEqual([])
  expect((await save(40)).ok).toBe(true)
  expect(await known(world)).toMatchObject([{ leastAge: 18 }])
})

test('nobody younger than the rules ask submits a proposal; the draft is kept and says why', async () => {
  const world = await withRoll({ rules: { ageToPropose: 18 } })
  const author = await world.signedIn('mei@example.test')
  const begun = await author.post('/haicheng/proposals/drafts')
  const base = String(begun.headers.location).replace(/\/[^/]+$/, '')
  const steps: [string, { [field: string]: string | string[] }][] = [
    ['problem', { title: '海堤步道夜間照明', problem: '海堤步道入夜後沒有照明，居民散步時看不清路面。' }],
    ['place', { topic: 'transport' }],
    ['asks', { asks: ['在海堤步道裝設低照度路燈。'] }],
    ['benefit', { benefit: '居民夜間散步比較安全。', links: ['https://example.test/lights', '', ''] }],
    ['agencies', { agencies: ['epb'], name: '海堤居民' }],
  ]
  for (const [step, values] of steps)
    expect([step, (await author.post(`${base}/${step}`, values)).statusCode]).toEqual([step, 303])
  const last = await author.read(`${base}/check`)
  expect(last.text).toContain('If you are younger, you cannot submit it here')
  expect(last.hrefs).toContain(`${self}?least=18`)
  const refused = await author.post(`${base}/submissions`)
  expect([refused.statusCode, page(refused).text]).toEqual([422, expect.stringContaining('verified to be old enough')])
  await check(author, eighteen, '18')
  expect((await author.read(`${base}/check`)).hrefs).not.toContain(`${self}?least=18`)
  expect((await author.post(`${base}/submissions`)).statusCode).toBe(303)
})

test('a verified age ends by itself: what it counted stays, also when a residence is verified later', async () => {
  const world = await withRoll({ rules: { ...rules, verifiedMonths: 1 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const who = await world.signedIn('mei@example.test')
  await check(who, eighteen)
  await sign(who)
  world.clock.now = new Date('2026-07-19T09:00:00+08:00')
  await dropExpiredVerified(world.deps, world.clock.now)
  expect(await known(world)).toEqual([])
  const later = await world.signedIn('mei@example.test')
  await later.post(`${home}/checks`, { source: 'roll', ...eighteen })
  expect(await world.db.reads.select().from(cosignatures)).toMatchObject([
    { state: 'counted', ofAge: true, assurance: 2 },
  ])
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, even: true })
  const [consent] = await world.db.reads.select().from(consents).where(eq(consents.purpose, 'age'))
  expect(consent).toMatchObject({ lasts: 'date', expiresAt: new Date('2026-07-18T00:00:00+08:00') })
})

test('where no rule asks for an age there is nothing to verify, and no page leads there', async () => {
  const world = await withRoll()
  const who = await world.signedIn('mei@example.test')
  expect((await who.read(home)).hrefs).not.toContain(self)
  const seen = await who.read(self)
  expect(seen.text).toContain('no age is asked for, so none can be verified')
  expect(seen.actions.filter((action) => action.startsWith(home))).toEqual([])
  expect((await check(who, eighteen)).statusCode).toBe(422)
  expect((await (await world.staff('moderator')).read(desk)).text).not.toContain('years old')
  expect(await known(world)).toEqual([])
})

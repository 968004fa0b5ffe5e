// A city whose every field was filled in, and the whole life of a case in it, through the forms that people use.
import { desc } from 'drizzle-orm'
import { expect } from 'vitest'
import { agenciesOf } from '../../src/domain/governments/store.ts'
import { expandMailings } from '../../src/domain/notifications/mailings.ts'
import { countReturned } from '../../src/domain/notifications/returned-mail.ts'
import { write } from '../../src/platform/db/write.ts'
import { commitments } from '../../src/schema/commitments.ts'
import { cosignatures } from '../../src/schema/cosignatures.ts'
import { givenCase } from './cases.ts'
import { page } from './page.ts'
import type { Visitor, World } from './world.ts'

/** What somebody writes into a field that takes `most` characters. Asked once for each field. */
export type Say = (field: string, most: number) => string

type Form = { [field: string]: string | string[] }

/** A form that is taken. */
async function send(who: Visitor, path: string, form: Form = {}): Promise<string> {
  const sent = await who.post(path, form)
  expect([path, sent.statusCode, sent.body && page(sent).problems]).toEqual([path, 303, ''])
  return String(sent.headers.location)
}

export type Life = Awaited<ReturnType<typeof wholeLife>>

/**
 * Settings, then case 2026-0001 from its draft to a commitment that is reported on, 2026-0002 that is refused and later hidden,
 * 2026-0003 that is merged, and 2026-0004 that waits to be checked. The people of the city come back with it. `languages`: of the
 * city, which has them already.
 */
export async function wholeLife(world: World, say: Say, languages: string[] = ['zh-Hant', 'en']) {
  const gov = '/haicheng'
  const settings = `${gov}/desk/settings`
  const number = '2026-0001'
  const at = `${gov}/proposals/${number}`
  const administrator = await world.staff('administrator')
  const moderator = await world.staff('moderator')
  const checker = await world.staff('checker')
  const author = await world.signedIn('author@example.tw')
  const date = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const first = languages[0]!
  const names = (field: string, most = 80, what = 'name') =>
    Object.fromEntries(languages.map((code, i) => [`${what}-${code}`, say(i ? `${field} in English` : field, most)]))

  await send(administrator, `${settings}/face`, {
    ...names('government', 40),
    languages,
    first,
    [`contact-${first}`]: say('contact', 300),
    dates: 'gregorian',
    light: '',
    dark: '',
  })
  await send(administrator, `${settings}/agencies`, { ...names('agency'), code: 'works', validFrom: '' })
  await send(administrator, `${settings}/agencies/epb`, {
    ...names('old agency'),
    validFrom: '',
    validTo: '',
    successor: '',
  })
  await send(administrator, `${settings}/agencies/epb/units`, {
    [`unit-0-name-${first}`]: say('unit', 80),
    [`unit-0-contact-${first}`]: say('contact of a unit', 200),
  })
  await send(administrator, `${settings}/topics`, { ...names('topic'), code: 'nature' })
  await send(administrator, `${settings}/districts`, { ...names('district'), code: 'xinan' })
  await send(administrator, `${settings}/reasons`, { ...names('refusal reason'), code: 'twice' })
  await send(administrator, `${settings}/blackouts`, {
    ...names('pause', 80, 'reason'),
    firstDay: date(200),
    lastDay: date(201),
  })
  await send(administrator, `${settings}/holidays`, { ...names('holiday'), date: date(20), works: 'no' })
  const works = (await agenciesOf(world.db.reads, world.government.id)).find(({ code }) => code === 'works')!.id
  const firstOfficer = await world.staff('officer', world.agencies.transport, 'first@haicheng.test')
  const supporting = await world.staff('officer', world.agencies.environment, 'supporting@haicheng.test')
  const officer = await world.staff('officer', works, 'works@haicheng.test')

  const draft = (await send(author, `${gov}/proposals/drafts`)).replace(/\/problem$/, '')
  const evidence = [`https://maps.example/place/${'a/'.repeat(60)}@25.03,121.56,17z`, 'https://city.example/report']
  await send(author, `${draft}/problem`, { title: say('title', 80), problem: say('problem', 5000) })
  await send(author, `${draft}/place`, { topic: 'nature', district: '', place: say('place', 100) })
  await send(author, `${draft}/asks`, { asks: [say('ask', 200), say('second ask', 200)] })
  await send(author, `${draft}/benefit`, { benefit: say('benefit', 3000), links: evidence })
  await send(author, `${draft}/agencies`, { agencies: ['works'], name: say('author', 30) })
  await send(author, `${draft}/submissions`)
  await send(moderator, `${at}/decisions`, { decision: 'return', words: say('return', 3000) })
  const returned = (await author.get(at)).body
  await send(author, `${draft}/submissions`)
  await send(moderator, `${at}/notes`, { kind: 'note', words: say('note', 3000) })
  await send(moderator, `${at}/notes`, { kind: 'to_proposer', words: say('letter', 3000) })
  await send(author, `${at}/letters`, { words: say('reply', 3000) })
  await send(moderator, `${at}/decisions`, {
    decision: 'approve',
    lead: 'transport',
    supporting: ['epb'],
    words: say('approval', 3000),
  })

  for (const [n, other] of ['2026-0002', '2026-0003', '2026-0004'].entries())
    await givenCase(world, {
      number: other,
      title: say(`title ${n + 2}`, 80),
      problem: say(`problem ${n + 2}`, 5000),
      asks: [say(`ask ${n + 2}`, 200)],
      place: say(`place ${n + 2}`, 100),
      stage: 'checking',
      publishedAt: null,
      closesBefore: null,
      authorId: author.personId,
      checkDueBefore: new Date(world.clock.now.getTime() + 86_400_000),
    })
  const second = `${gov}/proposals/2026-0002`
  const third = `${gov}/proposals/2026-0003`
  await send(moderator, `${second}/decisions`, { decision: 'refuse', reason: 'twice', words: say('refusal', 3000) })
  const refused = (await author.get(second)).body
  await send(author, `${second}/reconsiderations`, { words: say('reconsideration', 3000) })
  await send(moderator, `${third}/decisions`, { decision: 'merge', target: number, words: say('merge', 3000) })

  for (const person of ['one', 'two', 'three']) {
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    const signer = await world.signedIn(`${person}@example.tw`)
    await send(signer, `${at}/cosignatures`, { district: 'xinan', reason: say(`reason ${person}`, 500), wants: '1' })
  }
  const follower = await world.signedIn('follower@example.tw')
  await send(follower, `${gov}/follows`, { of: 'topic:nature', pace: 'daily', kinds: ['dates', 'answer', 'end'] })
  await send(follower, `${gov}/follows`, { of: `case:${number}`, pace: 'now', kinds: ['end'] })
  await send(follower, `${gov}/follows`, { of: `case:${number}`, pace: 'never' })
  const reader = await world.signedIn('reader@example.tw')
  await send(reader, `${gov}/follows`, { of: 'agency:works', pace: 'weekly', kinds: ['answer'] })
  await send(reader, `${gov}/follows`, { of: `search:q=${encodeURIComponent('路')}`, pace: 'now', kinds: ['new'] })
  const asked = await world.visitor().post(`${gov}/follows`, { of: `case:${number}`, email: 'newcomer@example.tw' })
  expect(asked.statusCode).toBe(200)
  await send(author, `${at}/updates`, { words: say('update', 3000) })
  // On the page the reasons of a day stand in no order: the last one that was given goes.
  const [last] = await world.db.reads.select().from(cosignatures).orderBy(desc(cosignatures.signedAt)).limit(1)
  await send(moderator, `${at}/reasons/${last!.reasonId}/removals`, { words: say('removal', 3000) })

  await send(firstOfficer, `${at}/schedules`, { words: say('schedule', 20_000) })
  await send(firstOfficer, `${at}/contacts`, { words: say('contact with the proposer', 20_000) })
  await send(supporting, `${at}/contributions`, { words: say('contribution', 20_000) })
  await send(firstOfficer, `${at}/extensions`, { months: '1', words: say('extension', 20_000) })
  await send(firstOfficer, `${at}/transfers`, { to: 'works', words: say('transfer', 20_000) })
  const answer = {
    ...{ action: 'publish', analysis: say('analysis', 20_000), deliberation: say('deliberation', 20_000) },
    ...{
      'decision-1': 'adopted',
      'reason-1': say('reasons for ask 1', 20_000),
      'decision-2': 'not_adopted',
      'reason-2': say('reasons for ask 2', 20_000),
    },
    ...{ what: [say('commitment', 500)], owner: [say('owner', 500)], due: [date(300)], ask: ['1'] },
  }
  await send(officer, `${at}/answers`, answer)
  await send(officer, `${at}/supplements`, {
    ...answer,
    'decision-2': 'partly',
    note: say('supplement', 20_000),
    what: [],
    owner: [],
    due: [],
    ask: [],
  })
  const [commitmentRow] = await world.db.reads.select({ id: commitments.id }).from(commitments)
  const commitment = String((await world.visitor().get(`${gov}/commitments/${commitmentRow!.id}`)).headers.location)
  await send(officer, `${commitment}/updates`, {
    kind: 'progress',
    words: say('report', 20_000),
    evidence: evidence[0]!,
    evidence_on: date(0),
  })
  await expandMailings(world.deps, world.clock.now)
  for (let times = 0; times < 2; times++)
    await write(world.db, (tx) => countReturned(tx, author.personId!, '5.1.1 User unknown', world.clock.now))
  return {
    at,
    second,
    third,
    commitment,
    draft,
    settings,
    returned,
    refused,
    author,
    moderator,
    officer,
    administrator,
    checker,
    visitor: world.visitor(),
  }
}

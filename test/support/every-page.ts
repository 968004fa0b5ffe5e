// Every page there is, of a city in which every field was filled in.
import { expect } from 'vitest'
import { sealedToken, unsubscribeToken } from '../../src/domain/notifications/sealed-links.ts'
import { newId } from '../../src/lib/id.ts'
import { write } from '../../src/platform/db/write.ts'
import { answerTemplates } from '../../src/schema/answer-templates.ts'
import { announcements, blackouts } from '../../src/schema/calendar.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { passkeys } from '../../src/schema/sign-in.ts'
import { testConfig } from './deps.ts'
import { pngFile } from './files.ts'
import { type Say, wholeLife } from './whole-life.ts'
import type { Visitor, World } from './world.ts'

export const longAddress = `${'w'.repeat(60)}@${'donaudampfschiff.'.repeat(9)}example`
export const longWord = 'Rindfleischetikettierung'.repeat(8)

/** Every page that is read, with who reads it. */
export async function everyPage(
  world: World,
  say: Say,
  languages?: string[],
): Promise<[path: string, who: Visitor | null][]> {
  const life = await wholeLife(world, say, languages)
  const { author, moderator, officer, administrator, checker, settings } = life
  const gov = '/haicheng'
  for (const [role, agency] of [
    ['administrator', ''],
    ['officer', 'works'],
  ] as const)
    expect(
      (await administrator.post(`${settings}/invitations`, { email: `${role[0]}${longAddress}`, role, agency }))
        .statusCode,
    ).toBe(303)
  await administrator.post(`${life.second}/decisions`, {
    decision: 'approve',
    lead: 'works',
    supporting: ['epb'],
    words: '',
  })
  const newcomer = { email: longAddress, district: 'xinan', reason: longWord, consent: '1' }
  expect((await world.visitor().post(`${gov}/proposals/2026-0002/cosignatures`, newcomer)).statusCode).toBe(200)
  expect((await administrator.post(`${gov}/desk/2026-0002/paper`, { n: '1' })).statusCode).toBe(303)
  const signer = await world.signedIn('receipt@example.tw')
  expect((await signer.post(`${life.second}/cosignatures`, { district: 'xinan' })).statusCode).toBe(303)
  const receipt = String((await signer.post('/me/data/object', { stop: ['news'] })).headers.location)
  expect(receipt).toContain('/me/data/receipts/')
  const asked = [1, 2, 3, 4, 5].flatMap((n) => [
    [`decision-${n}`, 'adopted'],
    [`reason-${n}`, say('reason', 300)],
  ])
  const draft = { analysis: say('analysis', 300), deliberation: say('deliberation', 300), ...Object.fromEntries(asked) }
  expect((await officer.post(`${life.second}/answers`, { ...draft, action: 'ask' })).statusCode).toBe(303)
  const template = { name: say('name', 30), analysis: say('analysis', 300), reason: say('reason', 300) }
  expect((await officer.post(`${gov}/desk/templates`, { ...template, agency: 'works' })).statusCode).toBe(303)
  const [keptText] = await world.db.reads.select().from(answerTemplates)
  const view = { name: say('name', 40), readers: 'agency:works' }
  const narrowed = Buffer.from(`task=answer&agency=works&topic=gone&officer=gone&q=${longWord}`).toString('base64url')
  expect((await officer.post(`${gov}/desk/views`, { ...view, 'queue-view': narrowed })).statusCode).toBe(303)
  const attached = { title: say('title', 100), description: say('reason', 500), revision: '1' }
  const picture = { name: longWord, bytes: pngFile() }
  expect((await officer.hand(`${gov}/desk/2026-0002/attachments`, attached, picture)).statusCode).toBe(303)
  expect((await officer.post(`${life.second}/answers`, { ...draft, revision: '2', action: 'ask' })).statusCode).toBe(
    303,
  )
  const cases = await world.db.reads.select().from(proposals)
  const idOf = (number: string) => cases.find((c) => c.number === number)!.id
  const mails = await world.db.reads.select().from(outbox)
  const tokenOf = (kind: string) => mails.find((mail) => mail.kind === kind)!.facts.token
  await write(world.db, async (tx) => {
    await tx.update(outbox).set({ lastError: `EENVELOPE 550 ${longWord}`, failedAt: world.clock.now, nextTryAt: null })
    for (const who of [author, administrator])
      await tx.insert(passkeys).values({
        id: newId(),
        personId: who.personId!,
        credentialId: newId(),
        publicKey: 'x',
        counter: 0,
        transports: [],
        name: 'W'.repeat(60),
        backedUp: false,
        createdAt: world.clock.now,
        lastUsedAt: null,
      })
  })
  const open: string[] = [
    '',
    '/',
    '/sign-in',
    `${gov}/proposals/new`,
    ...['problem', 'place', 'asks'].map((step) => `${gov}/proposals/new/${step}`),
    gov,
    `${gov}/proposals`,
    `${gov}/archive`,
    `${gov}/proposals?q=${longWord}`,
    `${gov}/search?q=${longWord}`,
    `/?q=${longWord}`,
    life.at,
    life.second,
    life.third,
    `${life.at}/reasons`,
    `${life.at}/poster`,
    `${life.at}/versions`,
    `${life.at}/versions/text-1`,
    `${life.at}/as-of/${world.clock.now.toISOString().slice(0, 10)}`,
    `${life.at}/cite`,
    `${life.at}/references`,
    `${gov}/commitments`,
    life.commitment,
    `${gov}/agencies`,
    `${gov}/agencies/works`,
    `${gov}/agencies/epb`,
    `${gov}/figures`,
    `${gov}/figures?agency=works`,
    '/figures',
    `${gov}/data`,
    `${gov}/data/api`,
    `${gov}/log`,
    `${gov}/log/receipt`,
  ]
  open.push(
    ...[
      'help',
      'help/changes',
      'help/citizens',
      'help/staff',
      'help/journalists',
      'help/deadlines',
      'help/integrity',
      'privacy',
      'accessibility',
      'sitemap',
    ].map((page) => `${gov}/${page}`),
  )
  open.push(
    ...[`case:2026-0001`, 'agency:works', 'topic:nature', `search:q=${longWord}`, 'log:days'].map(
      (of) => `${gov}/follows?subject=${encodeURIComponent(of)}`,
    ),
    `${gov}/follows/${tokenOf('confirm_follow')}`,
  )
  open.push(`${gov}/nothing/${longWord}`, `${life.second}/cosignatures/${tokenOf('confirm_cosignature')}`)
  open.push(
    `/unsubscribe/${unsubscribeToken(testConfig.secret, idOf('2026-0001'), author.personId!)}`,
    '/demo/mail',
    ...mails.flatMap((mail) => [`/demo/mail/${mail.id}`, `/demo/mail/${mail.id}/html`]),
  )
  const sealed = sealedToken(testConfig.secret, 'move', { proposalId: idOf('2026-0003'), personId: author.personId! })
  const news = { of: '', url: `https://${'w'.repeat(60)}.example/${longWord}` }
  const webhook = String((await author.post(`${gov}/webhooks`, news)).headers.location).split('?')[0]!
  const own = [
    '/me',
    '/me/address',
    '/me/address/gone',
    '/me/calendars',
    '/me/webhooks',
    webhook,
    `${gov}/webhooks`,
    '/me/data',
    '/me/data/copy.html',
    '/me/data/bring',
    '/me/data/erase',
    '/me/data/object',
    '/me/data/correct',
    `${gov}/verification`,
    `${gov}/verification/age`,
    `${gov}/verification/register`,
    `${gov}/follows?subject=case:2026-0001`,
    `${gov}/proposals/new`,
    life.at,
    `${life.at}/letters`,
    `${life.third}/moves`,
    `${life.third}/moves/${sealed}`,
    '/proposals/2026-0004',
  ]
  // a draft that waits, with everything that was written
  const waiting = await beginAgain(author, say)
  own.push(...['problem', 'place', 'asks', 'benefit', 'agencies', 'check'].map((step) => `${waiting}/${step}`))
  const desk = ['2026-0001', '2026-0002', '2026-0003', '2026-0004'].map((number) => `${gov}/desk/${number}`)
  const office = { name: say('office', 60), fields: ['id_number', 'birth_date'], open: '1' }
  expect((await administrator.post(`${settings}/register`, office)).statusCode).toBe(303)
  const areas = [
    '',
    'rules',
    'blackouts',
    'announcements',
    'holidays',
    'agencies',
    'agencies/works',
    'topics',
    'topics/nature',
    'districts',
    'districts/xinan',
    'reasons',
    'reasons/twice',
    'people',
    'passkeys',
    'limits',
    'register',
    'synonyms',
    'face',
  ]
  const dayIn = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const day = dayIn(20)
  const [pause, notice] = [newId(), newId()]
  const days = {
    governmentId: cases[0]!.governmentId,
    firstDay: dayIn(30),
    lastDay: dayIn(33),
    createdAt: world.clock.now,
  }
  const said = { 'zh-Hant': say('reason', 100), en: say('reason', 100) }
  await write(world.db, async (tx) => {
    await tx.insert(blackouts).values({ id: pause, ...days, reason: said })
    await tx.insert(announcements).values({ id: notice, ...days, firstDay: dayIn(0), words: said })
  })
  return [
    ...open.filter(Boolean).map((path) => [path, null] as [string, null]),
    ...own.map((path) => [path, author] as [string, Visitor]),
    ...[`${gov}/desk`, ...desk].flatMap(
      (path) =>
        [
          [path, moderator],
          [path, officer],
        ] as [string, Visitor][],
    ),
    [`${gov}/desk/2026-0002/attachments`, officer],
    [`${gov}/desk/templates`, officer],
    [`${gov}/desk/views`, officer],
    [`${gov}/desk?task=answer&agency=gone&topic=gone&officer=gone`, officer],
    [`${gov}/desk/templates/${keptText!.id}`, officer],
    [`${gov}/desk/templates`, administrator],
    ...[
      `${gov}/desk`,
      `${gov}/desk/mail`,
      `${gov}/desk/unusual`,
      `${gov}/desk/2026-0002/integrity`,
      `${gov}/desk/2026-0002/sample`,
      `${gov}/desk/2026-0002/paper`,
      `${gov}/desk/2026-0002/paper/1`,
      `${gov}/desk/2026-0002/paper/1/changes`,
      `${gov}/desk/2026-0002/paper/print?from=1&to=1`,
      `${gov}/desk/2026-0002/release`,
      `${gov}/desk/received`,
      `${gov}/desk/references`,
      `${gov}/desk/workload`,
      `${gov}/desk/counter`,
      '/me',
      '/me/calendars',
      '/me/data',
      ...areas.map((area) => `${settings}/${area}`),
      `${settings}/rules/unusual`,
      `${settings}/rules/tonight?look=1`,
      `${settings}/holidays/${day}`,
      `${settings}/blackouts/${pause}`,
      `${settings}/announcements/${notice}`,
    ].map((path) => [path, administrator] as [string, Visitor]),
    [`/invitation/${tokenOf('invitation')}`, administrator],
    [`${life.second}/receipt`, signer],
    [receipt, signer],
    [life.commitment, officer],
    [life.commitment, checker],
  ]
}

async function beginAgain(author: Visitor, say: Say): Promise<string> {
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
  const later = { later: '1' }
  await author.post(`${draft}/problem`, { title: say('title', 80), problem: say('problem', 300), ...later })
  await author.post(`${draft}/place`, { topic: 'nature', district: '', place: say('place', 100), ...later })
  await author.post(`${draft}/asks`, { asks: [say('ask', 200)], ...later })
  await author.post(`${draft}/benefit`, {
    benefit: say('benefit', 300),
    links: ['https://maps.example/place/25.0330,121.5654/'.repeat(8)],
    ...later,
  })
  await author.post(`${draft}/agencies`, { agencies: ['works'], name: say('name', 30), ...later })
  return draft
}

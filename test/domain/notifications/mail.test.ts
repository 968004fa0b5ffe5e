import { expect, test } from 'vitest'
import { renderMail } from '../../../src/domain/notifications/mail.ts'
import { readUnsubscribeToken, unsubscribeToken } from '../../../src/domain/notifications/sealed-links.ts'
import type { MailContext, OutgoingMessage } from '../../../src/domain/notifications/told.ts'
import { transitions } from '../../../src/domain/proposals/workflow.ts'
import { newId } from '../../../src/lib/id.ts'
import { formats } from '../../../src/platform/i18n/format.ts'
import { translator } from '../../../src/platform/i18n/i18n.ts'
import { messageKinds } from '../../../src/schema/values.ts'

const told = (more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: '01999999-0000-7000-8000-000000000001',
  kind: 'answer_published',
  address: 'a@b.test',
  language: 'zh-Hant',
  facts: {},
  createdAt: new Date('2026-06-20T09:00:00+08:00'),
  ...more,
})

const context = (language = 'zh-Hant', more: Partial<MailContext> = {}): MailContext => ({
  origin: 'https://fuyi.test',
  from: 'fuyi@fuyi.test',
  t: translator(language),
  ...formats(language, 'Asia/Taipei', 'gregorian', translator(language)),
  government: {
    slug: 'haicheng',
    name: { 'zh-Hant': '海澄市', en: 'Haicheng City' },
    timeZone: 'Asia/Taipei',
    accent: null,
    contact: { 'zh-Hant': 'contact@haicheng.test', en: 'contact@haicheng.test' },
  },
  proposal: {
    id: '01999999-0000-7000-8000-00000000000a',
    hiddenAt: null,
    checkDueBefore: new Date('2026-06-24T00:00:00+08:00'),
    reconsideredAt: null,
    number: '2026-0042',
    title: '夜市停用一次性餐具',
    count: 1000,
    countUnsaid: false,
    threshold: 5000,
    closesBefore: new Date('2026-07-06T00:00:00+08:00'),
    answerDueBefore: new Date('2026-07-04T00:00:00+08:00'),
  },
  words: null,
  reason: null,
  decided: [],
  unsubscribe: 'TOKEN',
  move: null,
  digest: [],
  ...more,
})

for (const language of ['zh-Hant', 'en'])
  test(`every kind of message is worded in ${language}, with nothing left to fill in`, () => {
    const steps = [...transitions.map((t) => t.act), 'something new'].map((act) => ({
      kind: 'stage_changed' as const,
      facts: { act },
    }))
    const others = messageKinds.map((kind) => ({
      kind,
      facts: {
        code: '123456',
        token: 'T',
        ...{ webhook: 'W', host: 'newsroom.example' },
        role: 'officer',
        into: '2026-0041',
        into_title: '併入的案',
        words: '請補充',
      },
    }))
    for (const message of [...others, ...steps]) {
      const mail = renderMail(told({ ...message, language }), context(language))
      const all = `${mail.subject}\n${mail.text}`
      expect(all, JSON.stringify(message)).not.toMatch(/mail\.[a-z_]|\{\{|undefined|null|NaN/)
      expect(mail.subject.length).toBeGreaterThan(4)
      expect(mail.text).toMatch(language === 'en' ? /^Haicheng City Fuyi\n\n./ : /^海澄市附議\n\n./)
      expect(mail.html.replace(/<style>.*?<\/style>/, ''), 'nothing is left of the templates').not.toMatch(
        /<%|undefined|\[object/,
      )
    }
  })

test('a reminder says the day and how many are left, and leads to the desk', () => {
  const mail = renderMail(told({ kind: 'due_14' }), context())
  expect(mail.subject).toBe('還有 13 天到期：夜市停用一次性餐具')
  expect(mail.text).toContain('2026 年 7 月 3 日 23:59')
  expect(mail.link?.url).toBe('https://fuyi.test/haicheng/desk/2026-0042')
})

test('the link that confirms a co-signature leads to its own page on the case', () => {
  const mail = renderMail(told({ kind: 'confirm_cosignature', facts: { token: 'TOKEN' } }), context())
  expect(mail.link?.url).toBe('https://fuyi.test/haicheng/proposals/2026-0042/cosignatures/TOKEN')
})

test('nothing that people type reaches a header as a second line', () => {
  const title = '好提案\r\nBcc: everybody@example.test\u2028x'
  const mail = renderMail(told({ facts: { title } }), context())
  expect(mail.subject).toBe('機關回應了：好提案 Bcc: everybody@example.test x')
  expect(mail.html).not.toContain('\r')
})

test('markup in a title stays text in the HTML part', () => {
  const mail = renderMail(told({ facts: { title: '<script>alert(1)</script>' } }), context())
  expect(mail.html).not.toContain('<script>')
})

test('a link never leaves our own site', () => {
  for (const path of ['//evil.test/x', 'https://evil.test', '/\\evil.test', 'javascript:alert(1)'])
    expect(renderMail(told({ facts: { path } }), context()).link?.url).toBe(
      'https://fuyi.test/haicheng/proposals/2026-0042',
    )
})

test('bulk mail carries one-click unsubscribing; a sign-in code does not', () => {
  const bulk = renderMail(told(), context())
  expect(bulk.headers).toMatchObject({
    'List-Unsubscribe': '<https://fuyi.test/unsubscribe/TOKEN>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  })
  expect(bulk.text).toContain('https://fuyi.test/unsubscribe/TOKEN')
  const code = renderMail(told({ kind: 'sign_in_code', facts: { code: '123456' } }), context())
  expect(code.headers).not.toHaveProperty('List-Unsubscribe')
  expect(code.text).not.toContain('unsubscribe')
})

test('the Message-ID is the row’s own, the same on every attempt', () => {
  const id = newId()
  const first = renderMail(told({ id }), context())
  expect(first.messageId).toBe(`<${id}@fuyi.test>`)
  expect(renderMail(told({ id }), context())).toEqual(first)
})

test('an unsubscribe link names one person and one case, and cannot be made up', () => {
  const [proposalId, personId] = [newId(), newId()]
  const token = unsubscribeToken('secret', proposalId, personId)
  expect(token).toMatch(/^[\w-]{64}$/)
  expect(readUnsubscribeToken('secret', token)).toEqual({ proposalId, personId })
  expect(readUnsubscribeToken('another secret', token)).toBeNull()
  expect(readUnsubscribeToken('secret', token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'))).toBeNull()
  expect(readUnsubscribeToken('secret', 'x')).toBeNull()
})

test('a subject is cut between characters, joiners kept, and holds no line break or sign that nobody sees', () => {
  const titled = (title: string) => renderMail(told({ facts: { title } }), context()).subject
  expect(titled('🚲'.repeat(60))).toContain('🚲'.repeat(60))
  expect(titled('𠮷'.repeat(80))).toContain('𠮷'.repeat(80))
  for (const one of ['🚲', '𠮷', '👩‍👩‍👧', '🇹🇼', 'e\u0301']) {
    const subject = titled(one.repeat(150))
    expect(subject).toContain(`${one.repeat(99)}…`)
    expect(subject.replaceAll(one, ''), 'nothing of one is left over').not.toMatch(/[\p{Cs}\p{M}\u200d]/u)
  }
  expect(titled('می‌خواهم\u202e\n甲')).toContain('می‌خواهم 甲')
})

test('commitments of an agency that ended come alone, without a date to answer by, or with its part in the same mail', () => {
  const facts = { commitments: 2, agency: 'transport', 'from_zh-Hant': '環境保護局', from_en: 'Environment Bureau' }
  const alone = renderMail(told({ kind: 'assigned', facts }), context())
  expect(alone.subject).toBe('承諾移交貴機關：夜市停用一次性餐具')
  expect(alone.text).toContain('環境保護局已裁撤或改制，這項提案的回應所承諾的 2 項改由貴機關辦理。')
  expect(alone.text).not.toContain('23:59')
  expect(alone.link?.url).toBe('https://fuyi.test/haicheng/commitments?agency=transport&state=open')
  const english = { kind: 'assigned' as const, language: 'en' }
  const both = renderMail(told({ ...english, facts: { ...facts, role: 'lead' } }), context('en'))
  expect(both.subject).toMatch(/^Answer needed/)
  expect(both.text).toContain('Your agency takes over 2 commitments made in its answer from Environment Bureau')
  expect(both.link?.url).toBe('https://fuyi.test/haicheng/desk/2026-0042')
})

/** The lines of the text version, without those that are empty and without the foot. */
const linesOf = (more: Partial<OutgoingMessage>, given: Partial<MailContext> = {}) =>
  renderMail(told(more), context(more.language, given)).text.split('\n-- \n')[0]!.split('\n').filter(Boolean)

test('the first lines say city, what happened, case, how many signed and how many days are left', () => {
  expect(linesOf({ kind: 'confirm_cosignature', facts: { token: 'T' } }).slice(0, 6)).toEqual([
    '海澄市附議',
    '請確認您要附議這項提案',
    '提案 2026-0042',
    '夜市停用一次性餐具',
    '1,000 份附議，門檻 5,000 份',
    '附議到 2026 年 7 月 5 日為止，還有 15 天',
  ])
  expect(linesOf({ kind: 'assigned', language: 'en', facts: { role: 'lead' } }).slice(0, 6)).toEqual([
    'Haicheng City Fuyi',
    'Your agency is the lead agency for this proposal',
    'Proposal 2026-0042',
    '夜市停用一次性餐具',
    '1,000 of 5,000 co-signatures',
    'Answer due by 3 Jul 2026: 13 days left',
  ])
})

test.each([
  ['2026-06-20T09:00:00+08:00', '附議到 2026 年 7 月 5 日為止，還有 15 天'],
  ['2026-07-04T23:59:00+08:00', '附議到 2026 年 7 月 5 日為止，還有 1 天'],
  ['2026-07-05T09:00:00+08:00', '今天 23:59 附議截止'],
  ['2026-07-06T00:00:00+08:00', '附議已於 2026 年 7 月 5 日截止'],
])('a mail of %s says: %s', (at, line) => {
  expect(linesOf({ kind: 'already_cosigned', createdAt: new Date(at) })).toContain(line)
})

test('the link that confirms says until when it works: 48 hours, and no longer than a day after closing', () => {
  const until = (at: string) =>
    linesOf({ kind: 'confirm_cosignature', facts: { token: 'T' }, createdAt: new Date(at) }).find((l) => /有效/.test(l))
  expect(until('2026-06-20T09:00:00+08:00')).toBe('連結到 2026 年 6 月 22 日 09:00 為止有效，只能用一次。')
  expect(until('2026-07-05T20:00:00+08:00')).toBe('連結到 2026 年 7 月 7 日 00:00 為止有效，只能用一次。')
})

test('the mail of an answer says what was decided of each ask, in a line each', () => {
  const decided = [
    { number: 1, ask: '全面停用\n塑膠袋', decision: 'adopted' as const },
    { number: 2, ask: '洗'.repeat(200), decision: 'not_adopted' as const },
  ]
  for (const kind of ['answer_published', 'answer_supplemented', 'stage_changed'] as const)
    expect(linesOf({ kind, facts: { act: 'answer' } }, { decided }).filter((line) => line.startsWith('- '))).toEqual([
      '- 參採：訴求 1「全面停用 塑膠袋」',
      `- 不參採：訴求 2「${'洗'.repeat(119)}…」`,
    ])
  const hidden = { ...context().proposal!, hiddenAt: new Date() }
  const seen = renderMail(told(), context('zh-Hant', { decided, proposal: hidden }))
  expect(seen.text + seen.html, 'of a hidden case nothing is told but its number').not.toMatch(/塑膠袋|夜市|1,000/)
})

test('a refusal names its reason, and says once that it can be checked again', () => {
  const words = { reason: { 'zh-Hant': '非本府權責', en: 'Outside our remit' }, words: '請向中央提出。\n\n電話 1999' }
  const lines = linesOf({ kind: 'stage_changed', facts: { act: 'refuse' } }, words)
  for (const line of ['非本府權責', '請向中央提出。', '電話 1999']) expect(lines).toContain(line)
  expect(lines.join()).toContain('可以在提案頁申復一次')
  const again = { ...context().proposal!, reconsideredAt: new Date() }
  expect(linesOf({ kind: 'stage_changed', facts: { act: 'refuse' } }, { ...words, proposal: again }).join()).toContain(
    '不能再次申復',
  )
})

test('whose proposal ended without an answer reads that its text can be used again', () => {
  for (const act of ['refuse', 'expire'] as const)
    expect(linesOf({ kind: 'stage_changed', facts: { act } }, {}).join()).toContain('用原來的內容另寫一項新提案')
  expect(linesOf({ kind: 'stage_changed', facts: { act: 'answer' } }, {}).join()).not.toContain('原來的內容')
})

test('an agency that gets a part before the threshold reads that nothing is due yet', () => {
  const proposal = { ...context().proposal!, answerDueBefore: null }
  for (const [role, called] of [
    ['lead', '主辦機關'],
    ['supporting', '協辦機關'],
  ]) {
    const facts = { role: role!, early: true, due_before: null }
    const mail = renderMail(told({ kind: 'assigned', facts }), context('zh-Hant', { proposal }))
    expect(mail.subject).toBe(`貴機關列為${called}：夜市停用一次性餐具`)
    expect(mail.text).toContain(`貴機關是這項提案的${called}`)
    expect(mail.text).toContain('達到門檻（成案）以前不必回應')
    expect(mail.text).not.toMatch(/待回應|待提/)
  }
})

test('a returned proposal leads to where it is changed', () => {
  const mail = renderMail(told({ kind: 'stage_changed', facts: { act: 'return' } }), context())
  expect(mail.link).toMatchObject({
    label: '修改提案',
    url: 'https://fuyi.test/haicheng/proposals/drafts/01999999-0000-7000-8000-00000000000a/check',
  })
})

test('every mail names whom to ask and what becomes of the data, and its button has its address in words below it', () => {
  const { text, html } = renderMail(told(), context())
  expect(text).toContain('聯絡我們：contact@haicheng.test')
  expect(text).toContain('https://fuyi.test/haicheng/privacy')
  expect(text).toContain('查看機關回應\nhttps://fuyi.test/haicheng/proposals/2026-0042\n')
  expect(html).toMatch(
    /<a class="m-button"[^>]*>查看機關回應<\/a><\/div>\s*<div[^>]*>https:\/\/fuyi\.test\/haicheng\/proposals\/2026-0042</,
  )
})

test('a mail has the city’s colour on light screens and on dark ones, and no words that only colour tells', () => {
  const accent = { light: '#7a1f5c', dark: '#f0a0d0' }
  const given = context()
  const { html } = renderMail(told(), { ...given, government: { ...given.government!, accent } })
  expect(html).toContain('background:#7a1f5c')
  expect(html).toMatch(/prefers-color-scheme:dark\).*\.m-button\{background:#f0a0d0/)
  expect(html).toContain('<meta name="color-scheme" content="light dark">')
})

test('what people type looks the same in the text version, whatever it holds', () => {
  const typed = 'a < b & "c" \'d\' &lt;p&gt; <p>x</p> &amp;'
  const lines = linesOf({ kind: 'reach_proposer', facts: { words: `${typed}\n- 一\n  二` } })
  expect(lines).toEqual(expect.arrayContaining([typed, '- 一', '二']))
})

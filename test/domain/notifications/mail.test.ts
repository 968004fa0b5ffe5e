import { expect, test } from 'vitest'
import { type MailContext, renderMail, type Told } from '../../../src/domain/notifications/mail.ts'
import { readUnsubscribeToken, unsubscribeToken } from '../../../src/domain/notifications/sealed-links.ts'
import { transitions } from '../../../src/domain/proposals/workflow.ts'
import { newId } from '../../../src/lib/id.ts'
import { formats } from '../../../src/platform/i18n/format.ts'
import { translator } from '../../../src/platform/i18n/i18n.ts'
import { messageKinds } from '../../../src/schema/values.ts'

const told = (more: Partial<Told> = {}): Told => ({
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
  date: formats(language, 'Asia/Taipei', 'gregorian', translator(language)).date,
  government: { slug: 'haicheng', name: { 'zh-Hant': '海澄市', en: 'Haicheng City' }, timeZone: 'Asia/Taipei' },
  proposal: {
    hiddenAt: null,
    number: '2026-0042',
    title: '夜市停用一次性餐具',
    count: 1000,
    threshold: 5000,
    closesBefore: new Date('2026-07-06T00:00:00+08:00'),
    answerDueBefore: new Date('2026-07-04T00:00:00+08:00'),
  },
  words: null,
  unsubscribe: 'TOKEN',
  move: null,
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
      expect(mail.text).toContain(language === 'en' ? 'Haicheng City' : '海澄市')
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
  expect(both.text).toContain('2 commitments made in its answer come to your agency from Environment Bureau')
  expect(both.link?.url).toBe('https://fuyi.test/haicheng/desk/2026-0042')
})

// Messages as pages and mails get them.
import { expect, test } from 'vitest'
import { catalogue, languages, translator } from '../../../src/platform/i18n/i18n.ts'

function messagesOf(messages: object, prefix = ''): [key: string, message: string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : messagesOf(value, `${prefix}${key}.`),
  )
}

const holesOf = (message: string) => [...message.matchAll(/\{\{(\w+)(?:\|[^{}]+)?\}\}/g)].map((found) => found[1]!)

test.each(languages)('every message in %s holds words and {{names}}, nothing that we do not fill in', (language) => {
  const strange = messagesOf(catalogue(language)).filter(
    ([, message]) => /\$t\(/.test(message) || /\{\{|\}\}/.test(message.replace(/\{\{\w+(?:\|[^{}|]+)*\}\}/g, '')),
  )
  expect(strange).toEqual([])
})

test.each(languages)('every message in %s is filled with what it names, and nothing is left open', (language) => {
  const t = translator(language)
  for (const [key, message] of messagesOf(catalogue(language))) {
    const said = t(key, Object.fromEntries(holesOf(message).map((name) => [name, `<${name}>`])))
    expect(said).toBe(message.replace(/\{\{(\w+)\}\}/g, '<$1>').replace(/\{\{[^{}]*\|([^{}|]+)\}\}/g, '$1'))
  }
})

test('a message has forms by count, as its language counts', () => {
  const days = (language: string) => [0, 1, 2, 1.5].map((count) => translator(language)('case.days_left', { count }))
  expect(days('en')).toEqual(['0 days left', '1 day left', '2 days left', '1.5 days left'])
  expect(days('zh-Hant')).toEqual(['還有 0 天', '還有 1 天', '還有 2 天', '還有 1.5 天'])
})

test('a sentence with several numbers has the word that goes with each', () => {
  const row = (n: string, days: number) => translator('en')('proposals.begin.three', { n, days })
  expect(row('1', 1)).toBe('Co-signing: 1 co-signature in 1 day meets the threshold.')
  expect(row('1,000', 60)).toBe('Co-signing: 1,000 co-signatures in 60 days meet the threshold.')
})

test('a date in years of the Republic follows Chinese words without a space, as they do one another', () => {
  const due = (date: string) => translator('zh-Hant')('deadline.last_day', { date })
  expect([due('民國 115 年 6 月 18 日'), due('2026 年 6 月 18 日')]).toEqual([
    '到民國 115 年 6 月 18 日 23:59 為止',
    '到 2026 年 6 月 18 日 23:59 為止',
  ])
  // however the message is written; a count beside its word is no date
  const t = translator('zh-Hant')
  for (const date of ['2026 年 6 月 18 日', '6 月 18 日'])
    expect(t('settings.rules.preview.from', { date })).toBe(`自 ${date}起施行`)
  expect(t('settings.rules.preview.from', { date: '民國 115 年 6 月 18 日' })).toBe('自民國 115 年 6 月 18 日起施行')
})

test('what is not known is left out, and a message that is not there is its key', () => {
  const t = translator('en')
  for (const title of [null, undefined])
    expect(t('mail.quote', { number: '1', title })).toBe(t('mail.quote', { number: '1', title: '' }))
  expect(t('mail.quote')).not.toMatch(/undefined|\{\{/)
  expect(t('no.such.message', { count: 1 })).toBe('no.such.message')
  expect(translator('xx')('frame.language')).toBe(translator('zh-Hant')('frame.language'))
})

test('what a person wrote is shown as it is, even where it looks like a message', () => {
  const title = '$t(frame.language) {{title}} & <b>'
  expect(translator('en')('case.cited', { number: '2026-0001', title })).toContain(title)
})

test('a title from right to left does not turn the words around it', () => {
  expect(translator('en')('case.cited', { number: '2026-0001', title: 'مصباح الشارع' })).toContain(
    '\u2068مصباح الشارع\u2069',
  )
})

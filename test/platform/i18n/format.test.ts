// Dates and numbers as people read them.
import { expect, test } from 'vitest'
import { formats } from '../../../src/platform/i18n/format.ts'
import { translator } from '../../../src/platform/i18n/i18n.ts'

const at = new Date('2026-06-18T09:05:00+08:00')
const taipei = (language: string, dates = 'gregorian') => formats(language, 'Asia/Taipei', dates, translator(language))

test.each([
  ['zh-Hant', 'gregorian', '2026 年 6 月 18 日', '6 月 18 日', '2026 年 6 月 18 日 09:05'],
  ['zh-Hant', 'roc', '民國 115 年 6 月 18 日', '6 月 18 日', '民國 115 年 6 月 18 日 09:05'],
  ['en', 'gregorian', '18 Jun 2026', '18 Jun', '18 Jun 2026 09:05'],
  ['en', 'roc', '18 Jun 2026', '18 Jun', '18 Jun 2026 09:05'],
  ['es', 'gregorian', '18 jun 2026', '18 jun', '18 jun 2026 09:05'], // a language that somebody adds
])('in %s (%s years)', (language, dates, date, short, moment) => {
  const { date: long, shortDate, dateTime } = taipei(language, dates)
  expect([long(at), shortDate(at), dateTime(at)]).toEqual([date, short, moment])
  expect(long('2026-06-18')).toBe(date)
})

test('a short date of another year says its year, before and after the one it is', () => {
  const inYear = (language: string, dates = 'gregorian') =>
    formats(language, 'Asia/Taipei', dates, translator(language), '2026').shortDate
  const newYear = new Date('2026-12-31T16:30:00Z') // half past midnight in Taipei, of 2027
  expect(['2025-12-31', '2026-12-31', newYear].map(inYear('en'))).toEqual(['31 Dec 2025', '31 Dec', '1 Jan 2027'])
  expect(inYear('zh-Hant')(newYear)).toBe('2027 年 1 月 1 日')
  expect(inYear('zh-Hant', 'roc')(newYear)).toBe('民國 116 年 1 月 1 日')
})

test('days from one to another are one day where both are the same', () => {
  const { span } = taipei('zh-Hant')
  expect(span('2026-06-19', '2026-06-19')).toBe('2026 年 6 月 19 日')
  expect(span('2026-06-19', '2026-06-21')).toBe('2026 年 6 月 19 日 – 2026 年 6 月 21 日')
})

test('every month in English is as short as the others', () => {
  const { shortDate } = taipei('en')
  const months = Array.from({ length: 12 }, (_, i) => shortDate(`2026-${String(i + 1).padStart(2, '0')}-01`))
  expect(months.join(' ')).toBe('1 Jan 1 Feb 1 Mar 1 Apr 1 May 1 Jun 1 Jul 1 Aug 1 Sep 1 Oct 1 Nov 1 Dec')
})

test('a number has commas in its thousands, a share is a whole percent, a deadline names its last day', () => {
  const { number, percent, dueDay } = taipei('en')
  expect([number(5000), number(999), number(1234567)]).toEqual(['5,000', '999', '1,234,567'])
  expect([percent(0.2), percent(0.005)]).toEqual(['20%', '1%'])
  expect(dueDay(new Date('2026-06-19T00:00:00+08:00'))).toBe('2026-06-18')
})

// Calendars that every program reads: lines of at most 75 octets, characters whole, values that end where they end.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarOf, escaped, folded } from '../../src/lib/icalendar.ts'

const day = {
  uid: 'a@haicheng.test',
  day: '2026-07-17',
  summary: '回應到期：海堤照明',
  description: 'a;b,c\\d\nnext',
  url: 'https://x.test/1',
}

test('a day has its date, its words and an id that stays', () => {
  const text = calendarOf('海澄市', [day], new Date('2026-06-18T01:02:03.456Z'))
  expect(text.split('\r\n').slice(9, 19)).toEqual([
    'BEGIN:VEVENT',
    'UID:a@haicheng.test',
    'DTSTAMP:20260618T010203Z',
    'DTSTART;VALUE=DATE:20260717',
    'SUMMARY:回應到期：海堤照明',
    'DESCRIPTION:a\\;b\\,c\\\\d\\nnext',
    'URL:https://x.test/1',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
  ])
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
})

test('whatever is written, no line is longer than 75 octets, and unfolding gives it back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (words) => {
      const line = `SUMMARY:${escaped(words)}`
      const lines = folded(line).split('\r\n')
      for (const one of lines) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(75)
      for (const one of lines.slice(1)) expect(one.startsWith(' ')).toBe(true)
      expect(folded(line).replaceAll('\r\n ', '')).toBe(line)
      expect(line).not.toMatch(/[\r\n]/)
    }),
  )
})

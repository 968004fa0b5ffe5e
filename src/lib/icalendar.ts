// Calendars as RFC 5545 writes them. Pure.

/** A day of a calendar. `uid` stays the same for the same thing, so that a date that moves is no second one. */
export type CalendarDay = {
  uid: string /** local, 'YYYY-MM-DD' */
  day: string
  summary: string
  description: string
  url: string
}

const mostOctets = 75

/** A whole calendar. `at`: when it was made. Lines end in CRLF and are folded by octets, never inside a character. */
export function calendarOf(name: string, days: CalendarDay[], at: Date): string {
  const stamp = `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Fuyi//Fuyi//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'],
    ...[
      `NAME:${escaped(name)}`,
      `X-WR-CALNAME:${escaped(name)}`,
      'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
      'X-PUBLISHED-TTL:PT6H',
    ],
    ...days.flatMap(({ uid, day, summary, description, url }) => [
      ...['BEGIN:VEVENT', `UID:${escaped(uid)}`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`],
      ...[`SUMMARY:${escaped(summary)}`, `DESCRIPTION:${escaped(description)}`, `URL:${url}`],
      ...['TRANSP:TRANSPARENT', 'END:VEVENT'],
    ]),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** Text as a value: no line break and no separator is left as it is, and no other control character at all. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replace(/(?!\t)\p{Cc}/gu, '')

/** At most 75 octets a line; the next begins with a space, which counts. */
export function folded(line: string): string {
  let out = ''
  let octets = 0
  for (const character of line) {
    const more = Buffer.byteLength(character)
    if (octets + more > mostOctets) {
      out += '\r\n '
      octets = 1
    }
    out += character
    octets += more
  }
  return out
}

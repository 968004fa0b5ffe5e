import { expect, test } from 'vitest'
import { newId } from '../../../src/lib/id.ts'
import { returnAddress, returnedId } from '../../../src/lib/verp.ts'
import { readReport } from '../../../src/platform/mail/delivery-report.ts'
import { deliveryReport, holidayNote } from '../../support/reports.ts'

test('a delivery report says which mail came back and why, without anybody’s address', async () => {
  expect(await readReport(deliveryReport({ messageId: 'id@fuyi.test' }))).toEqual({
    messageId: 'id@fuyi.test',
    sentTo: ['bounces@fuyi.test', 'bounces@fuyi.test'],
    action: 'failed',
    status: '5.1.1',
    words: '550 5.1.1 <…>: Recipient address rejected: User unknown in reply to RCPT TO command',
  })
})

test('the whole mail may have come back, as a part of its own or in base64', async () => {
  const whole = deliveryReport().replace('Content-Type: text/rfc822-headers', 'Content-Type: message/rfc822')
  expect(await readReport(whole)).toMatchObject({ messageId: 'nobody@elsewhere.test' })
  const [before, headers] = deliveryReport().split('text/rfc822-headers\r\n\r\n') as [string, string]
  const [part, after] = headers.split('\r\n\r\n--') as [string, string]
  const coded = `${before}text/rfc822-headers\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(part).toString('base64')}\r\n--${after}`
  expect(await readReport(coded)).toMatchObject({ messageId: 'nobody@elsewhere.test', status: '5.1.1' })
})

test('a note that somebody is on holiday, and what is no mail at all, report nothing', async () => {
  expect(await readReport(holidayNote('bounces@fuyi.test'))).toBeNull()
  for (const raw of ['', 'x', '\r\n\r\n', '\0\0', 'Content-Type: multipart/report; boundary=x\r\n\r\n--x'])
    expect(await readReport(raw)).toBeNull()
})

test('a return address says which mail it belongs to, in capitals too, and nobody can make one up', () => {
  const id = newId()
  const address = returnAddress('secret', 'bounces@fuyi.test', id)
  expect(address).toMatch(/^bounces\+[0-9a-f]{48}@fuyi\.test$/)
  expect(address.indexOf('@')).toBeLessThanOrEqual(64)
  expect(returnedId('secret', address)).toBe(id)
  expect(returnedId('secret', address.toUpperCase())).toBe(id)
  expect(returnedId('another secret', address)).toBeNull()
  expect(
    returnedId(
      'secret',
      address.replace(/.@/, (end) => (end[0] === '0' ? '1@' : '0@')),
    ),
  ).toBeNull()
  expect(returnedId('secret', 'bounces@fuyi.test')).toBeNull()
})

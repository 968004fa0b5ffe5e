// What somebody came for is read from the name in the address and from where it leads: both must fit.
import { expect, test } from 'vitest'
import { actOf, signInAgainPath, signInPath, wanted } from '../../../src/domain/people/pending-action.ts'

const token = 'x'.repeat(43)

test.each([
  ['cosign', '/haicheng/proposals/2026-0042', { kind: 'cosign', government: 'haicheng', number: '2026-0042' }],
  [
    'cosign',
    '/haicheng/proposals/2026-0042?lang=en#cosign',
    { kind: 'cosign', government: 'haicheng', number: '2026-0042' },
  ],
  ['propose', '/haicheng/proposals/new', { kind: 'propose', government: 'haicheng' }],
  ['join', `/invitation/${token}`, { kind: 'join', token }],
  ['cosign', '/haicheng/proposals/2026-0042/letters', null],
  ['cosign', '/haicheng/proposals/new', null],
  ['cosign', '//evil.example/proposals/2026-0042', null],
  ['cosign', '/HAICHENG/proposals/2026-0042', null],
  ['join', '/invitation/short', null],
  ['propose', `/invitation/${token}`, null],
  ['sign', '/haicheng/proposals/2026-0042', null],
  ['toString', '/haicheng/proposals/new', null],
  ['__proto__', '/haicheng/proposals/new', null],
  [undefined, '/haicheng/proposals/new', null],
  [['cosign'], '/haicheng/proposals/2026-0042', null],
])('%s at %s', (name, next, act) => {
  expect(actOf(name, next)).toEqual(act)
})

test.each([
  ['cosign', '/haicheng/proposals/2026-0042', 'cosign'],
  [undefined, '/haicheng/proposals/new', 'propose'], // sent there by a guard that names no act
  [undefined, '/haicheng/proposals/2026-0042', null],
  ['cosign', '/me', null],
])('the sign-in page says what %s at %s is for', (act, next, kind) => {
  expect(wanted(act, next)).toBe(kind)
})

test('an address that leads back keeps its own parameters apart', () => {
  const next = '/haicheng/proposals?q=a&page=2#x'
  expect(signInPath(next)).toBe('/sign-in?next=%2Fhaicheng%2Fproposals%3Fq%3Da%26page%3D2%23x')
  expect(new URL(signInPath(next, 'cosign'), 'http://localhost').searchParams.get('next')).toBe(next)
  expect(signInAgainPath('passkey', '/me')).toBe('/sign-in?need=passkey&next=%2Fme')
})

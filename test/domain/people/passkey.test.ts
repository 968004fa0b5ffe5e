// Who may change their passkeys, in every standing there is.
import { expect, test } from 'vitest'
import {
  mustStay,
  needToAdd,
  needToRemove,
  notAllowing,
  type SignInStanding,
} from '../../../src/domain/people/passkey.ts'

const at = new Date('2026-06-18T09:00:00+08:00')
const desk = (allowedUntil: Date | null = null) => ({
  id: '1',
  slug: 'haicheng',
  name: { en: 'Haicheng' },
  allowedUntil,
})
const allowed = desk(new Date(at.getTime() + 1))
const runOut = desk(at)

test.each<[string, Partial<SignInStanding>, string | null, string | null]>([
  // what is needed to add one, and to remove one
  ['who signed in long ago', { fresh: false }, 'again', 'again'],
  ['a citizen, by code, without any', {}, null, null],
  ['a citizen, by code, with some', { passkeys: 2 }, null, null],
  ['staff, by code, adding the first', { demands: [desk()] }, null, 'passkey'],
  ['staff, by code, with one already', { passkeys: 1, demands: [desk()] }, 'passkey', 'passkey'],
  ['staff, by passkey', { passkeys: 1, byPasskey: true, demands: [desk()] }, null, null],
  ['staff, by passkey, long ago', { passkeys: 1, byPasskey: true, fresh: false, demands: [desk()] }, 'again', 'again'],
  ['staff who lost theirs, and may add another', { passkeys: 1, demands: [allowed] }, null, 'passkey'],
  ['the same when that has run out', { passkeys: 1, demands: [runOut] }, 'passkey', 'passkey'],
  ['staff of two, of which one allows it', { passkeys: 1, demands: [allowed, desk()] }, 'passkey', 'passkey'],
])('%s', (_, standing, add, remove) => {
  const all: SignInStanding = { fresh: true, byPasskey: false, passkeys: 0, demands: [], at, ...standing }
  expect([needToAdd(all), needToRemove(all)]).toEqual([add, remove])
})

test('those who do not allow another one are named', () => {
  expect(notAllowing({ demands: [allowed, runOut, desk()], at })).toEqual([runOut, desk()])
})

test('the last one stays while a desk asks for it', () => {
  expect(mustStay({ passkeys: 1, demands: [desk()] })).toBe(true)
  expect(mustStay({ passkeys: 2, demands: [desk()] })).toBe(false)
  expect(mustStay({ passkeys: 1, demands: [] })).toBe(false)
})

// The secrets in links of mails: they say nothing to whoever sees them, and old ones go on working.
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSealedToken, sealedToken } from '../../../src/domain/notifications/sealed-links.ts'
import { newId } from '../../../src/lib/id.ts'

const secret = 'a secret that only tests use, 32 characters or more'
const [proposalId, personId] = [newId(), newId()]

/** As links were until ids were enciphered. */
const formerToken = (purpose: string) => {
  const ids = Buffer.from((proposalId + personId).replaceAll('-', ''), 'hex')
  const seal = createHmac('sha256', secret).update(`${purpose}:`).update(ids).digest().subarray(0, 16)
  return Buffer.concat([ids, seal]).toString('base64url')
}

test('a link holds neither id, for one purpose, and is the same each time', () => {
  const token = sealedToken(secret, 'unsubscribe', { proposalId, personId })
  expect(token).toMatch(/^[\w-]{64}$/)
  expect(sealedToken(secret, 'unsubscribe', { proposalId, personId })).toBe(token)
  expect(readSealedToken(secret, 'unsubscribe', token)).toEqual({ proposalId, personId })
  expect(readSealedToken(secret, 'move', token)).toBeNull()
  expect(readSealedToken(`${secret}!`, 'unsubscribe', token)).toBeNull()
  const bytes = Buffer.from(token, 'base64url').toString('hex')
  for (const id of [proposalId, personId])
    for (let at = 0; at + 8 <= 32; at += 4) expect(bytes).not.toContain(id.replaceAll('-', '').slice(at, at + 8))
})

test('two links of one person have nothing in common that says so', () => {
  const one = Buffer.from(sealedToken(secret, 'unsubscribe', { proposalId, personId }), 'base64url')
  const other = Buffer.from(sealedToken(secret, 'unsubscribe', { proposalId: newId(), personId }), 'base64url')
  for (let at = 0; at + 4 <= 48; at++) expect(one.includes(other.subarray(at, at + 4))).toBe(false)
})

test('a link of a mail that was sent before goes on working', () => {
  for (const purpose of ['unsubscribe', 'move'] as const) {
    expect(readSealedToken(secret, purpose, formerToken(purpose))).toEqual({ proposalId, personId })
    expect(readSealedToken(secret, purpose === 'move' ? 'unsubscribe' : 'move', formerToken(purpose))).toBeNull()
  }
})

test('no other link is taken, whatever is changed in it', () => {
  const tokens = [sealedToken(secret, 'move', { proposalId, personId }), formerToken('move')]
  fc.assert(
    fc.property(fc.constantFrom(...tokens), fc.nat(47), fc.integer({ min: 1, max: 255 }), (token, at, change) => {
      const bytes = Buffer.from(token, 'base64url')
      bytes[at]! ^= change
      expect(readSealedToken(secret, 'move', bytes.toString('base64url'))).toBeNull()
    }),
  )
  fc.assert(fc.property(fc.string(), (typed) => readSealedToken(secret, 'move', typed) === null))
})

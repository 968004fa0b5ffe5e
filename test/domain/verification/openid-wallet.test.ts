// The key that only the answer to one request is encrypted for: both halves fit, also where a number begins with zeros.
import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { answerKey } from '../../../src/domain/verification/openid-wallet.ts'

test('whatever request it is for, what is encrypted for a key is read with it', () => {
  const wallet = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  for (let i = 0; i < 1500; i++) {
    const privateKey = answerKey('s'.repeat(32), `request ${i}`)
    const ours = diffieHellman({ privateKey, publicKey: wallet.publicKey })
    const theirs = diffieHellman({ privateKey: wallet.privateKey, publicKey: createPublicKey(privateKey) })
    expect(ours.equals(theirs), `request ${i}`).toBe(true)
  }
})

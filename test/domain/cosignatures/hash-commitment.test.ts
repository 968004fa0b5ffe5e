import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commitmentTo } from '../../../src/domain/cosignatures/hash-commitment.ts'
import { canonicalJson } from '../../../src/lib/canonical-json.ts'

it('is to the canonical JSON of what it opens to, whatever stands in it', () => {
  const text = fc.string({ unit: 'grapheme' })
  const opening = fc.record({ case: fc.option(text), day: text, signer: text })
  fc.assert(
    fc.property(opening, fc.uint8Array({ minLength: 32, maxLength: 32 }), (said, bytes) => {
      const salt = Buffer.from(bytes)
      const expected = createHash('sha256').update(salt).update(canonicalJson(said)).digest('hex')
      expect(commitmentTo(said, salt.toString('base64url'))).toBe(expected)
    }),
  )
})

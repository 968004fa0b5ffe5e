// Which encoding a reply goes out in.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodingFor } from '../../../src/platform/cache/compress.ts'

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br; q=0, gzip; q=0.5', 'gzip'],
  ['br ;q=0.0 , gzip ; q=0.000', 'identity'],
  ['br;q=0.1, gzip;q=1', 'gzip'],
  ['gzip;q=0.5, br;q=0.5', 'br'],
  ['identity, gzip;q=0.5', 'identity'],
  ['*', 'br'],
  ['*;q=0.3, br;q=0', 'gzip'],
  ['identity;q=0, *;q=0', 'identity'],
  ['deflate, zstd', 'identity'],
  ['brotli, xgzip', 'identity'],
])('for “%s” we send %s', (header, encoding) => {
  expect(encodingFor(header)).toBe(encoding)
})

test('whatever a header says, it is answered with an encoding of ours', () => {
  const piece = fc.oneof(fc.constantFrom('br', 'gzip', '*', ',', ';', 'q=', '=', '"', '\\', ' ', '0', '1'), fc.string())
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(['br', 'gzip', 'identity']).toContain(encodingFor(pieces.join('')))
    }),
  )
})

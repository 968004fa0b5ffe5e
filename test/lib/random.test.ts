import { expect, it } from 'vitest'
import { randomWord } from '../../src/lib/random.ts'

it('gives as many bytes as it was asked for, in the letters that were asked for', () => {
  expect(randomWord(32, 'base64url')).toMatch(/^[\w-]{43}$/)
  expect(randomWord(16, 'hex')).toMatch(/^[\da-f]{32}$/)
  expect(randomWord(1024, 'hex')).toHaveLength(2048)
})

it('gives no byte twice, wherever its supply begins anew', () => {
  const parts = Array.from({ length: 5000 }, (_, i) => Buffer.from(randomWord(8 + (i % 33), 'hex'), 'hex'))
  const eights = parts.flatMap((part) => [part.subarray(0, 8).toString('hex'), part.subarray(-8).toString('hex')])
  const expected = parts.reduce((sum, part) => sum + (part.length === 8 ? 1 : 2), 0) // of eight bytes both ends are one
  expect(new Set(eights).size).toBe(expected)
  const ones = parts.reduce((sum, part) => sum + [...part].reduce((n, byte) => n + byte, 0), 0)
  const bytes = parts.reduce((sum, part) => sum + part.length, 0)
  expect(Math.abs(ones / bytes - 127.5)).toBeLessThan(2) // six standard deviations would be 1.3
})

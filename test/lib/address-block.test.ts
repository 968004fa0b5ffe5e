import { expect, test } from 'vitest'
import { blockOf, isLoopback } from '../../src/lib/address-block.ts'

test.each([
  ['203.0.113.9', '203.0.113.0/24'],
  ['203.0.113.200', '203.0.113.0/24'],
  ['::ffff:203.0.113.9', '203.0.113.0/24'],
  ['2001:db8:1:2ff::1', '2001:db8:1:200::/56'],
  ['2001:db8:1:201:aaaa:bbbb:cccc:dddd', '2001:db8:1:200::/56'],
  ['2001:db8:1:3ff::1', '2001:db8:1:300::/56'],
  ['2001:db8::1', '2001:db8:0:0::/56'],
  ['::1', '0:0:0:0::/56'],
  ['fe80::1%eth0', 'fe80:0:0:0::/56'],
  ['not an address', 'unknown'],
  ['', 'unknown'],
])('%s lies in %s', (address, block) => {
  expect(blockOf(address)).toBe(block)
})

test('this machine is known by all its names', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].map(isLoopback)).toEqual([true, true, true, true])
  expect(['128.0.0.1', '::2', '127.0.0.1.evil.example'].map(isLoopback)).toEqual([false, false, false])
})

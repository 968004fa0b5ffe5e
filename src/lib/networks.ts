// Whom a setting trusts: addresses and blocks of a network, as an operator writes them.
import { isIP } from 'node:net'

const named = ['loopback', 'linklocal', 'uniquelocal']
/** Shorter prefixes name more machines than one operator has. fc00::/7 are all private addresses of IPv6. */
const shortest = { 4: 8, 6: 7 }

/** An address, a block like 10.0.0.0/8, or one of the names that Fastify knows. */
export function isNetwork(part: string): boolean {
  const [address = '', bits, ...more] = part.split('/')
  if (named.includes(part)) return true
  const longest = isIP(address) === 6 ? 128 : 32
  return isIP(address) > 0 && !more.length && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= longest))
}

/** Whether a block holds so many addresses that strangers are among them. `part`: one that `isNetwork` takes. */
export function holdsStrangers(part: string): boolean {
  const [address = '', bits] = part.split('/')
  return bits !== undefined && Number(bits) < shortest[isIP(address) === 6 ? 6 : 4]
}

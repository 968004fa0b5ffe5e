// Visitors are told apart by the block their address lies in, never by the address: a household or an office changes its last
// digits at will, and a provider hands whole /56 blocks to one customer. Pure.
import { isIP } from 'node:net'

/** '203.0.113.0/24' or '2001:db8:0:ff00::/56'; an IPv4 address written as IPv6 counts as IPv4. 'unknown' for anything else. */
export function blockOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address.replace(/%.*$/, '') // fe80::1%eth0
  if (isIP(plain) === 4) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (isIP(plain) !== 6) return 'unknown'
  const [a = 0, b = 0, c = 0, d = 0] = groupsOf(plain)
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`
}

/** From this machine itself. */
export const isLoopback = (address: string): boolean => /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address)

/** The same of the host in an address or a `Host` header: a name, or an address in its brackets; without the port. */
export const isThisMachine = (host: string): boolean =>
  host === 'localhost' || isLoopback(host.replace(/^\[(.*)\]$/, '$1'))

function groupsOf(ipv6: string): number[] {
  const [head = '', tail] = ipv6.split('::')
  const numbers = (text: string) => (text ? text.split(':').map((group) => Number.parseInt(group, 16)) : [])
  const first = numbers(head)
  if (tail === undefined) return first
  const last = numbers(tail)
  return [...first, ...Array(Math.max(0, 8 - first.length - last.length)).fill(0), ...last]
}

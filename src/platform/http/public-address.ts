// Which addresses of the network everybody can reach. What a stranger names must not lead a request of ours into a private network, to
// this machine, or to the one that tells a cloud's secrets. IANA special-purpose registries, RFC 6890 and its successors. Pure.
import { BlockList, isIP } from 'node:net'

const special = new BlockList()
for (const [net, bits] of [
  ...[
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
  ],
  ...[
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
  ],
  ...[
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
] as [string, number][])
  special.addSubnet(net, bits, 'ipv4')
/** Of IPv6 only what is given out as global unicast is open, less what in it is not, or holds an IPv4 address. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as [string, number][])
  special.addSubnet(net, bits, 'ipv6')

/** False for what is no address, too. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '')
  const version = isIP(bare)
  if (version === 4) return !special.check(bare, 'ipv4')
  return version === 6 && global.check(bare, 'ipv6') && !special.check(bare, 'ipv6')
}

// What people type as an e-mail address, and the mailbox behind it. Mail goes to the address as typed; people are told apart by
// the mailbox, because one mailbox has many spellings. Pure.
import { domainToASCII, domainToUnicode } from 'node:url'
import { firstOf } from './graphemes.ts'
import type { MailboxRules } from './mailbox-rules.ts'
import { memoize } from './memoize.ts'

const longestTyped = 1000 // characters: more is no address, whatever stands around it
const longestAddress = 254 // bytes, RFC 5321 4.5.3.1.3 less the brackets
const longestLocal = 64 // bytes, RFC 5321 4.5.3.1.1

/** Signs that nobody sees: zero-width spaces and joiners, marks of direction, variation selectors, fillers. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu
/** What East Asian keyboards type for a full stop. */
const stops = /[。．｡]/g

// Quotes, comments and address literals in brackets do not exist on the public internet, and a space or control character
// could smuggle a mail header. Letters beyond ASCII are RFC 6531's; quotation marks and brackets beyond it stand around an address.
const atom = String.raw`(?:[\w!#$%&'*+/=?^{|}~\x60-]|[^\p{ASCII}\p{C}\p{Z}\p{Pi}\p{Pf}\p{Ps}\p{Pe}])+`
const dotAtoms = new RegExp(String.raw`^${atom}(?:\.${atom})*$`, 'u')
/** Letters, digits and what RFC 5892 lets stand between them: `domainToASCII` makes a name of a quotation mark too. */
const plainHost = /^(?:[a-z0-9.-]|(?!\p{ASCII})[\p{L}\p{M}\p{N}·・])+$/u
/** What is put around an address in a sentence. */
const quoted = /^(?:“(.*)”|"(.*)"|‘(.*)’|'(.*)'|「(.*)」|『(.*)』|\((.*)\)|\[(.*)\]|【(.*)】|《(.*)》|〈(.*)〉|«(.*)»)$/
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** A name in the DNS. The last part is a top-level domain: letters, or punycode; never a number, as in 1.2.3.4. */
const dnsName = new RegExp(String.raw`^(?:${label}\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,57}[a-z0-9])$`)
/** Top-level domains that no mail server is behind (RFC 6761, RFC 7686). */
const nowhere = /\.(?:invalid|localhost|onion)$/

/**
 * The address mail can be sent to, from what somebody typed or pasted: also "mailto:a@b.cc", "<a@b.cc>", "Name <a@b.cc>", 「a@b.cc」, full-width
 * letters, invisible characters, a full stop at the end. Null when nothing can be delivered there. The part before the @ keeps
 * its case; the host is in lower case, in the script it was typed in. Reading the result again changes nothing.
 */
export function readAddress(typed: string): string | null {
  if (typed.length > longestTyped) return null
  const text = unwrapped(visible(typed))
  const at = text === null ? -1 : text.lastIndexOf('@')
  if (text === null || at < 1) return null
  const local = text.slice(0, at).replace(/ +$/, '').replace(stops, '.')
  const host = visible(text.slice(at + 1).toLowerCase())
    .replace(stops, '.')
    .replace(/\.$/, '')
  const ascii = hostInAscii(host)
  if (!ascii || !dotAtoms.test(local)) return null
  const bytes = Buffer.byteLength(local)
  return bytes <= longestLocal && bytes + 1 + ascii.length <= longestAddress ? `${local}@${host}` : null
}

/**
 * The mailbox an address leads to, in its one form: host by UTS 46 in ASCII, lower case, one width, nothing invisible, and
 * without what its provider ignores. Two addresses are one person where this is the same. Mail is never sent to it.
 */
export function mailboxOf(address: string, rules: MailboxRules): string {
  const plain = visible(visible(address).toLowerCase())
  const at = plain.lastIndexOf('@')
  const host = plain.slice(at + 1)
  const ascii = hostInAscii(host) ?? host
  return byRules(plain.slice(0, at), ascii, rules)
}

/** The same address with its host as mail servers know it: "me@例子.tw" is "me@xn--fsqu00a.tw". */
export function withAsciiHost(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at + 1)}${hostInAscii(address.slice(at + 1)) ?? address.slice(at + 1)}`
}

/** For a page that whoever holds a link may open: enough to see whether it is one's own. "m…@example.tw". */
export function hintOf(address: string): string {
  const at = address.lastIndexOf('@')
  return `${firstOf(address.slice(0, at), 1)}…${address.slice(at)}`
}

function byRules(local: string, host: string, rules: MailboxRules): string {
  const parent = host.slice(host.indexOf('.') + 1)
  const below = rules.get(parent)
  if (!rules.has(host) && below?.subdomains) return byRules(host.slice(0, host.indexOf('.')), parent, rules)
  const own = rules.get(host)
  const target = own?.sameAs ? own.sameAs : host
  const rule = rules.get(target) ?? own
  if (!rule) return `${local}@${host}`
  const cut = [...local].findIndex((sign, i) => i > 0 && rule.cut.includes(sign))
  const base = cut > 0 ? [...local].slice(0, cut).join('') : local
  const bare = [...base].filter((sign) => !rule.ignored.includes(sign)).join('')
  return `${bare || base}@${target}`
}

/** Punycode that stays what it is: it stands for no name. Node 24.22 takes such a host, Node 20 and 22 do not. */
const encodesNothing = /(?:^|\.)xn--/

/** Null where it is no name in the DNS. `domainToASCII` reads more than names: percent signs, ports, numbers as addresses. */
const hostInAscii = memoize(
  (host): string | null => {
    if (host.length > longestAddress || !plainHost.test(host)) return null
    const ascii = domainToASCII(host)
    if (ascii.length > 253 || !dnsName.test(ascii) || nowhere.test(ascii)) return null
    return encodesNothing.test(domainToUnicode(ascii)) ? null : ascii
  },
  1000,
  longestAddress,
)

const visible = (text: string) => text.replace(invisible, '').normalize('NFKC').replace(invisible, '').trim()

/** The address in what programs put around it. Null where that cannot be read. */
function unwrapped(text: string): string | null {
  const listed = text.replace(/[\s;,]+$/, '')
  const bracketed = /^[^<>]*<([^<>]*)>$/.exec(listed)?.[1]
  const enclosed = (bracketed ?? listed).trim()
  const inner = (quoted.exec(enclosed)?.slice(1).find(Boolean) ?? enclosed).trim()
  if (!/^mailto:/i.test(inner)) return inner
  try {
    return visible(decodeURIComponent(inner.slice('mailto:'.length).split('?')[0]!))
  } catch {
    return null
  }
}

// What the DNS says of our mail: who may send it (SPF), how it is signed (DKIM), and what others are to do with mail that is
// neither (DMARC). Large providers refuse mail without them, or swallow it. The judgements are pure, given what a name answers.
import { createPublicKey } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import type { Config } from '../config.ts'
import { signingKey } from '../platform/mail/transport.ts'
import { ok, problem, type Said } from './finding.ts'

/** Who answers for names. Rejects as `node:dns` does: with `code` ENOTFOUND or ENODATA where there is nothing. */
export type Names = { txt: (name: string) => Promise<string[][]> }

export function usualNames(): Names {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  return { txt: (name) => resolver.resolveTxt(name) }
}

const mostLookups = 10 // RFC 7208, 4.6.4

export async function spf({ mailFrom, bounceAddress }: Config, names: Names): Promise<Said> {
  const domain = domainOf(bounceAddress ?? mailFrom)
  if (isReserved(domain)) return ofNobody(domain)
  const found = await texts(names, domain)
  return typeof found === 'string' ? unanswered(found) : judgeSpf(domain, found)
}

function judgeSpf(domain: string, found: string[]): Said {
  const records = found.filter((text) => /^v=spf1(\s|$)/i.test(text))
  const example = `Publish at ${domain}, as TXT: v=spf1 a:YOUR-MAIL-SERVER -all`
  if (!records.length) return problem(`${domain} does not say who may send its mail.`, example)
  if (records.length > 1)
    return problem(`${domain} has ${records.length} SPF records; mail servers then use none.`, 'Make them one.')
  const terms = records[0]!.trim().split(/\s+/).slice(1)
  const all = terms.find((term) => /^[+?~-]?all$/i.test(term))
  if (all && /^\+?all$/i.test(all))
    return problem(`${domain} lets everybody send its mail: ${records[0]}`, 'End it with -all.')
  if (!all && !terms.some((term) => /^redirect=/i.test(term)))
    return problem(`The SPF record of ${domain} does not end: ${records[0]}`, 'End it with -all.')
  const lookups = terms.filter((term) =>
    /^[+?~-]?(include:|a([:/]|$)|mx([:/]|$)|ptr|exists:)|^redirect=/i.test(term),
  ).length
  if (lookups > mostLookups)
    return problem(
      `The SPF record of ${domain} asks for ${lookups} more names; ${mostLookups} are allowed.`,
      'Name addresses (ip4:, ip6:) instead.',
    )
  return ok(`${domain}: ${records[0]}`)
}

export async function dkim({ dkim, mailFrom }: Config, names: Names): Promise<Said> {
  if (!dkim) return { ok: null, says: 'mail is not signed here; the mail server may sign it', todo: null }
  const from = domainOf(mailFrom)
  if (!isAligned(dkim.domain, from))
    return problem(
      `Mail comes from ${from} and is signed by ${dkim.domain}: that counts for nothing.`,
      'Set DKIM_DOMAIN to the domain of MAIL_FROM.',
    )
  const key = createPublicKey(signingKey(dkim))
  const name = `${dkim.selector}._domainkey.${dkim.domain}`
  const found = await texts(names, name)
  if (typeof found === 'string') return unanswered(found)
  return judgeDkim(name, found, key.export({ type: 'spki', format: 'der' }).toString('base64'))
}

/** `ours`: the public key of the file that we sign with, SPKI in base64. */
function judgeDkim(name: string, found: string[], ours: string): Said {
  const todo = `Publish at ${name}, as TXT: v=DKIM1; k=rsa; p=${ours}`
  const keys = found
    .map((text) => /(?:^|;)\s*p=([^;]*)/i.exec(text)?.[1]?.replace(/\s/g, ''))
    .filter((key) => key !== undefined)
  if (!keys.length) return problem(`There is no key at ${name}.`, todo)
  if (keys.includes(ours)) return ok(`${name} has the key that we sign with`)
  if (keys.every((key) => key === ''))
    return problem(`The key at ${name} was withdrawn.`, 'Take another selector and a new key.')
  return problem(`The key at ${name} is not the one that we sign with.`, todo)
}

export async function dmarc({ mailFrom }: Config, names: Names): Promise<Said> {
  const domain = domainOf(mailFrom)
  if (isReserved(domain)) return ofNobody(domain)
  const labels = domain.split('.')
  for (let from = 0; from <= labels.length - 2; from++) {
    const at = labels.slice(from).join('.')
    const found = await texts(names, `_dmarc.${at}`)
    if (typeof found === 'string') return unanswered(found)
    const records = found.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text))
    if (records.length) return judgeDmarc(`_dmarc.${at}`, records)
  }
  return judgeDmarc(`_dmarc.${domain}`, [])
}

function judgeDmarc(name: string, records: string[]): Said {
  if (!records.length)
    return problem(
      `There is no DMARC record at ${name}, nor above it; large providers ask for one.`,
      `Publish at ${name}, as TXT: v=DMARC1; p=none; rua=mailto:YOUR-ADDRESS`,
    )
  if (records.length > 1)
    return problem(`${name} has ${records.length} DMARC records; mail servers then use none.`, 'Make them one.')
  const policy = /;\s*p\s*=\s*(\w+)/i.exec(records[0]!)?.[1]?.toLowerCase()
  if (!policy || !['none', 'quarantine', 'reject'].includes(policy))
    return problem(
      `The DMARC record at ${name} has no policy: ${records[0]}`,
      'Give it p=none, p=quarantine or p=reject.',
    )
  const todo =
    policy === 'none'
      ? 'Once its reports show that all our mail passes, make it p=quarantine: others can send in this name until then.'
      : null
  return { ...ok(`${name}: ${records[0]}`), todo }
}

/** The texts of a name, each put together; a word of why, where nobody answers. */
async function texts(names: Names, name: string): Promise<string[] | string> {
  try {
    return (await names.txt(name)).map((pieces) => pieces.join(''))
  } catch (error) {
    const { code = 'unknown' } = error as { code?: string }
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : `${name} (${code})`
  }
}

const unanswered = (name: string): Said => ({ ok: null, says: `nobody answers for ${name}`, todo: null })
const ofNobody = (domain: string): Said => ({ ok: null, says: `${domain} is a name for trying out`, todo: null })
/** RFC 6761: nobody can publish anything at these, so asking a name server would only find fault with a platform on trial. */
const isReserved = (domain: string) => /(^|\.)(localhost|test|invalid|example)$/.test(domain)
const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
/** The same, or one above the other. */
const isAligned = (a: string, b: string) => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)

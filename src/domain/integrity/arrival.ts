// How a co-signature came: what is kept of it, and whether it is held. What could be read back is never kept: an address block, a
// mail domain and the shape of an address are digests under the deployment's secret, of each case other ones.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import { blockOf } from '../../lib/address-block.ts'
import { hourMs } from '../../lib/durations.ts'
import { withAsciiHost } from '../../lib/email.ts'
import { sha256 } from '../../lib/id.ts'
import { memoize } from '../../lib/memoize.ts'
import type { Db } from '../../platform/db/database.ts'
import { cached } from '../../platform/db/read-cache.ts'
import type { DomainKind, UnusualReason, UnusualRules } from '../../schema/values.ts'
import { currentRules } from '../governments/store.ts'
import { pressedBefore } from '../notifications/arrival-store.ts'
import { mailboxIn } from '../people/mailboxes.ts'
import { isInstitution, isPublicProvider, registrableOf, shapeOf } from './mail-domain.ts'
import { knownGroups } from './store.ts'
import { heldAtOnce, type Signs } from './unusual.ts'

/** What a co-signature brings along; `held`: why it is not counted at once; `spent`: its mailbox, as one would be kept that was erased. */
export type Came = { signs: Signs; held: UnusualReason | null; spent: string }

/**
 * `device`: what the browser's cookie says, '' where it has none. `lone`: a link was pressed in a browser that had not asked for it.
 * `at`: now.
 */
type Coming = { email: string; ip: string; device: string; lone: boolean; at: Date }

const disposable: ReadonlySet<string> = disposableEmailBlocklistSet()

const rulesNow = (db: Db, governmentId: string, at: Date) =>
  cached(db, `unusual by rules of ${governmentId}`, () => currentRules(db, governmentId, at))

/** `come(db, proposal, coming)`: how it came. Asked outside the unit: what it reads may be a second old, and a job looks again. */
export const signalReader = (secret: string) => {
  const spentOf = spentDigests(secret)
  const shared = memoize((value) => digestOf(secret, value), 10_000) // of a domain or a block that many come from
  return async (db: Db, proposal: { id: string; governmentId: string }, coming: Coming): Promise<Came> => {
    const { rules } = await rulesNow(db, proposal.governmentId, coming.at)
    const email = withAsciiHost(coming.email).toLowerCase()
    const host = email.slice(email.lastIndexOf('@') + 1)
    const kind = kindOf(host, rules, disposable)
    const domain = kind === 'public' ? host : registrableOf(host)
    const familiar = kind === 'unknown' ? ((await pressedBefore(db, coming.at)).get(host) ?? 0) : 0
    const shape = shapeOf(email.slice(0, email.lastIndexOf('@')))
    const signs: Signs = {
      block: shared(cameBy(proposal, 'block', blockOf(coming.ip))),
      ...{ domain: shared(cameBy(proposal, 'domain', domain)), domainKind: kind, familiar },
      series: shape === null ? null : digestOf(secret, cameBy(proposal, 'series', `${shape}@${domain}`)),
      device: digestOf(secret, cameBy(proposal, 'device', coming.device)),
      ...{ lone: coming.lone, hour: Math.floor(coming.at.getTime() / hourMs) },
    }
    const held = heldAtOnce(signs, await knownGroups(db, proposal.id), rules)
    return { signs, held, spent: spentOf(proposal.id, sha256(await mailboxIn(db, coming.email))) }
  }
}

/** How well a domain is known. The government's own lists go before all others. */
export function kindOf(
  host: string,
  { moreDisposable, trustedDomains }: Pick<UnusualRules, 'moreDisposable' | 'trustedDomains'>,
  disposable: ReadonlySet<string>,
): DomainKind {
  const names = [host, registrableOf(host)]
  const has = (list: string) => list !== '' && list.split(' ').some((one) => names.includes(one))
  if (has(trustedDomains)) return 'known'
  if (has(moreDisposable)) return 'disposable'
  if (isPublicProvider(host)) return 'public'
  if (isInstitution(host)) return 'institution'
  return names.some((name) => disposable.has(name)) ? 'disposable' : 'unknown'
}

const length = 16 // letters, 96 bits: no two of a case are the same by chance

const cameBy = ({ id }: { id: string }, kind: string, value: string): string => `came:${id}:${kind}:${value}`

const digestOf = (secret: string, value: string): string =>
  createHmac('sha256', secret).update(value).digest('base64url').slice(0, length)

/** Of a mailbox, given as the SHA-256 of its one form: what stays of it in a case once its account is erased. */
export const spentDigests = (secret: string) => (proposalId: string, keyHash: string) =>
  createHmac('sha256', secret).update(`spent:${proposalId}:${keyHash}`).digest('base64url')

/** A cookie that one case's signing gives out: a random word and our seal, so that nobody makes up browsers. */
export const deviceSeals = (secret: string) => {
  const sealOf = (proposalId: string, word: string) => digestOf(secret, `device:${proposalId}:${word}`)
  return {
    give: (proposalId: string, word: string): string => `${word}.${sealOf(proposalId, word)}`,
    /** The word; '' where the cookie is not ours, or of another case. */
    read(proposalId: string, cookie: string): string {
      const [word = '', seal = ''] = cookie.split('.')
      const [given, ours] = [Buffer.from(seal), Buffer.from(sealOf(proposalId, word))]
      return given.length === ours.length && timingSafeEqual(given, ours) ? word : ''
    },
  }
}

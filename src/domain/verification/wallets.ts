// Wallets on people's phones, behind one interface: a card is asked for, and says whom it verifies or why it verifies nobody. Taiwan's
// is asked by way of its module; the European one answers to an address of ours (presentation-routes.ts), which keeps what came of it.
import { sha256 } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import type { VerifiedClaim } from '../../schema/values.ts'
import { ageToAsk, cardOfAge } from './age-card.ts'
import { subjectOf } from './card.ts'
import { linkOf, type OpenidWallet } from './openid-wallet.ts'
import { askForCard, shownCard, type TaiwanAgeEntry, type TaiwanEntry, type TaiwanRefusal } from './taiwan-wallet.ts'
import type { Found } from './verifications.ts'
import type { WalletRequest } from './wallet-requests.ts'

export type WalletRefusal = TaiwanRefusal | 'cancelled'

/** `today`: YYYY-MM-DD, under the government. `code`: what the phone brought back to the page, or null. */
type Asked = { today: string; code: string | null }

export type Wallet = {
  id: string
  government: string
  name: Localised
  /** 'age': whether somebody is so old, and nothing else */
  claim: VerifiedClaim
  /** Whether it can say that somebody is at least so old. */
  covers: (least: number) => boolean
  /** Asks for a card under `id`, random and new. What a QR code says. `base`: the request's own address here. Throws NoAnswer. */
  begin: (id: string, base: string) => Promise<string>
  /** What the same phone opens. */
  linkHere: (row: WalletRequest, base: string) => string
  /** Whom the card shown for this request verifies. Throws NoAnswer. */
  result: (row: WalletRequest, asked: Asked) => Promise<Result<Found & { leastAge: number | null }, WalletRefusal>>
  /** null: it sends us nothing by itself */
  openid: OpenidWallet | null
}

/** By the verifier service of the Taiwan digital wallet: it is asked until a card was shown. */
export function taiwanWallet(entry: TaiwanEntry, secret: string): Wallet {
  const { id, government, name } = entry
  return {
    ...{ id, government, name, openid: null, claim: 'resident', covers: () => false },
    begin: (transaction) => askForCard(entry, transaction),
    linkHere: ({ link }) => link,
    async result(row, { today }) {
      const card = await shownCard(entry, row.id)
      if (!card.ok) return card
      const subject = subjectOf(entry, card.value, { secret, government, source: id, today })
      return subject.ok ? done({ method: 'wallet', issuer: id, subjectKey: subject.value, leastAge: null }) : subject
    },
  }
}

/** The same module, by a definition that asks for an age. */
export function taiwanAgeWallet(entry: TaiwanAgeEntry, secret: string): Wallet {
  const { id, government, name, age } = entry
  return {
    ...{ id, government, name, openid: null, claim: 'age' },
    covers: (least) => age.at_least === undefined || age.at_least >= least,
    begin: (transaction) => askForCard(entry, transaction),
    linkHere: ({ link }) => link,
    async result(row, { today }) {
      const card = await shownCard(entry, row.id)
      if (!card.ok) return card
      const least = row.leastAge!
      const subject = cardOfAge(entry, { least, today }, card.value, { secret, government, source: id })
      return subject.ok ? done({ method: 'wallet', issuer: id, subjectKey: subject.value, leastAge: least }) : subject
    },
  }
}

/** By OpenID for Verifiable Presentations: the wallet answers to us. */
export function europeanWallet(openid: OpenidWallet): Wallet {
  const { id, government, name, asks } = openid
  return {
    ...{ id, government, name, openid, claim: asks.age ? 'age' : 'resident' },
    covers: (least) => asks.age !== null && ageToAsk(asks.age, least) !== null,
    begin: async (_, base) => linkOf(openid, { base, device: 'there' }),
    linkHere: (_, base) => linkOf(openid, { base, device: 'here' }),
    async result({ outcome, subjectKey, codeHash, leastAge }, { code }) {
      if (outcome === null) return refused('waiting')
      // shown on the phone that read the page: only the browser that the phone led back to goes on
      if (codeHash !== null && (code === null || sha256(code) !== codeHash)) return refused('waiting')
      if (outcome !== 'found') return refused(outcome)
      return done({ method: 'wallet', issuer: id, subjectKey: subjectKey!, leastAge })
    },
  }
}

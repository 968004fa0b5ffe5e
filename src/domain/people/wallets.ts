// Wallets on people's phones, behind one interface: a card is asked for, and says whom it verifies or why it verifies nobody. Taiwan's
// is asked by way of its module; the European one answers to an address of ours (presentation-routes.ts), which keeps what came of it.
import { sha256 } from '../../lib/id.ts'
import type { Localised } from '../../lib/localised.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { subjectOf } from './card.ts'
import { linkOf, type OpenidWallet } from './openid-wallet.ts'
import { askForCard, shownCard, type TaiwanEntry, type TaiwanRefusal } from './taiwan-wallet.ts'
import type { Found } from './verifications.ts'
import type { WalletRequest } from './wallet-requests.ts'

export type WalletRefusal = TaiwanRefusal | 'cancelled'

/** `today`: YYYY-MM-DD, under the government. `code`: what the phone brought back to the page, or null. */
type Asked = { today: string; code: string | null }

export type Wallet = {
  id: string
  government: string
  name: Localised
  /** Asks for a card under `id`, random and new. What a QR code says. `base`: the request's own address here. Throws NoAnswer. */
  begin: (id: string, base: string) => Promise<string>
  /** What the same phone opens. */
  linkHere: (row: WalletRequest, base: string) => string
  /** Whom the card shown for this request verifies. Throws NoAnswer. */
  result: (row: WalletRequest, asked: Asked) => Promise<Result<Found, WalletRefusal>>
  /** null: it sends us nothing by itself */
  openid: OpenidWallet | null
}

export function taiwanWallet(entry: TaiwanEntry, secret: string): Wallet {
  const { id, government, name } = entry
  return {
    ...{ id, government, name, openid: null },
    begin: (transaction) => askForCard(entry, transaction),
    linkHere: ({ link }) => link,
    async result(row, { today }) {
      const card = await shownCard(entry, row.id)
      if (!card.ok) return card
      const subject = subjectOf(entry, card.value, { secret, government, source: id, today })
      return subject.ok ? done({ method: 'wallet', issuer: id, subjectKey: subject.value }) : subject
    },
  }
}

export function europeanWallet(openid: OpenidWallet): Wallet {
  const { id, government, name } = openid
  return {
    ...{ id, government, name, openid },
    begin: async (request, base) => linkOf(openid, { id: request, base, device: 'there' }),
    linkHere: (row, base) => linkOf(openid, { id: row.id, base, device: 'here' }),
    async result({ outcome, subjectKey, codeHash }, { code }) {
      if (outcome === null) return refused('waiting')
      // shown on the phone that read the page: only the browser that the phone led back to goes on
      if (codeHash !== null && (code === null || sha256(code) !== codeHash)) return refused('waiting')
      if (outcome !== 'found') return refused(outcome)
      return done({ method: 'wallet', issuer: id, subjectKey: subjectKey! })
    },
  }
}

// Wallets on people's phones, behind one interface: a card is asked for, and says whom it verifies or why it verifies nobody.
import type { Localised } from '../../lib/localised.ts'
import type { Result } from '../../lib/result.ts'
import { done } from '../../lib/result.ts'
import { subjectOf } from './card.ts'
import { askForCard, shownCard, type TaiwanEntry, type TaiwanRefusal } from './taiwan-wallet.ts'
import type { Found } from './verifications.ts'

export type WalletRefusal = TaiwanRefusal

export type Wallet = {
  id: string
  government: string
  name: Localised
  /** Asks for a card under `id`, random and new. What a QR code says, and the same phone opens. Throws NoAnswer. */
  begin: (id: string) => Promise<string>
  /** Whom the card shown under `id` verifies. `today`: YYYY-MM-DD, under the government. Throws NoAnswer. */
  result: (id: string, today: string) => Promise<Result<Found, WalletRefusal>>
}

export function walletOf(entry: TaiwanEntry, secret: string): Wallet {
  const { id, government, name } = entry
  return {
    ...{ id, government, name },
    begin: (transaction) => askForCard(entry, transaction),
    async result(transaction, today) {
      const card = await shownCard(entry, transaction)
      if (!card.ok) return card
      const subject = subjectOf(entry, card.value, { secret, government, source: id, today })
      return subject.ok ? done({ method: 'wallet', issuer: id, subjectKey: subject.value }) : subject
    },
  }
}

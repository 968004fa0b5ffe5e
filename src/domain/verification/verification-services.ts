// What an operator's file says of services and wallets that verify a residence or an age. deploy/README.md has its lines.
import { z } from 'zod'
import { readServicesFile } from '../people/services-file.ts'
import { openidAgeEntry, openidEntry, openidWallet } from './openid-wallet.ts'
import { taiwanAgeEntry, taiwanEntry } from './taiwan-wallet.ts'
import { europeanWallet, taiwanAgeWallet, taiwanWallet, type Wallet } from './wallets.ts'
import { type YesNoService, yesNoEntry, yesNoService } from './yes-no-services.ts'

/** A line without a kind is a yes/no service, as all were before there were wallets. */
const entry = z.preprocess(
  (line) => (typeof line === 'object' && line !== null ? { kind: 'yes_no', ...line } : line),
  z.discriminatedUnion('kind', [yesNoEntry, taiwanEntry, taiwanAgeEntry, openidEntry, openidAgeEntry]),
)
const file = z
  .array(entry)
  .max(20)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each needs an id of its own')
  .refine((all) => all.every(({ id }) => id !== 'roll'), 'none may have the id roll')

export type VerificationServices = { yesNo: YesNoService[]; wallets: Wallet[] }

/** `path` null: there are none. `host`: of the platform's address. Throws ConfigError where a file is missing or wrong. */
export function verificationServices(path: string | null, secret: string, host: string): VerificationServices {
  const all = path === null ? [] : readServicesFile('VERIFICATION_SERVICES_FILE', path, file)
  return {
    yesNo: all.filter((one) => one.kind === 'yes_no').map(yesNoService),
    wallets: all.flatMap((one) => {
      if (one.kind === 'taiwan_wallet') return [taiwanWallet(one, secret)]
      if (one.kind === 'taiwan_wallet_age') return [taiwanAgeWallet(one, secret)]
      return one.kind === 'openid4vp' || one.kind === 'openid4vp_age'
        ? [europeanWallet(openidWallet(one, secret, host))]
        : []
    }),
  }
}

// What an administrator may send about unusual co-signatures: numbers within bounds that the page says, and two lists of mail domains.
import { z } from 'zod'
import { unusualNumbers } from '../../domain/integrity/public-rules.ts'
import { addMonths, isDay } from '../../lib/calendar.ts'
import { withAsciiHost } from '../../lib/email.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { Rules, UnusualRules } from '../../schema/values.ts'
import { rulesAheadMonths, whole } from './forms.ts'

/** In the order of the page. Shares are typed in percent. A rule can be loosened, and not so far that it holds whole cities or nobody. */
export const unusualBounds = {
  seriesFrom: [3, 1000],
  seriesShare: [0, 100],
  domainFrom: [3, 10_000],
  blockFrom: [5, 10_000],
  deviceFrom: [3, 10_000],
  massFrom: [20, 100_000],
  unknownShare: [1, 100],
  loneShare: [50, 100],
  decidedAlone: [0, 10_000],
} as const satisfies { [K in keyof UnusualRules]?: readonly [number, number] }
type UnusualNumber = keyof typeof unusualBounds
const shares = unusualNumbers.flatMap(({ name, isShare }) => (isShare ? [name] : []))

const numbers = Object.fromEntries(
  unusualNumbers.map(({ name }) => [name, whole(unusualBounds[name][0], unusualBounds[name][1])]),
) as {
  [K in UnusualNumber]: ReturnType<typeof whole>
}

const mostDomains = 200
const host = /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
/** As people type a list: a line each, or with commas or spaces between; with or without the @. */
const domains = z
  .string()
  .default('')
  .transform((typed) =>
    typed
      .normalize('NFKC')
      .split(/[\s,，、;；]+/)
      .flatMap((one) => asciiHost(one) || []),
  )
  .refine((list) => list.every((one) => host.test(one)), 'settings.error.domains')
  .refine((list) => list.length <= mostDomains, 'settings.error.too_many_domains')
  .transform((list) => [...new Set(list)].sort().join(' '))

const asciiHost = (typed: string): string => {
  const bare = typed.replace(/^.*@/, '').toLowerCase()
  return bare && withAsciiHost(`x@${bare}`).slice(2).toLowerCase()
}

/** `version`: the one that was seen. `from`: the local day on which they take effect; null: at once. `today` is the government's. */
export const unusualForm = (today: string) =>
  z.object({
    ...numbers,
    holdsUnusual: z
      .string()
      .default('')
      .transform((v) => v === '1'),
    moreDisposable: domains,
    trustedDomains: domains,
    version: z.coerce.number().catch(0),
    from: z
      .string()
      .default('')
      .transform((v) => v.normalize('NFKC').trim())
      .refine((v) => v === '' || isDay(v), 'settings.error.day')
      .refine((v) => v === '' || v > today, 'settings.error.rules_past')
      .refine((v) => v === '' || v <= addMonths(today, rulesAheadMonths), 'settings.error.rules_far')
      .transform((v) => v || null),
  })

/** What these rules look like in their form. */
export const unusualAsTyped = (rules: UnusualRules): FormState['values'] => ({
  ...Object.fromEntries(unusualNumbers.map(({ name }) => [name, String(rules[name])])),
  ...Object.fromEntries(shares.map((name) => [name, String(Math.round(rules[name] * 100))])),
  holdsUnusual: rules.holdsUnusual ? '1' : '',
  moreDisposable: rules.moreDisposable.replaceAll(' ', '\n'),
  trustedDomains: rules.trustedDomains.replaceAll(' ', '\n'),
})

/** The rules with what was typed; all others stay as they were. */
export function withUnusual(typed: z.output<ReturnType<typeof unusualForm>>, before: Rules): Rules {
  const { version: _, from: __, ...rules } = typed
  return { ...before, ...rules, ...Object.fromEntries(shares.map((name) => [name, rules[name] / 100])) }
}

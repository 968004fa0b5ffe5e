// The alarm about mail domains, in words: on the desk of administrators and above the list of what did not arrive.
import { others } from '../../domain/notifications/arrival.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'

/** Null where every domain is as usual. */
export function fallingWords(t: Translate, domains: string[]): string | null {
  if (!domains.length) return null
  const names = domains.map((domain) => (domain === others ? t('mail.arrival.small') : domain))
  return t('mail.arrival.falling', { domains: names.join(t('frame.and')) })
}

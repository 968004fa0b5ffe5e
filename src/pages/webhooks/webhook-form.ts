import { isIP } from 'node:net'
import { z } from 'zod'
import { isPublicAddress } from '../../platform/http/public-address.ts'

/** HTTPS, without a name and a password in it, and not in figures that lead into a private network. */
function isFit(typed: string): boolean {
  if (typed.length > 500 || !URL.canParse(typed)) return false
  const { protocol, username, password, hostname } = new URL(typed)
  const host = hostname.replace(/^\[|\]$/g, '')
  return protocol === 'https:' && !username && !password && (isIP(host) ? isPublicAddress(host) : host.includes('.'))
}

export const webhookForm = z.object({
  of: z.string().max(2000).default(''),
  url: z
    .string()
    .trim()
    .refine(isFit, 'webhooks.error.url')
    .transform((typed) => new URL(typed).href),
})

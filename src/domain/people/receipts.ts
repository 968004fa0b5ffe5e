// A receipt for what somebody did with their own data. All that it says stands in its address, sealed with the deployment's secret:
// nothing is kept here, so it can be read after its person is erased, and it names nobody. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto'

const receiptActs = ['erased', 'objected', 'corrected', 'brought'] as const
export type Receipt = { act: (typeof receiptActs)[number]; at: string; counts: { [name: string]: number } }

/** A receipt as part of an address, sealed so that nobody makes one up. */
export function receiptToken(secret: string, receipt: Receipt): string {
  const said = Buffer.from(JSON.stringify(receipt)).toString('base64url')
  return `${said}.${sealOf(secret, said)}`
}

/** What a receipt says; null when we did not write it. */
export function readReceipt(secret: string, token: string): Receipt | null {
  const [said = '', seal = ''] = token.split('.')
  const own = Buffer.from(sealOf(secret, said))
  const given = Buffer.from(seal)
  if (own.length !== given.length || !timingSafeEqual(own, given)) return null
  return JSON.parse(Buffer.from(said, 'base64url').toString()) as Receipt
}

const sealOf = (secret: string, said: string) =>
  createHmac('sha256', secret).update(`receipt ${said}`).digest('base64url')

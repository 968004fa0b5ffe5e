// Signing a message as Standard Webhooks has it (https://www.standardwebhooks.com): whoever gets it can check with any of its libraries
// that it is ours, is whole, and is of now. Pure but for chance.
import { createHmac, randomBytes } from 'node:crypto'

/** 24 bytes, written as its libraries read them. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

/** HMAC-SHA256 of id, seconds and body. Of several secrets (one is being changed) each signs. */
export function webhookHeaders(id: string, at: Date, body: string, secrets: readonly string[]) {
  const seconds = Math.floor(at.getTime() / 1000)
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  }
}

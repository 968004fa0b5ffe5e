// Sealing text for its own maker: AES-256-GCM, so that nobody else reads it and nothing made up is taken. Pure but for chance.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** A key of 32 bytes for one purpose, made from a secret. `holder`: whoever it is for; others get another key. */
export const sealingKey = (secret: string, holder: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, holder, purpose, 32))

/** base64url of initial value, tag and text. */
export function seal(text: string, key: Buffer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

/** Null for what was not sealed with this key. */
export function unseal(sealed: string, key: Buffer): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

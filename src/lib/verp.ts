// The address that a mail is returned to when it cannot be delivered: one for each message, so that a report says which one it is
// about, whatever else it says. `bounces@HOST` becomes `bounces+ID.SEAL@HOST`, and nobody can make one up. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** The id must be a UUID. The local part stays within the 64 signs that mail allows, and says the same in capitals. */
export function returnAddress(secret: string, bounces: string, id: string): string {
  const at = bounces.lastIndexOf('@')
  const hex = id.replaceAll('-', '')
  return `${bounces.slice(0, at)}+${hex}${sealOf(secret, hex)}${bounces.slice(at)}`
}

/** The id in an address of ours; null where it is none. */
export function returnedId(secret: string, address: string): string | null {
  const [, hex, seal] = /\+([0-9a-f]{32})([0-9a-f]{16})@[^@]*$/.exec(address.trim().toLowerCase()) ?? []
  if (!hex || !seal || !timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(secret, hex)))) return null
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const sealOf = (secret: string, hex: string) =>
  createHmac('sha256', secret).update(`return ${hex}`).digest('hex').slice(0, 16)

// Addresses of what lies in static/, with a fingerprint, so that browsers may keep it for a year.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

const folder = new URL('../../../static/', import.meta.url)
const known = new Map<string, string>()

export function asset(name: string): string {
  let address = known.get(name)
  if (!address) {
    const file = new URL(name, folder)
    const print = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10) : '0'
    address = `/static/${name}?v=${print}`
    known.set(name, address)
  }
  return address
}

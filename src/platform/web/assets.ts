// Addresses of what lies in static/, with a fingerprint, so that browsers may keep it for a year.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { memoize } from '../../lib/memoize.ts'

const folder = new URL('../../../static/', import.meta.url)

/** The files are those of this version of the program, whichever application asks. */
export const asset = memoize((name) => {
  const file = new URL(name, folder)
  const print = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10) : '0'
  return `/static/${name}?v=${print}`
}, 1000)

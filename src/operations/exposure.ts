// What lies open that should not: said when the program starts, and by the doctor, each in one sentence with what to do.
import { readdirSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { isThisMachine } from '../lib/address-block.ts'
import { fileOf } from '../platform/db/tools/copy.ts'

export type Exposure = { says: string; todo: string }
type Settings = Pick<Config, 'origin' | 'trustProxy' | 'databaseUrl' | 'port'>

const others = { read: 0o004, write: 0o002, enter: 0o001 }

/** What settings that are taken still leave open. */
export function openSettings({ origin, trustProxy }: Settings): Exposure[] {
  if (origin === null) return []
  const { protocol, hostname } = new URL(origin)
  if (isThisMachine(hostname)) return []
  const found: Exposure[] = []
  if (protocol === 'http:')
    found.push({
      says: `ORIGIN is ${origin}: sign-ins travel unprotected.`,
      todo: 'Put Caddy or nginx with TLS in front, and use https.',
    })
  if (isIP(hostname.replace(/^\[|\]$/g, '')))
    found.push({
      says: `ORIGIN is ${origin}, an address without a name: passkeys do not work there.`,
      todo: 'Give the machine a name, and set ORIGIN to it.',
    })
  if (protocol === 'https:' && trustProxy === false)
    found.push({
      says: 'TRUST_PROXY is not set, so all visitors behind the proxy that speaks https count as one.',
      todo: 'Set it to the proxy’s address: 127.0.0.1 for one on this machine.',
    })
  return found
}

/** What other users of this machine could read or replace. `lastBackup`: the newest copy, where it is known. */
export function openFiles(databaseUrl: string, lastBackup: string | null): Exposure[] {
  const file = fileOf(databaseUrl)
  const kept = [...(file === null ? [] : beside(file)), ...(lastBackup === null ? [] : copiesIn(dirname(lastBackup)))]
  const readable = [...new Set(kept)].filter((path) => allows(path, others.read))
  const folders = [...new Set([file, lastBackup].filter((path) => path !== null).map((path) => dirname(resolve(path))))]
  const found: Exposure[] = []
  if (readable.length)
    found.push({
      says: `${listed(readable)} can be read by every user of this machine, and people’s addresses with it.`,
      todo: `Run: chmod o-rwx ${readable.join(' ')}`,
    })
  for (const folder of folders.filter((path) => allows(path, others.write)))
    found.push({
      says: `${folder} can be changed by every user of this machine: they could put another database in its place.`,
      todo: `Run: chmod o-w ${folder}`,
    })
  return found
}

/** Whether strangers read /metrics: asked as one of them, at the public address. Null where nobody answers there. */
export async function openMetrics({ origin, port }: Settings): Promise<Exposure | 'closed' | null> {
  const url = new URL('/metrics', origin ?? 'http://localhost')
  // The program itself, without a proxy: this machine may ask it
  if (isThisMachine(url.hostname) && Number(url.port) === port) return 'closed'
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    if (!answer.ok || !(await answer.text()).includes('fuyi_')) return 'closed'
  } catch {
    return null
  }
  return {
    says: `${url} shows its numbers to everybody: the proxy hides that it is one.`,
    todo: 'Let the proxy set X-Forwarded-For, as in deploy/, or refuse /metrics there.',
  }
}

/** The file, what SQLite and upgrades leave beside it. */
const beside = (file: string) =>
  names(dirname(file))
    .filter((name) => name.startsWith(basename(file)))
    .map((name) => resolve(dirname(file), name))

const copiesIn = (folder: string) =>
  names(folder)
    .filter((name) => /\.(db|dump)($|\.)/.test(name) && !name.endsWith('.sha256'))
    .map((name) => join(resolve(folder), name))

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** Whether every user may do that: the file lets them, and each folder above it lets them through. */
function allows(path: string, what: number): boolean {
  const mode = modeOf(path)
  if ((mode & what) === 0) return false
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((modeOf(folder) & others.enter) === 0) return false
    if (dirname(folder) === folder) return true
  }
}

const modeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.mode ?? 0

function listed(paths: string[]): string {
  const some = paths.slice(0, 3).join(', ')
  return paths.length > 3 ? `${some} and ${paths.length - 3} more` : some
}

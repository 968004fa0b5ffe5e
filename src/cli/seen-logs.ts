// What was seen of logs before, in a folder of whoever checks them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { SeenLog } from '../domain/log/read-log.ts'

const usual = () => join(homedir(), '.local', 'state', 'fuyi', 'logs')
const fileOf = (origin: string, folder = usual()) => join(folder, `${origin.replace(/[^\w.-]+/g, '_')}.json`)

export function seenOf(origin: string, folder?: string): SeenLog | null {
  const file = fileOf(origin, folder)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SeenLog) : null
}

export function keepSeen(seen: SeenLog, folder = usual()): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(seen.origin, folder), `${JSON.stringify(seen)}\n`)
}

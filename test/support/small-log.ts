// A log of somebody else's, over HTTP, that does whatever a test tells it to.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { writeKeyList } from '../../src/domain/log/key-list.ts'
import { leafHash, rootOf } from '../../src/lib/merkle.ts'
import { checkpointText, type SigningKey, signingKey, signNote, vkeyOf } from '../../src/lib/signed-note.ts'
import { bundleOf, hashesAt, readTilePath, tileWidth } from '../../src/lib/tiles.ts'

export const keyOf = (name: string, seed: number): SigningKey => signingKey(name, Buffer.alloc(32, seed), 'note')
export const linesOf = (n: number, words = 'line'): Buffer[] =>
  Array.from({ length: n }, (_, i) => Buffer.from(`${words} ${i}`))

/** `answer`: what is done instead for a path; true where it was. */
export type SmallLog = {
  name: string
  lines: Buffer[]
  keys: SigningKey[]
  address: string
  asked: string[]
  answer: (path: string, reply: ServerResponse) => boolean
}

export async function smallLog(n: number, name = 'other.test/log'): Promise<SmallLog> {
  const log: SmallLog = { name, lines: linesOf(n), keys: [keyOf(name, 1)], address: '', asked: [], answer: () => false }
  const server = createServer((request, reply) => {
    const path = request.url!.slice(1)
    log.asked.push(path)
    if (log.answer(path, reply)) return
    const body = fileOf(log, path)
    if (!body) return void reply.writeHead(404).end()
    if (!path.startsWith('tile/entries')) return void reply.end(body)
    reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  log.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return log
}

export const checkpointFor = ({ name, lines, keys }: Pick<SmallLog, 'name' | 'lines' | 'keys'>): string =>
  signNote(checkpointText({ origin: name, size: lines.length, root: rootOf(lines.map(leafHash)) }), keys)

export function fileOf(log: SmallLog, path: string): Buffer | string | null {
  if (path === 'checkpoint') return checkpointFor(log)
  if (path === 'policy')
    return `${log.keys.map((key) => `log ${vkeyOf(key)} ${log.address}`).join('\n')}\nquorum none\n`
  if (path === 'keys') return writeKeyList(log.name, log.keys)
  const name = path.startsWith('tile/') ? readTilePath(path.slice('tile/'.length)) : null
  if (!name) return null
  const from = name.n * tileWidth
  if (name.level === 'entries') {
    const some = log.lines.slice(from, from + name.width)
    return some.length === name.width ? bundleOf(some) : null
  }
  const leaves = log.lines.map(leafHash)
  const span = tileWidth ** name.level
  const hashes = Array.from(
    { length: Math.max(0, Math.min(name.width, hashesAt(name.level, leaves.length) - from)) },
    (_, i) => rootOf(leaves, (from + i) * span, (from + i + 1) * span),
  )
  return hashes.length === name.width ? Buffer.concat(hashes) : null
}

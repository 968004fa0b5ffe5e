// fuyi verify receipt: whether a signer's receipt proves what it says, on one's own machine and without a network.
import { existsSync, readFileSync } from 'node:fs'
import { ConfigError } from '../config.ts'
import { checkReceipt } from '../domain/cosignatures/receipt.ts'
import { readVkey } from '../lib/signed-note.ts'
import { seenOf } from './seen-logs.ts'

const faults = {
  file: 'It is no receipt that can be read.',
  key: 'Its checkpoint is signed with no key that is known here. Look at its log first (fuyi verify log ADDRESS). A receipt from before its key was changed needs the key of then, which the log’s page still names: --key NAME+ID+KEY',
  signature: 'The signature of its checkpoint does not fit: the file was changed, or is a forgery.',
  proof: 'Its line is not the one that the proof is for: the file was changed, or is a forgery.',
  opening: 'It does not open the line that it names: the file was changed, or is a forgery.',
}

/** Exit code 1 where it proves nothing. */
export async function verifyReceipt(file: string, options: { key?: string[]; state?: string }): Promise<void> {
  if (!existsSync(file)) throw new ConfigError(`There is no file ${file}.`)
  const given = (options.key ?? []).map((vkey) => {
    const read = readVkey(vkey)
    if (!read) throw new ConfigError(`${vkey} is no verifier key.`)
    return read
  })
  const seen = (origin: string) => (seenOf(origin, options.state)?.keys ?? []).flatMap((vkey) => readVkey(vkey) ?? [])
  const found = checkReceipt(readFileSync(file, 'utf8'), (origin) => (given.length ? given : seen(origin)))
  if (found.fault !== null) {
    console.error(faults[found.fault])
    process.exitCode = 1
    return
  }
  const { case: number, day, index, origin, size } = found
  console.log(`Good: a co-signature of case ${number} on ${day} is line ${index} of ${origin}, of ${size} lines.`)
  console.log(
    'It does not say whether it counts: it may be looked into, not counted afterwards, or taken back. It stays good then, and when the signer was erased.',
  )
}

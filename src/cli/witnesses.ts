// fuyi log ask, stop, cosign: who witnesses our logs. fuyi witness: whose logs are witnessed here.
import { ConfigError, readOrigin, readSecret } from '../config.ts'
import { collectCosignatures } from '../domain/log/collect.ts'
import { addWitness, endWitness } from '../domain/log/cosigned.ts'
import { overlapDays, publicHalf } from '../domain/log/keys.ts'
import { addWitnessed, endWitnessed, rotateWitnessKey, witnessed, witnessKeys } from '../domain/log/witness.ts'
import { readVkey, type VerifierKey, vkeyOf } from '../lib/signed-note.ts'
import type { Database } from '../platform/db/database.ts'
import type { Deps } from '../platform/http/deps.ts'
import { withDatabase } from './open.ts'

function keyIn(vkey: string, type: VerifierKey['type']): VerifierKey {
  const key = readVkey(vkey)
  if (!key) throw new ConfigError(`${vkey} is no verifier key (NAME+ID+KEY).`)
  if (key.type !== type)
    throw new ConfigError(
      type === 'cosignature'
        ? `${vkey} is the key of a log, not of a witness or a mirror (Ed25519 cosignature/v1).`
        : `${vkey} is the key of a witness, not of a log.`,
    )
  return key
}

export async function askWitness(vkey: string, url: string, { mirror }: { mirror?: boolean } = {}): Promise<void> {
  const key = keyIn(vkey, 'cosignature')
  if (!/^https?:\/\/[^\s]+$/.test(url)) throw new ConfigError(`${url} is no address.`)
  const wanted = { vkey: vkeyOf(key), url: url.replace(/\/$/, ''), kind: mirror ? 'mirror' : 'witness' } as const
  await withDatabase((db) => addWitness(db, wanted, new Date()))
  console.log(`${key.name} is asked once a minute. Ask it now: fuyi log cosign`)
}

export async function stopWitness(vkey: string): Promise<void> {
  await withDatabase(async (db) => {
    if (!(await endWitness(db, vkey, new Date()))) throw new ConfigError('No witness with this key is asked.')
  })
}

export async function cosignNow(): Promise<void> {
  await withDatabase(async (db) => {
    const told = await collectCosignatures({ db, now: () => new Date() }, { all: true })
    if (!told.length) console.log('There is nobody to ask, or no log with a checkpoint yet.')
    for (const { origin, witness, failure } of told)
      console.log(failure ? `${origin}: ${witness} did not sign. ${failure}` : `${origin}: ${witness} signed.`)
    if (told.some(({ failure }) => failure)) process.exitCode = 1
  })
}

const given = (db: Database) => {
  const config = { secret: readSecret(), origin: readOrigin() } as Deps['config']
  return { db, config, now: () => new Date() }
}

export async function showWitnessKey(): Promise<void> {
  await withDatabase(async (db) => {
    for (const row of await witnessKeys(given(db)))
      console.log(row.endedAt ? `${vkeyOf(publicHalf(row))} (until ${isoDay(row.endedAt)})` : vkeyOf(publicHalf(row)))
    console.log(`${readOrigin()}/witness`)
  })
}

export async function rotateWitness(): Promise<void> {
  await withDatabase(async (db) => {
    console.log(vkeyOf(publicHalf(await rotateWitnessKey(given(db)))))
    console.log(`The former key signs beside it for ${overlapDays} days. Tell the operators of: fuyi witness list`)
  })
}

const isoDay = (at: Date) => at.toISOString().slice(0, 10)

export async function addLog(vkeys: string[]): Promise<void> {
  const keys = vkeys.map((vkey) => keyIn(vkey, 'note'))
  const [origin, ...others] = [...new Set(keys.map(({ name }) => name))]
  if (others.length) throw new ConfigError('All keys must be of one log: they have one name.')
  await withDatabase(async (db) => {
    await witnessKeys(given(db))
    await addWitnessed(db, origin!, keys.map(vkeyOf), new Date())
  })
  console.log(`${origin} is witnessed. Its operator needs the key and address of: fuyi witness key`)
}

export async function stopLog(origin: string): Promise<void> {
  await withDatabase(async (db) => {
    if (!(await endWitnessed(db, origin, new Date()))) throw new ConfigError(`${origin} is not witnessed here.`)
  })
}

export async function listLogs(): Promise<void> {
  await withDatabase(async (db) => {
    for (const one of await witnessed(db.reads)) {
      const { origin, size, cosignedAt, contradiction, contradictedAt, refused, refusedAt } = one
      console.log(
        cosignedAt ? `${origin}: ${size} lines, signed ${cosignedAt.toISOString()}` : `${origin}: nothing yet`,
      )
      if (refused && refusedAt)
        console.log(
          `Not signed ${refusedAt.toISOString()}, since nothing showed that it goes on from what was signed here:\n${refused}`,
        )
      if (!contradiction || !contradictedAt) continue
      process.exitCode = 1
      console.log(
        `It signed another log of the same length, shown to us ${contradictedAt.toISOString()}:\n${contradiction}`,
      )
    }
  })
}

// roll make, roll import: who lives under a government, as keyed digests.
import { readFileSync, writeFileSync } from 'node:fs'
import { ConfigError, readSecret } from '../config.ts'
import { leaveTrace } from '../domain/administration/settings-store.ts'
import { findGovernment } from '../domain/governments/store.ts'
import { identityKey, inOneOrder, isIdentityField } from '../domain/verification/identity-key.ts'
import { replaceRoll, rollHead } from '../domain/verification/rolls.ts'
import { delimiterOf, readCsv } from '../import/read-csv.ts'
import { write } from '../platform/db/write.ts'
import { type IdentityField, identityFields } from '../schema/values.ts'
import { withDatabase } from './open.ts'

type MakeOptions = { government: string; name: string; fields: string; out: string }

/**
 * Reads a CSV and writes the roll's file. Needs no database: it can be run where the register is, with the SECRET of the platform.
 * Exit code 3 where lines were left out.
 */
export async function rollMake(csv: string, options: MakeOptions): Promise<void> {
  const secret = readSecret()
  const columns = columnsIn(options.fields)
  const fields = inOneOrder([...columns.keys()])
  const digests = new Set<string>()
  let [rows, left] = [0, 0]
  const refuse = () => void left++
  for await (const [, row] of readCsv(csv, [...columns.values()], refuse, await delimiterOf(csv))) {
    rows++
    const values = Object.fromEntries(fields.map((field) => [field, row[columns.get(field)!] ?? '']))
    const digest = identityKey(secret, options.government, fields, values)
    if (digest) digests.add(digest)
    else left++
  }
  if (!digests.size) throw new ConfigError(`${csv} has no line in which all of ${fields.join(', ')} are filled in.`)
  const head = { fuyi_roll: 1, government: options.government, name: options.name, fields }
  // sorted: their order says nothing of the register's
  writeFileSync(options.out, `${[JSON.stringify(head), ...[...digests].sort()].join('\n')}\n`, { mode: 0o600 })
  console.log(
    `${options.out}: ${digests.size} entries of ${rows} lines. Nobody is named in it; keep SECRET away from it.`,
  )
  if (left) {
    console.error(
      `${left} ${left === 1 ? 'line was' : 'lines were'} left out: a field was empty or the line could not be read.`,
    )
    process.exitCode = 3
  }
}

/** Takes a roll in place of the one before. */
export async function rollImport(path: string): Promise<void> {
  const [first = '', ...digests] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const head = rollHead.safeParse(parsed(first))
  if (!head.success || !digests.length || digests.some((digest) => !/^[0-9a-f]{64}$/.test(digest)))
    throw new ConfigError(`${path} is no roll: make one with fuyi roll make.`)
  const { government: slug, name, fields } = head.data
  await withDatabase(async (db) => {
    const government = await findGovernment(db.reads, slug)
    if (!government) throw new ConfigError(`There is no government at /${slug}.`)
    const at = new Date()
    const entries = [...new Set(digests)]
    await write(db, async (tx) => {
      await replaceRoll(tx, { governmentId: government.id, name, fields: inOneOrder(fields), digests: entries })
      const by = { governmentId: government.id, personId: null, at }
      await leaveTrace(tx, by, { area: 'people', act: 'loaded', subject: 'roll', facts: { entries: entries.length } })
    })
    console.log(`/${slug}/verification compares with ${entries.length} entries of “${name}” now.`)
  })
}

/** `id_number=National ID,birth_date=Born`, or the field's name where the column has it. */
function columnsIn(typed: string): Map<IdentityField, string> {
  const columns = new Map<IdentityField, string>()
  for (const part of typed.split(',')) {
    const [field = '', column = field] = part.split('=').map((word) => word.trim())
    if (!isIdentityField(field)) throw new ConfigError(`--fields: "${field}" is none of ${identityFields.join(', ')}.`)
    columns.set(field, column)
  }
  return columns
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

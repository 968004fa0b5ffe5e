// fuyi log mirror, mirrors, unmirror: copies of other people's logs.
import { existsSync, readdirSync } from 'node:fs'
import { ConfigError, fuyi, readMirrorsFolder, readOrigin, readSecret } from '../config.ts'
import { beginMirror } from '../domain/log/begin-mirror.ts'
import { publicHalf } from '../domain/log/keys.ts'
import { type Mirroring, mirrorOnce } from '../domain/log/mirror.ts'
import { checkpointIn, type MirrorState, stateIn } from '../domain/log/mirror-folder.ts'
import { endMirror, folderFor, mirroringFor, mirrorKeys, mirrorsIn } from '../domain/log/mirrors.ts'
import { originAt, RefusedLog, readAddress, SilentLog } from '../domain/log/remote-log.ts'
import { readVkey, vkeyOf } from '../lib/signed-note.ts'
import type { Database } from '../platform/db/database.ts'
import type { Deps } from '../platform/http/deps.ts'
import { withDatabase } from './open.ts'

const now = () => new Date()
const given = (db: Database) => {
  const config = { secret: readSecret(), origin: readOrigin(), mirrorsFolder: readMirrorsFolder() } as Deps['config']
  return { db, config, now }
}

/** Exit code 1 where it could not be followed. */
export async function mirrorLog(
  text: string,
  folder: string | undefined,
  { key = [] }: { key?: string[] },
): Promise<void> {
  const address = readAddress(text)
  if (!address) throw new ConfigError(`${text} is no address of a log.`)
  for (const vkey of key)
    if (readVkey(vkey)?.type !== 'note') throw new ConfigError(`${vkey} is no key of a log (NAME+ID+KEY).`)
  if (folder !== undefined) return follow(folder, address, key, { now })
  const mirrors = readMirrorsFolder()
  if (mirrors === null) throw new ConfigError('Name a folder, or set MIRRORS_FOLDER.')
  await withDatabase(async (db) => {
    const origin =
      mirrorsIn(mirrors).find(({ state }) => state.address === address)?.state.origin ??
      (await inWords(originAt(address)))
    await follow(folderFor(mirrors, origin), address, key, mirroringFor(given(db)))
    console.log(`It goes on by itself once a minute. Its copy: ${readOrigin()}/mirror/${folderFor('', origin)}`)
  })
}

async function follow(folder: string, address: string, keys: string[], mirroring: Mirroring): Promise<void> {
  const known = stateIn(folder)
  const isEmpty = !existsSync(folder) || readdirSync(folder).every((name) => name.endsWith('.part')) // of one that was killed
  if (!known && !isEmpty) throw new ConfigError(`${folder} is not empty, and holds no mirror.`)
  if (known && known.address !== address) throw new ConfigError(`${folder} holds the log at ${known.address}.`)
  if (!known || keys.length || known.endedAt !== null) {
    const state = await inWords(beginMirror(folder, address, keys, mirroring))
    if (!known && !keys.length)
      for (const vkey of state.vkeys) console.log(`First look: trusting ${vkey}. Compare it with the log’s page.`)
  }
  for (;;) {
    const { state, size, files, isWhole } = await mirrorOnce(folder, mirroring)
    if (!isWhole) {
      console.log(`${state.origin}: ${files} files more.`)
      continue
    }
    report(state, size)
    return
  }
}

function report({ origin, trouble, fork, endedAt }: MirrorState, size: number): void {
  const wrong = [...(trouble ? [trouble.words] : []), ...(fork && fork.words !== trouble?.words ? [fork.words] : [])]
  console.log(
    `${origin}: ${size} lines${endedAt ? `, until ${endedAt}` : ''}${wrong.length ? `. ${wrong.join(' ')}` : ''}`,
  )
  if (fork) console.log(`Signed by its keys on ${fork.at}:\n${fork.checkpoint}`)
  if (wrong.length) process.exitCode = 1
}

export async function listMirrors(): Promise<void> {
  const mirrors = mirrorsIn(readMirrorsFolder())
  for (const { folder, state } of mirrors) report(state, linesOf(await checkpointIn(folder)))
  await withDatabase(async (db) => {
    for (const row of await mirrorKeys(given(db))) console.log(vkeyOf(publicHalf(row)))
  })
  console.log(`${readOrigin()}/mirror`)
  console.log(`Whoever’s log is kept here lists this key and address: ${fuyi} log ask --mirror KEY ADDRESS`)
}
const linesOf = (checkpoint: string | null): number => Number(checkpoint?.split('\n')[1] ?? 0)

export async function stopMirror(origin: string): Promise<void> {
  const mirrors = readMirrorsFolder()
  if (mirrors === null || !(await endMirror(mirrors, origin, now())))
    throw new ConfigError(`${origin} is not kept here.`)
}

/** What the log did is said, without a stack. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof RefusedLog || error instanceof SilentLog) throw new ConfigError(error.message)
    throw error
  })
}

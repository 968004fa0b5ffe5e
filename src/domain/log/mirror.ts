// Keeps somebody else's log whole: fetches what is new from its address, believes nothing that its checkpoint does not sign, and never
// leaves the one history that it began with. Of https://c2sp.org/tlog-mirror this is what a mirror keeps and shows; it fetches by itself
// where that text lets logs push (docs/decisions/232).
import { leafHash, rangeRoot } from '../../lib/merkle.ts'
import { readVkey, signedBy, type VerifierKey, vkeyOf } from '../../lib/signed-note.ts'
import { entriesIn, hashesAt, type TileName, tilePath, tilesAt, tileWidth } from '../../lib/tiles.ts'
import { readKeyList } from './key-list.ts'
import {
  checkpointIn,
  dropPartial,
  dropParts,
  keepState,
  type MirrorState,
  nodesIn,
  putFile,
  stateIn,
  tileIn,
} from './mirror-folder.ts'
import {
  type Patience,
  RefusedLog,
  type RemoteLog,
  readSigned,
  remoteLog,
  type SignedCheckpoint,
  SilentLog,
} from './remote-log.ts'
import { type SignedTree, signedTree } from './signed-tree.ts'

/** `cosign`: our own lines for a checkpoint that is here whole; without it the mirror signs nothing. */
export type Mirroring = Patience & {
  now: () => Date
  cosign?: (text: string) => Promise<string[]>
  /** ms after which the rest waits for the next round */
  longest?: number
}
/** `isWhole`: nothing that it showed is still to be fetched. */
export type Round = { state: MirrorState; size: number; files: number; isWhole: boolean }

/** Our line is made anew after so long, though nothing grew: that shows that we are still there. */
const stillThere = 3_600_000

/** Looks once, and fetches what is new. Trouble of the log is in the state; thrown is only trouble of our own. */
export async function mirrorOnce(folder: string, given: Mirroring): Promise<Round> {
  const state = stateIn(folder)!
  const done = async (files: number, isWhole: boolean): Promise<Round> => ({
    state,
    size: await sizeIn(folder),
    files,
    isWhole,
  })
  const at = given.now().toISOString()
  try {
    const files = await follow(folder, state, given)
    state.trouble = null
    if (files !== null) state.checkedAt = at
    await keepState(folder, state)
    return done(files ?? 0, files !== null)
  } catch (error) {
    if (!(error instanceof RefusedLog || error instanceof SilentLog)) throw error
    state.trouble = { words: error.message, at, isRefused: error instanceof RefusedLog }
    if (error instanceof Forked) state.fork ??= { words: error.message, at, checkpoint: error.checkpoint }
    await keepState(folder, state)
    return done(0, true)
  }
}

class Forked extends RefusedLog {
  readonly checkpoint: string
  constructor(words: string, checkpoint: string) {
    super(words)
    this.checkpoint = checkpoint
  }
}

const sizeIn = async (folder: string): Promise<number> => {
  const text = await checkpointIn(folder)
  return text === null ? 0 : readSigned(text).checkpoint.size
}

/** Files that were written; null where time was over before all were here. */
async function follow(folder: string, state: MirrorState, given: Mirroring): Promise<number | null> {
  const remote = remoteLog(state.address, given)
  const signed = readSigned(await remote.checkpoint())
  await checkSigner(signed, state, remote)
  if (state.pending !== null) await dropParts(folder)
  const own = await checkpointIn(folder)
  const known = [own, state.pending].flatMap((text) => (text === null ? [] : [readSigned(text)]))
  const { size, root } = signed.checkpoint
  const isSame =
    own !== null && size === readSigned(own).checkpoint.size && root.equals(readSigned(own).checkpoint.root)
  if (isSame && state.pending === null) {
    await signAgain(folder, state, own, given)
    return 0
  }
  await compareOlder(folder, known, signed)
  if (size === 0) return 0
  const tree = await signedTree(remote, signed.checkpoint)
  for (const { checkpoint: old } of known)
    if (old.size > 0 && !(await rangeRoot(tree.node, [0, old.size])).equals(old.root))
      throw new Forked(
        `Its ${size} lines do not begin with the ${old.size} that it signed before: it has two histories.`,
        signed.text,
      )
  if (state.pending !== signed.text) {
    state.pending = signed.text
    await keepState(folder, state) // from now on there is no other history, also where this process dies
  }
  const files = await fetchNew(folder, own === null ? 0 : readSigned(own).checkpoint.size, tree, given)
  if (files === null) return null
  await commit(folder, state, signed, given)
  return files
}

/** One of the keys that are known must have signed, and none wrongly. Keys that these vouch for are known from then on. */
async function checkSigner(
  { note, checkpoint }: SignedCheckpoint,
  state: MirrorState,
  remote: RemoteLog,
): Promise<void> {
  const { origin } = state
  if (checkpoint.origin !== origin) throw new RefusedLog(`It is the log ${checkpoint.origin} now, and was ${origin}.`)
  const keys = state.vkeys.flatMap((vkey) => readVkey(vkey) ?? [])
  const signatures = keys.flatMap((key) => signedBy(note, key) ?? [])
  if (!signatures.some(({ good }) => good) || signatures.some(({ good }) => !good))
    throw new RefusedLog(`Its checkpoint of ${checkpoint.size} lines is not signed by a key that is known here.`)
  const isKnown = ({ id }: { id: number }) => keys.some((key) => key.id === id)
  if (note.signatures.every((line) => line.name !== origin || isKnown(line))) return
  const list = await remote.keys().catch(() => null) // not every log has one
  const named = list === null ? null : readKeyList(list, origin, keys)
  const next = (named ?? []).filter((key: VerifierKey) => !isKnown(key) && signedBy(note, key)?.good)
  state.vkeys.push(...next.map(vkeyOf))
}

/** A tree that is no longer than what is known has to be its beginning, and then it is an old one. */
async function compareOlder(
  folder: string,
  known: SignedCheckpoint[],
  { checkpoint, text }: SignedCheckpoint,
): Promise<void> {
  const { size, root } = checkpoint
  for (const { checkpoint: old } of known) {
    if (size > old.size) continue
    if (size === old.size && root.equals(old.root)) continue
    if (size === old.size)
      throw new Forked(`It signed two different logs of ${size} lines: it has two histories.`, text)
    const isHere = old === known[0]?.checkpoint && (await checkpointIn(folder)) === known[0].text
    if (isHere && size > 0 && !(await rangeRoot(nodesIn(folder, old.size), [0, size])).equals(root))
      throw new Forked(
        `It shows ${size} lines, and they are not the first of the ${old.size} that it signed before.`,
        text,
      )
    throw new RefusedLog(
      `It shows ${size} lines, and had ${old.size}: lines were taken away, or an older copy of it was put back.`,
    )
  }
}

/** Whole bundles first: they stay good whatever comes. What lies here from a round that died is looked at, and fetched once. */
async function fetchNew(
  folder: string,
  old: number,
  tree: SignedTree,
  { longest = 50_000, signal }: Mirroring,
): Promise<number | null> {
  const begun = performance.now()
  let files = 0
  const put = async (name: TileName, bytes: Buffer) => {
    if ((await tileIn(folder, name))?.equals(bytes)) return
    await putFile(folder, `tile/${tilePath(name)}`, bytes)
    files++
  }
  const isNew =
    (level: number) =>
    ({ n }: TileName) =>
      n >= Math.floor(hashesAt(level, old) / tileWidth)
  for (const name of tilesAt('entries', tree.size).filter(isNew(0))) {
    if (signal?.aborted || performance.now() - begun > longest) return null
    const bytes = await tree.bundle(name.n, await tileIn(folder, name))
    await put(name, bytes)
    await put({ ...name, level: 0 }, Buffer.concat(entriesIn(bytes)!.map(leafHash)))
  }
  for (let level = 1; hashesAt(level, tree.size) > 0; level++)
    for (const name of tilesAt(level, tree.size).filter(isNew(level)))
      await put(name, Buffer.concat(await tree.tile(level, name.n)))
  return files
}

async function commit(folder: string, state: MirrorState, signed: SignedCheckpoint, given: Mirroring): Promise<void> {
  const old = await sizeIn(folder)
  if (old > signed.checkpoint.size) return // another process was quicker
  await putFile(folder, 'policy', policyFor(state))
  await putFile(folder, 'checkpoint', await withOwn(signed, given))
  await dropPartial(folder, state.sizeBefore, old, signed.checkpoint.size)
  const at = given.now().toISOString()
  Object.assign(state, { pending: null, sizeBefore: old, grewAt: at, cosignedAt: given.cosign ? at : null })
}

/** For whoever checks the folder: whose keys these are. Who else has signed is for the log's own policy to say. */
const policyFor = ({ vkeys, address }: MirrorState): string =>
  `${vkeys.map((vkey) => `log ${vkey} ${address}\n`).join('')}quorum none\n`

async function withOwn({ text, note }: SignedCheckpoint, { cosign }: Mirroring): Promise<string> {
  const lines = cosign ? await cosign(note.text) : []
  const names = lines.map((line) => line.split(' ').slice(0, 2).join(' '))
  const others = text
    .slice(note.text.length + 1)
    .split('\n')
    .filter((line) => line && !names.some((name) => line.startsWith(`${name} `)))
  return `${note.text}\n${[...others, ...lines.map((line) => line.trimEnd())].join('\n')}\n`
}

async function signAgain(folder: string, state: MirrorState, own: string, given: Mirroring): Promise<void> {
  const at = given.now()
  if (!given.cosign || at.getTime() - Date.parse(state.cosignedAt ?? '1970-01-01') < stillThere) return
  await putFile(folder, 'checkpoint', await withOwn(readSigned(own), given))
  state.cosignedAt = at.toISOString()
}

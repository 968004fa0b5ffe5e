// The first look at a log that is to be kept: whose keys are believed from then on.
import { readVkey, signedBy, vkeyOf } from '../../lib/signed-note.ts'
import type { Mirroring } from './mirror.ts'
import { keepState, type MirrorState, stateIn } from './mirror-folder.ts'
import { RefusedLog, readSigned, remoteLog } from './remote-log.ts'

/** Begins a mirror in a folder, or goes on with one that was ended. Keys that are given are believed; without them those that the log names itself at this first look. */
export async function beginMirror(
  folder: string,
  address: string,
  vkeys: string[],
  given: Mirroring,
): Promise<MirrorState> {
  const remote = remoteLog(address, given)
  const { checkpoint, note } = readSigned(await remote.checkpoint())
  const named = vkeys.length
    ? vkeys
    : [...((await remote.policy()) ?? '').matchAll(/^\s*log\s+(\S+)/gm)].map(([, key]) => key!)
  const keys = named
    .flatMap((vkey) => readVkey(vkey) ?? [])
    .filter((key) => key.type === 'note' && key.name === checkpoint.origin)
  const signing = keys.filter((key) => signedBy(note, key)?.good)
  if (!signing.length)
    throw new RefusedLog(
      `Its checkpoint is not signed by a key of ${checkpoint.origin} that is ${vkeys.length ? 'given' : 'named by its policy'}.`,
    )
  const before = stateIn(folder)
  if (before && before.origin !== checkpoint.origin)
    throw new RefusedLog(`It is the log ${checkpoint.origin} now, and was ${before.origin}.`)
  const state: MirrorState = before ?? {
    ...{ address, origin: checkpoint.origin, vkeys: [], addedAt: given.now().toISOString(), endedAt: null },
    ...{ checkedAt: null, grewAt: null, cosignedAt: null, pending: null, sizeBefore: 0, trouble: null, fork: null },
  }
  state.endedAt = null
  if (!before || vkeys.length) state.vkeys = [...new Set([...state.vkeys, ...signing.map(vkeyOf)])]
  await keepState(folder, state)
  return state
}

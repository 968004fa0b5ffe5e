// A copy of somebody's log: it takes in what was signed and goes on from what it has, and nothing that anybody else answers.
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { placesIn } from '../../../src/cli/log-folder.ts'
import { beginMirror } from '../../../src/domain/log/begin-mirror.ts'
import { type Mirroring, mirrorOnce } from '../../../src/domain/log/mirror.ts'
import { readLog } from '../../../src/domain/log/read-log.ts'
import { RefusedLog, readAddress } from '../../../src/domain/log/remote-log.ts'
import {
  cosignLine,
  readNote,
  readVkey,
  type SigningKey,
  signedBy,
  signingKey,
  vkeyOf,
} from '../../../src/lib/signed-note.ts'
import { bundleOf } from '../../../src/lib/tiles.ts'
import { checkpointFor, fileOf, keyOf, linesOf, type SmallLog, smallLog } from '../../support/small-log.ts'

const own = signingKey('keeper.test/mirror', Buffer.alloc(32, 9), 'cosignature')
let at = new Date('2026-11-29T00:00:00Z')
const given: Mirroring = { now: () => at, patience: 2000, cosign: async (text) => [cosignLine(text, own, at)] }

async function mirrored(n: number) {
  const log = await smallLog(n)
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-mirror-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await beginMirror(folder, log.address, [], given)
  const look = (more: Partial<Mirroring> = {}) => mirrorOnce(folder, { ...given, ...more })
  return { log, folder, look }
}

/** As `fuyi verify log FOLDER` does. */
async function faults(folder: string): Promise<string[]> {
  const [place] = placesIn(folder)
  const keys = [...(await place!.policy())!.matchAll(/^log (\S+)/gm)].map(([, vkey]) => readVkey(vkey!)!)
  return (await readLog(place!.log, keys, null, at)).findings.filter((words) => !words.endsWith('is no JSON.'))
}
const all = (folder: string): string[] => (readdirSync(folder, { recursive: true }) as string[]).sort()

test('a copy has every line, is signed by who keeps it, and passes the check of any log', async () => {
  const { log, folder, look } = await mirrored(1)
  for (const size of [1, 2, 255, 256, 257, 700, 1024]) {
    log.lines = linesOf(size)
    expect(await look()).toMatchObject({ size, isWhole: true, state: { trouble: null, fork: null, pending: null } })
    expect([size, await faults(folder)]).toEqual([size, []])
  }
  const note = readNote(readFileSync(join(folder, 'checkpoint'), 'utf8'))!
  expect(signedBy(note, own)).toMatchObject({ good: true, at })
  expect(note.signatures.map(({ name }) => name)).toEqual([log.name, own.name])
  // parts of tiles that are whole now are gone but for those of the checkpoint before
  expect(all(folder).filter((path) => /\.p\/\d+$/.test(path))).toEqual([
    'tile/0/002.p/188',
    'tile/1/000.p/2',
    'tile/1/000.p/4',
    'tile/entries/002.p/188',
  ])
})

test('where nothing is new one file is asked for, and once an hour the copy is signed again', async () => {
  const { log, folder, look } = await mirrored(300)
  await look()
  log.asked.length = 0
  await look()
  expect(log.asked).toEqual(['checkpoint'])
  const before = readFileSync(join(folder, 'checkpoint'), 'utf8')
  at = new Date(at.getTime() + 3_600_000)
  await look()
  const after = readFileSync(join(folder, 'checkpoint'), 'utf8')
  expect([log.asked, after === before]).toEqual([['checkpoint', 'checkpoint'], false])
  expect(signedBy(readNote(after)!, own)).toMatchObject({ good: true, at })
})

test('of a long log only what is new is fetched, and a look that was cut off goes on where it was', async () => {
  const { log, folder, look } = await mirrored(256 * 40 + 3)
  expect(await look({ longest: 0 })).toMatchObject({ isWhole: false, size: 0 })
  expect(existsSync(join(folder, 'checkpoint'))).toBe(false)
  let bundles = 0
  const controller = new AbortController()
  log.answer = (path) => {
    if (path.startsWith('tile/entries') && ++bundles === 20) setImmediate(() => controller.abort())
    return false
  }
  await look({ signal: controller.signal })
  const has = all(folder).filter((path) => /^tile\/entries\/\d+$/.test(path)).length
  expect(has).toBeGreaterThan(10)
  log.answer = () => false
  log.asked.length = 0
  expect(await look()).toMatchObject({ isWhole: true, size: 256 * 40 + 3 })
  expect(log.asked.filter((path) => path.startsWith('tile/entries'))).toHaveLength(41 - has)
  log.asked.length = 0
  log.lines = linesOf(256 * 40 + 9)
  await look()
  expect(log.asked).toEqual(['checkpoint', 'tile/0/040.p/9', 'tile/1/000.p/40', 'tile/entries/040.p/9'])
  expect(await faults(folder)).toEqual([])
})

test('two histories that its key signed are named and kept as proof, and the copy stays with the first', async () => {
  const { log, folder, look } = await mirrored(300)
  await look()
  const had = readFileSync(join(folder, 'checkpoint'), 'utf8')
  const others = {
    same: linesOf(300, 'other'),
    longer: [...linesOf(10, 'other'), ...linesOf(800).slice(10)],
    shorter: linesOf(100, 'other'),
  }
  for (const [how, lines] of Object.entries(others)) {
    log.lines = lines
    const { state, size } = await look()
    expect([how, size, state.trouble?.isRefused]).toEqual([how, 300, true])
    expect(state.fork!.words).toMatch(/two different logs of 300 lines/)
    expect(state.trouble!.words).toMatch(/two histories|not the first of the 300/)
    expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe(had)
  }
  log.lines = linesOf(301)
  const { state, size } = await look() // it goes on from the first: followed again, and the proof stays
  expect([size, state.trouble, readNote(state.fork!.checkpoint) !== null]).toEqual([301, null, true])
  expect(await faults(folder)).toEqual([])
})

test('what was promised while it was being fetched binds as well', async () => {
  const { log, look } = await mirrored(300)
  await look()
  log.lines = linesOf(900)
  await look({ longest: 0 })
  log.lines = [...linesOf(600), ...linesOf(600, 'other')]
  expect((await look()).state.fork!.words).toMatch(/Its 1200 lines do not begin with the 900/)
  log.lines = linesOf(300)
  expect((await look()).state.trouble!.words).toMatch(/It shows 300 lines, and had 900/)
  log.lines = linesOf(1000)
  expect(await look()).toMatchObject({ size: 1000, state: { trouble: null } })
})

test('a log that an older copy was put back of is named as shortened, and followed again once it has grown past that', async () => {
  const { log, look } = await mirrored(300)
  await look()
  log.lines = linesOf(290)
  const { state } = await look()
  expect(state.trouble!.words).toBe(
    'It shows 290 lines, and had 300: lines were taken away, or an older copy of it was put back.',
  )
  expect(state.fork).toBe(null)
  log.lines = linesOf(310)
  expect(await look()).toMatchObject({ size: 310, state: { trouble: null, fork: null } })
})

test('nothing that was not signed is taken: other keys, no signature, a forged line, changed lines and tiles', async () => {
  const { log, folder, look } = await mirrored(700)
  await look()
  const files = all(folder)
  const had = readFileSync(join(folder, 'checkpoint'), 'utf8')
  log.lines = linesOf(1300)
  const good = log.keys
  const send = (at: string, change: (body: Buffer) => Buffer | string) => (one: SmallLog) => {
    one.answer = (path, reply) => {
      if (path !== at) return false
      reply.end(change(Buffer.from(fileOf(one, path)!)))
      return true
    }
  }
  const flipped = (body: Buffer) => {
    body[3]! ^= 1 // a letter of the first line, or a bit of the first hash
    return body
  }
  const sign =
    (name: string, ...keys: SigningKey[]) =>
    (one: SmallLog) =>
      void Object.assign(one, { name, keys })
  const attacks: [string, (one: SmallLog) => void, RegExp][] = [
    ['another key', sign(log.name, keyOf(log.name, 2)), /not signed by a key that is known here/],
    [
      'a broken signature',
      send('checkpoint', (body) => body.toString().replace(/\S{6}\n$/, 'AAAAA=\n')),
      /not signed|cannot be read/,
    ],
    ['another log', sign('evil.test/log', keyOf('evil.test/log', 1)), /It is the log evil.test\/log now/],
    ['nonsense', send('checkpoint', () => '<html>'), /cannot be read/],
    [
      'a tile that was cut short',
      send('tile/0/005.p/20', (body) => body.subarray(0, -5)),
      /has 635 bytes, and not 640/,
    ],
    ['a hash that was changed', send('tile/0/005.p/20', flipped), /do not come to the root/],
    ['a whole tile that was changed', send('tile/1/000.p/5', flipped), /do not come to the root/],
    [
      'a bundle that ends too early',
      send('tile/entries/003', (body) => body.subarray(0, -1)),
      /does not hold 256 lines/,
    ],
    [
      'a line that was changed',
      send('tile/entries/003', flipped),
      /tile\/entries\/003 does not hold the lines that were signed/,
    ],
    // from here on bundle 003 lies here, and is not asked for again
    ['a line of the last ones', send('tile/entries/005.p/20', flipped), /tile\/entries\/005.p\/20 does not hold/],
    [
      'one line more',
      send('tile/entries/005.p/20', (body) => Buffer.concat([body, bundleOf([Buffer.from('x')])])),
      /does not hold 20 lines/,
    ],
  ]
  for (const [what, attack, words] of attacks) {
    attack(log)
    const { state, size } = await look()
    expect([what, size, state.trouble?.isRefused, state.fork]).toEqual([what, 700, true, null])
    expect([what, state.trouble!.words]).toEqual([what, expect.stringMatching(words)])
    expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe(had)
    expect(await faults(folder)).toEqual([])
    Object.assign(log, { name: 'other.test/log', keys: good, answer: () => false })
  }
  expect(files.every((path) => existsSync(join(folder, path)))).toBe(true)
  expect(await look()).toMatchObject({ size: 1300, state: { trouble: null } })
})

test('answers that are too long, too slow, or lead elsewhere are left: nothing inside is ever asked', async () => {
  const { log, look } = await mirrored(300)
  await look()
  log.lines = linesOf(600)
  const inside: string[] = []
  const secret = createServer((request, reply) => {
    inside.push(request.url!)
    reply.end('secret')
  })
  await new Promise<void>((done) => secret.listen(0, '127.0.0.1', done))
  onTestFinished(() => void secret.close())
  const target = `http://127.0.0.1:${(secret.address() as { port: number }).port}/latest/meta-data`
  const endless = (reply: ServerResponse, ms: number, bytes: number) => {
    const timer = setInterval(() => reply.write('A'.repeat(bytes)), ms)
    reply.on('close', () => clearInterval(timer))
  }
  for (const [what, path, how, words] of [
    ['a redirect', 'checkpoint', (reply) => reply.writeHead(302, { location: target }).end(), /cannot be reached/],
    [
      'a redirect of a tile',
      'tile/entries/001',
      (reply) => reply.writeHead(307, { location: target }).end(),
      /cannot be reached/,
    ],
    ['an endless checkpoint', 'checkpoint', (reply) => endless(reply, 0, 20_000), /longer than 65536 bytes/],
    ['an endless tile', 'tile/0/002.p/88', (reply) => endless(reply, 0, 1000), /longer than 2816 bytes/],
    ['one byte at a time', 'checkpoint', (reply) => endless(reply, 100, 1), /longer than 1 seconds/],
    ['silence', 'tile/entries/001', () => {}, /longer than 1 seconds/],
    ['an error', 'checkpoint', (reply) => reply.writeHead(500).end('x'.repeat(100)), /answers 500/],
    ['no checkpoint', 'checkpoint', (reply) => reply.writeHead(404).end(), /There is no checkpoint/],
    ['no tile', 'tile/0/002.p/88', (reply) => reply.writeHead(404).end(), /is missing/],
  ] as [string, string, (reply: ServerResponse) => unknown, RegExp][]) {
    log.answer = (asked, reply) => {
      if (asked === path) how(reply)
      return asked === path
    }
    const { state, size } = await look({ patience: 1000 })
    expect([what, size, state.trouble!.words]).toEqual([what, 300, expect.stringMatching(words)])
  }
  expect(inside).toEqual([])
  log.answer = () => false
  expect(await look()).toMatchObject({ size: 600, state: { trouble: null } })
})

test('addresses are plain ones, and a name of a log is no path', async () => {
  for (const text of ['file:///etc', 'ftp://x/', 'http://a:b@x/', 'https://x/log?a=1', 'https://x/#a', 'x', ''])
    expect([text, readAddress(text)]).toEqual([text, null])
  expect(readAddress('https://x.test/haicheng/log/')).toBe('https://x.test/haicheng/log')
  const log = await smallLog(5, '../../../../tmp/evil')
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-mirror-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await beginMirror(folder, log.address, [], given)
  await mirrorOnce(folder, given)
  expect(all(folder)).toEqual([
    'checkpoint',
    'mirror.json',
    'policy',
    'tile',
    'tile/0',
    'tile/0/000.p',
    'tile/0/000.p/5',
    'tile/entries',
    'tile/entries/000.p',
    'tile/entries/000.p/5',
  ])
})

test('at the first look a key has to fit: one that was given, or one that the log names and that signed', async () => {
  const log = await smallLog(5)
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-mirror-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await expect(beginMirror(folder, log.address, [vkeyOf(keyOf(log.name, 7))], given)).rejects.toThrow(RefusedLog)
  expect(all(folder)).toEqual([])
  expect((await beginMirror(folder, log.address, [vkeyOf(log.keys[0]!)], given)).vkeys).toEqual([vkeyOf(log.keys[0]!)])
})

test('a new key is known once one that is known has signed for it, and not because it was named', async () => {
  const { log, look, folder } = await mirrored(5)
  await look()
  const [first, second, forged] = [log.keys[0]!, keyOf(log.name, 2), keyOf(log.name, 3)]
  log.lines = linesOf(6)
  log.keys = [first, forged]
  log.answer = (path, reply) => {
    if (path !== 'keys') return false
    reply.end(fileOf({ ...log, keys: [forged] }, 'keys')) // whoever stands in between has no key of the log
    return true
  }
  expect((await look()).state.vkeys).toEqual([vkeyOf(first)])
  log.answer = () => false
  log.keys = [first, second]
  log.lines = linesOf(7)
  expect((await look()).state.vkeys).toEqual([vkeyOf(first), vkeyOf(second)])
  log.keys = [second]
  log.lines = linesOf(8)
  expect(await look()).toMatchObject({ size: 8, state: { trouble: null } })
  expect(await faults(folder)).toEqual([])
})

test('files that somebody damaged here are found by the check, and those after the last checkpoint are fetched again', async () => {
  const { log, folder, look } = await mirrored(600)
  await look()
  log.lines = linesOf(1000)
  const controller = new AbortController()
  log.answer = (path) => {
    if (path === 'tile/entries/003.p/232') controller.abort()
    return false
  }
  await look({ signal: controller.signal })
  const half = join(folder, 'tile/entries/002')
  expect(statSync(half).size).toBeGreaterThan(0)
  const left = [join(folder, 'tile/0/old.part'), join(folder, 'tile/0/new.part')]
  for (const path of left) writeFileSync(path, 'half')
  utimesSync(left[0]!, new Date(0), new Date(0)) // of somebody who was killed long ago
  writeFileSync(half, 'damaged')
  log.answer = () => false
  await look()
  expect([await faults(folder), left.map((path) => existsSync(path))]).toEqual([[], [false, true]])
  writeFileSync(join(folder, 'tile/entries/000'), readFileSync(join(folder, 'tile/entries/001')))
  expect((await faults(folder)).join()).toMatch(/do not come to the root.*Line 0 is not the one that was added/)
  expect(checkpointFor(log)).toContain('other.test/log')
})

// One deployment witnesses another: it signs what goes on from what it signed, and nothing else.
import { createServer } from 'node:http'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { collectCosignatures, keepDays } from '../../../src/domain/log/collect.ts'
import { addWitness } from '../../../src/domain/log/cosigned.ts'
import { openKey, publicHalf, signingRows } from '../../../src/domain/log/keys.ts'
import { headOf, rootsIn } from '../../../src/domain/log/store.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import {
  addCheckpoint,
  addWitnessed,
  endWitnessed,
  rotateWitnessKey,
  witnessed,
  witnessKeys,
} from '../../../src/domain/log/witness.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { append } from '../../../src/domain/record/store.ts'
import { sha256 } from '../../../src/lib/id.ts'
import { consistencyRanges } from '../../../src/lib/merkle.ts'
import { checkpointText, readNote, readVkey, signedBy, signNote, vkeyOf } from '../../../src/lib/signed-note.ts'
import { write } from '../../../src/platform/db/write.ts'
import { logCosignatures, witnessedLogs } from '../../../src/schema/witnesses.ts'
import { testWorld, type World } from '../../support/world.ts'

const origin = 'localhost/haicheng/log'

/** A city whose log this same deployment witnesses: both sides of the protocol, over HTTP. */
async function city() {
  const world = await testWorld()
  const { db, deps, government } = world
  const grow = async (n = 1) => {
    await write(db, async (tx) => {
      for (let i = 0; i < n; i++)
        await append(tx, {
          ...{ governmentId: government.id, proposalId: null, kind: 'settings_changed', role: 'administrator' },
          ...{ occurredAt: deps.now(), facts: { n: i } },
        })
    })
    await numberEntries(deps)
    await takeIn(deps)
  }
  await grow()
  const [row] = await signingRows(db.reads, { governmentId: government.id, use: 'log' }, deps.now())
  const logKey = openKey(deps.config.secret, row!)
  const own = publicHalf((await witnessKeys(deps))[0]!)
  await addWitnessed(db, origin, [vkeyOf(logKey)], deps.now())
  const head = async () => (await headOf(db.reads, government.id))!
  const ask = (body: string) =>
    world.app.inject({
      method: 'POST',
      url: '/witness/add-checkpoint',
      payload: body,
      headers: { 'content-type': 'text/plain' },
    })
  return { world, deps, grow, head, logKey, own, ask }
}

const proofOf = async ({ db, government }: World, old: number, size: number) =>
  (await rootsIn(db.reads, government.id, size, consistencyRanges(old, size)))
    .map((hash) => `${hash.toString('base64')}\n`)
    .join('')

test('a checkpoint that goes on from the last one is signed, with its time; and only then', async () => {
  const { world, grow, head, own, ask } = await city()
  const first = await head()
  const signed = await ask(`old 0\n\n${first.checkpoint}`)
  expect([signed.statusCode, signed.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
  const note = readNote(first.checkpoint + signed.body)!
  expect(signedBy(note, own)).toEqual({ good: true, at: world.deps.now() })

  const kept = await world.visitor().get(`/witness/${sha256(origin)}/checkpoint`)
  expect(kept.body).toBe(first.checkpoint + signed.body)

  await grow(300)
  const next = await head()
  const old = first.signedSize!
  const behind = await ask(`old 0\n\n${next.checkpoint}`)
  expect([behind.statusCode, behind.headers['content-type'], behind.body]).toEqual([
    409,
    'text/x.tlog.size',
    `${old}\n`,
  ])
  const proof = await proofOf(world, old, next.signedSize!)
  expect(
    (await ask(`old ${old}\n${proof.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A'))}\n${next.checkpoint}`))
      .statusCode,
  ).toBe(422)
  expect((await ask(`old ${old}\n\n${next.checkpoint}`)).statusCode).toBe(422)
  expect((await ask(`old ${old}\n${proof}\n${next.checkpoint}`)).statusCode).toBe(200)
  expect((await ask(`old ${next.signedSize}\n\n${next.checkpoint}`)).statusCode).toBe(200) // again, of another time
})

test('what does not go on from what was signed is noted, on the page too, until the log is shown to go on beyond it', async () => {
  const { world, grow, head, logKey, ask } = await city()
  const { checkpoint, signedSize: size } = await head()
  expect((await ask(`old 0\n\n${checkpoint}`)).statusCode).toBe(200)
  const junk = Buffer.alloc(32).toString('base64')
  expect((await ask(`old ${size}\n${junk}\n\n${checkpoint}`)).statusCode, 'what was signed, with a wrong proof').toBe(
    422,
  )
  expect((await witnessed(world.db.reads))[0]!.refused).toBeNull()
  const longer = signNote(checkpointText({ origin, size: size! + 1, root: Buffer.alloc(32, 7) }), [logKey])
  expect((await ask(`old ${size}\n\n${longer}`)).statusCode).toBe(422)
  const noted = async () => (await witnessed(world.db.reads))[0]!.refused
  expect(await noted()).toBe(longer)
  for (const [language, words] of [
    ['en', 'nothing showed that it goes on from what was signed before'],
    ['zh-Hant', '看不出它接續先前簽過的內容'],
  ] as const)
    expect((await world.visitor().read('/haicheng/log', { 'accept-language': language })).text).toContain(words)
  expect((await ask(`old ${size}\n\n${checkpoint}`)).statusCode, 'the same as before, once more').toBe(200)
  expect(await noted(), 'which is not as long as the one that was refused').toBe(longer)
  await grow(3)
  const next = await head()
  const proof = await proofOf(world, size!, next.signedSize!)
  expect((await ask(`old ${size}\n${proof}\n${next.checkpoint}`)).statusCode).toBe(200)
  expect(await noted()).toBeNull()
})

test('two histories: the second is not signed, and proof of it is kept', async () => {
  const { world, head, logKey, ask } = await city()
  const { checkpoint, signedSize: size } = await head()
  expect((await ask(`old 0\n\n${checkpoint}`)).statusCode).toBe(200)
  const forged = (of: number) => signNote(checkpointText({ origin, size: of, root: Buffer.alloc(32, 7) }), [logKey])
  expect((await ask(`old ${size}\n\n${forged(size!)}`)).statusCode).toBe(422)
  expect((await ask(`old ${size}\n${Buffer.alloc(32).toString('base64')}\n\n${forged(size! + 1)}`)).statusCode).toBe(
    422,
  )
  expect((await ask(`old 0\n\n${forged(size!)}`)).statusCode).toBe(409)
  const [row] = await witnessed(world.db.reads)
  expect([row!.size, row!.contradiction]).toEqual([size, forged(size!)])
  for (const language of ['en', 'zh-Hant'])
    expect((await world.visitor().read('/haicheng/log', { 'accept-language': language })).text).toContain(
      language === 'en' ? 'Two different logs of the same length' : '兩份筆數相同、內容不同的日誌',
    )
})

test('a log that is not known, not signed or not written as it must be gets the answer that the specification names', async () => {
  const { world, deps, head, logKey, ask } = await city()
  const { checkpoint, signedSize: size } = await head()
  const text = readNote(checkpoint!)!.text
  const other = checkpointText({ origin: 'elsewhere.test/log', size: 1, root: Buffer.alloc(32) })
  const status = async (body: string) => (await ask(body)).statusCode
  expect(await status(`old 0\n\n${signNote(other, [logKey])}`)).toBe(404)
  expect(await status(`old 0\n\n${checkpoint!.replace(text, text.replace(/\n\d+\n/, '\n9\n'))}`)).toBe(403)
  expect(await status(`old 0\n\n${signNote(text, [openKey(deps.config.secret, (await witnessKeys(deps))[0]!)])}`)).toBe(
    403,
  )
  expect(await status(`old ${size! + 1}\n\n${checkpoint}`)).toBe(400)
  for (const wrong of [
    '',
    'old 0\n',
    `old 00\n\n${checkpoint}`,
    `old 0\nxx\n\n${checkpoint}`,
    `new 0\n\n${checkpoint}`,
  ])
    expect(await status(wrong)).toBe(400)
  expect(
    await status(`old 0\n\n${signNote(checkpointText({ origin, size: 0, root: Buffer.alloc(32) }), [logKey])}`),
  ).toBe(422)
  await endWitnessed(world.db, origin, deps.now())
  expect(await status(`old 0\n\n${checkpoint}`)).toBe(404)
})

test('two that ask at once get one history signed', async () => {
  const { world, deps, head, logKey } = await city()
  const { checkpoint, signedSize: size } = await head()
  const forged = signNote(checkpointText({ origin, size: size!, root: Buffer.alloc(32, 7) }), [logKey])
  const answers = await Promise.all([forged, checkpoint!].map((note) => addCheckpoint(deps, `old 0\n\n${note}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect((await world.db.reads.select().from(witnessedLogs)).map((row) => row.size)).toEqual([size])
})

/** The application of a world, as its witness on a port. */
async function listening(world: World, change: (body: string) => string = (body) => body): Promise<string> {
  const server = createServer((request, reply) => {
    let body = ''
    request.setEncoding('utf8').on('data', (piece) => {
      body += piece
    })
    request.on('end', async () => {
      const answer = await world.app.inject({
        method: 'POST',
        url: request.url!,
        payload: body,
        headers: { 'content-type': 'text/plain' },
      })
      reply.writeHead(answer.statusCode).end(change(answer.body))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/witness`
}

test('what witnesses sign stands in the checkpoint that is served, in receipts’ policy, and on the page with its time', async () => {
  const { world, deps, grow, head, own } = await city()
  await addWitness(world.db, { vkey: vkeyOf(own), url: await listening(world), kind: 'witness' }, deps.now())
  const visitor = world.visitor()
  expect((await visitor.read('/haicheng/log')).text).toContain('localhost/witness has not signed yet.')
  expect(await collectCosignatures(deps)).toEqual([{ origin, witness: 'localhost/witness', failure: null }])
  expect(await collectCosignatures(deps)).toEqual([]) // signed already
  const served = async (name: string) => (await visitor.get(`/haicheng/log/${name}`)).body
  expect(signedBy(readNote(await served('checkpoint'))!, own)).toMatchObject({ good: true })
  const before = (await head()).signedSize!

  await grow(3)
  expect(signedBy(readNote(await served('checkpoint'))!, own)).toBe(null) // newer than what was signed
  expect(await served('witnessed')).toContain(`\n${before}\n`)
  expect(await collectCosignatures(deps)).toEqual([{ origin, witness: 'localhost/witness', failure: null }])
  const now = await served('witnessed')
  expect([now, now.includes(`\n${(await head()).signedSize}\n`)]).toEqual([await served('checkpoint'), true])
  expect((await visitor.read('/haicheng/log')).text).toContain(
    `localhost/witness last signed a log of ${before + 3} lines:`,
  )
  const policy = await served('policy')
  const [, vkey] = /^witness witness-1 (\S+) http/m.exec(policy)!
  expect([readVkey(vkey!)!.id, policy.includes('group witnesses any witness-1\nquorum witnesses\n')]).toEqual([
    own.id,
    true,
  ])
})

test('a witness that signs wrongly, or has seen more than there is, is not believed, and what was signed stays', async () => {
  const { world, deps, grow, own } = await city()
  const url = await listening(world)
  await addWitness(world.db, { vkey: vkeyOf(own), url, kind: 'witness' }, deps.now())
  await collectCosignatures(deps)
  const row = async () => (await world.db.reads.select().from(logCosignatures))[0]!
  const signed = await row()
  const wrong = await listening(world, (body) => body.replace(/\S{4}\n$/, 'AAA=\n'))
  await addWitness(world.db, { vkey: vkeyOf(own), url: wrong, kind: 'witness' }, deps.now())
  await grow()
  expect((await collectCosignatures(deps))[0]!.failure).toContain('does not fit')
  expect(await row()).toMatchObject({ checkpoint: signed.checkpoint, line: signed.line })
  await write(world.db, (tx) => tx.update(witnessedLogs).set({ size: 99 }).where(eq(witnessedLogs.origin, origin)))
  await addWitness(world.db, { vkey: vkeyOf(own), url, kind: 'witness' }, deps.now())
  const failure = async () => (await collectCosignatures(deps))[0]!.failure
  expect(await failure()).toContain('It has seen 99 lines')
  expect(await failure()).toContain('Was an older copy put back here?')
  // and once the log has gone on, on lines that the witness never saw
  const other = Buffer.alloc(32, 1).toString('base64')
  await write(world.db, (tx) => tx.update(witnessedLogs).set({ size: 2, root: other }))
  expect(await failure()).toContain('does not go on from the 2 lines that it signed: it has two histories')
  expect((await world.visitor().read('/haicheng/log')).text).toContain('It was asked again and did not sign')
})

test('the checkpoint with which a day ended is a file that never changes, and a line of the feed', async () => {
  const { world, deps, grow, head } = await city()
  const at = (time: string) => ({ ...deps, now: () => new Date(time) })
  await keepDays(at('2026-06-18T22:00:00+08:00'))
  await grow()
  const last = (await head()).checkpoint!
  await keepDays(at('2026-06-18T23:59:00+08:00'))
  await grow()
  await keepDays(at('2026-06-19T00:00:30+08:00'))
  const visitor = world.visitor()
  expect((await visitor.get('/haicheng/log/days/2026-06-18')).statusCode).toBe(404) // it is not over
  world.clock.now = new Date('2026-06-19T00:01:00+08:00')
  const file = await visitor.get('/haicheng/log/days/2026-06-18')
  expect([file.body, file.headers['cache-control']]).toEqual([last, 'public, max-age=31536000, immutable'])
  const feed = (await visitor.get('/haicheng/log/days.atom')).body
  expect(feed.match(/<entry>/g)).toHaveLength(1)
  expect(feed).toContain(last.split('\n')[2])
  expect((await visitor.read('/haicheng/log')).hrefs).toContain('/haicheng/log/days/2026-06-18')
})

test('a witness that changes its key signs with both for 30 days, and then with the new one alone', async () => {
  const { world, deps, grow, head, own, ask } = await city()
  const fresh = publicHalf(await rotateWitnessKey(deps))
  expect([fresh.name, fresh.id === own.id]).toEqual([own.name, false])
  const first = await head()
  const signed = await ask(`old 0\n\n${first.checkpoint}`)
  const both = readNote(first.checkpoint + signed.body)!
  for (const key of [own, fresh]) expect(signedBy(both, key)).toEqual({ good: true, at: deps.now() })
  const policyPage = await world.visitor().read('/haicheng/log')
  for (const key of [own, fresh]) expect(policyPage.text).toContain(vkeyOf(key))

  world.clock.now = new Date(world.clock.now.getTime() + 31 * 86_400_000)
  await grow()
  const next = await head()
  const proof = await proofOf(world, first.signedSize!, next.signedSize!)
  const later = await ask(`old ${first.signedSize}\n${proof}\n${next.checkpoint}`)
  expect(later.statusCode).toBe(200)
  const note = readNote(next.checkpoint + later.body)!
  expect([signedBy(note, own), signedBy(note, fresh)]).toEqual([null, { good: true, at: deps.now() }])
})

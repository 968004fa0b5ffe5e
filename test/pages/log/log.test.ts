// The log as people and programs meet it.
import { expect, test } from 'vitest'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { leafHash, rootOf } from '../../../src/lib/merkle.ts'
import { readCheckpoint, readNote, readVkey, signedBy } from '../../../src/lib/signed-note.ts'
import { entriesIn, hashesIn, tilePath, tilesOf } from '../../../src/lib/tiles.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

async function cityWithLog() {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '公園的樹' })
  const mei = await world.signedIn('mei@example.test')
  const form = { district: 'gangdong', consent: '1' }
  expect((await mei.post('/haicheng/proposals/2026-0001/cosignatures', form)).statusCode).toBe(303)
  await bringIn(world)
  return { world, mei }
}
async function bringIn({ deps }: World) {
  await numberEntries(deps)
  await takeIn(deps)
}

test('the page says in plain words what the log is, how it stands, and with which key it is checked', async () => {
  const { world } = await cityWithLog()
  const shown = await world.visitor().read('/haicheng/log')
  const note = (await world.visitor().get('/haicheng/log/checkpoint')).body
  const { size } = readCheckpoint(readNote(note)!.text)!
  expect(shown.text).toContain('What it cannot show')
  expect(shown.text).toContain(`Lines ${size}`)
  expect(shown.text).toContain('npx fuyi verify log http://localhost/haicheng/log')
  const vkey = /localhost\/haicheng\/log\+[0-9a-f]{8}\+[\w+/=]+/.exec(shown.text)![0]
  expect(signedBy(readNote(note)!, readVkey(vkey)!)).toEqual({ good: true, at: null })
  expect((await world.visitor().read('/haicheng/log?lang=zh-Hant')).text).toContain('公開紀錄日誌')
})

test('programs read the whole log as files: the checkpoint is short-lived, tiles never change', async () => {
  const { world } = await cityWithLog()
  const get = (path: string, more = {}) => world.visitor().get(`/haicheng/log/${path}`, more)
  const { body, headers } = await get('checkpoint')
  expect([headers['content-type'], headers['cache-control'], headers['access-control-allow-origin']]).toEqual([
    'text/plain; charset=utf-8',
    'public, max-age=1',
    '*',
  ])
  const { size, root } = readCheckpoint(readNote(body)!.text)!
  const tiles = await Promise.all(tilesOf(size).map((name) => get(`tile/${tilePath(name)}`)))
  expect(tiles.map(({ statusCode }) => statusCode)).toEqual(tiles.map(() => 200))
  expect(tiles[0]!.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const entries = entriesIn(tiles[0]!.rawPayload)!
  expect(hashesIn(tiles[1]!.rawPayload)).toEqual(entries.map(leafHash))
  expect(rootOf(entries.map(leafHash))).toEqual(root)
  const zipped = await get(`tile/${tilePath(tilesOf(size)[0]!)}`, { 'accept-encoding': 'gzip' })
  expect([zipped.headers['content-encoding'], zipped.headers.vary]).toEqual(['gzip', 'Accept-Encoding'])
  for (const wrong of [
    'tile/0/000',
    `tile/0/000.p/${size + 1}`,
    'tile/0/001.p/1',
    'tile/9/000.p/1',
    'tile/x',
    'tile/data/000',
  ])
    expect((await get(wrong)).statusCode).toBe(404)
})

test('nothing in the log says who signed', async () => {
  const { world, mei } = await cityWithLog()
  const note = (await world.visitor().get('/haicheng/log/checkpoint')).body
  const [bundle] = tilesOf(readCheckpoint(readNote(note)!.text)!.size)
  const words = (await world.visitor().get(`/haicheng/log/tile/${tilePath(bundle!)}`)).body
  expect(words).toContain('"kind":"cosigned"')
  for (const personal of [mei.personId!, 'mei@', 'example.test', 'gangdong']) expect(words).not.toContain(personal)
})

// Whoever changes a row behind the application's back is found, and the row is named: from outside, by the files of the log and the
// JSON of the cases; and by the operator, by the record itself.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { changeState, type StateChange } from '../../../src/domain/cosignatures/change-state.ts'
import { keysOf, publicHalf } from '../../../src/domain/log/keys.ts'
import { readLog, type SeenLog } from '../../../src/domain/log/read-log.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { casesIn, datedBack, differences, differencesWhile, type ShownCase } from '../../../src/domain/log/verify.ts'
import { verifyOwn } from '../../../src/domain/log/verify-own.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { tilePath } from '../../../src/lib/tiles.ts'
import { checkLogs, logsState } from '../../../src/operations/log-check.ts'
import type { Exec } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const [first, second] = ['2026-0001', '2026-0002']

async function lively() {
  const world = await testWorld({ rules: { threshold: 3 } })
  for (const number of [first, second])
    await givenCase(world, { number, title: '公園的樹', threshold: number === first ? 3 : 900 })
  const people = await Promise.all([1, 2, 3, 4].map((i) => world.signedIn(`p${i}@example.test`)))
  for (const one of people) await press(one, first, 'cosignatures')
  await press(people[0]!, second, 'cosignatures')
  await press(people[1]!, second, 'cosignatures')
  await press(people[1]!, second, 'withdrawals')
  const moderator = await world.staff('moderator')
  expect(
    (await moderator.post(`/haicheng/proposals/${second}/decisions`, { decision: 'hide', words: '含個人資料' }))
      .statusCode,
  ).toBe(303)
  await bringIn(world)
  return world
}
const press = async (who: Awaited<ReturnType<World['signedIn']>>, number: string, what: string) =>
  expect(
    (await who.post(`/haicheng/proposals/${number}/${what}`, { district: 'gangdong', consent: '1' })).statusCode,
  ).toBe(303)
async function bringIn({ deps }: World) {
  await numberEntries(deps)
  await takeIn(deps)
}

/** As a stranger does it: over HTTP alone. */
async function outside(world: World, before: SeenLog | null = null) {
  const get = (path: string) => world.visitor().get(path)
  const keys = (await keysOf(world.db.reads, { governmentId: world.government.id, use: 'log' })).map(publicHalf)
  const log = await readLog(
    {
      checkpoint: async () => (await get('/haicheng/log/checkpoint')).body,
      tile: async (name) => {
        const reply = await get(`/haicheng/log/tile/${tilePath(name)}`)
        return reply.statusCode === 200 ? reply.rawPayload : null
      },
    },
    keys,
    before,
    world.clock.now,
  )
  const cases = casesIn(log.leaves)
  const found = [...log.findings, ...datedBack(log.leaves)]
  for (const number of new Set([...cases.keys(), first, second])) {
    const { statusCode, json } = await get(`/api/v1/haicheng/proposals/${number}`)
    found.push(...differences(cases.get(number), statusCode === 404 ? null : json<ShownCase>(), number, 'Asia/Taipei'))
  }
  return { found, seen: log.seen }
}

/** Whoever holds the database takes the triggers away first. */
async function behindTheBack(world: World, ...statements: string[]) {
  const { db } = world
  await db.exclusively(async (exec: Exec) => {
    if (db.engine === 'sqlite') {
      const triggers = (await exec(
        "select name from sqlite_master where type = 'trigger' and tbl_name in ('record', 'record_numbers', 'log_tiles', 'log_bundles')",
      )) as { name: string }[]
      for (const { name } of triggers) await exec(`drop trigger ${name}`)
    } else
      for (const table of ['record', 'record_numbers', 'log_tiles', 'log_bundles'])
        await exec(`alter table ${table} disable trigger user`)
    for (const statement of statements) await exec(statement)
    if (db.engine === 'postgres')
      for (const table of ['record', 'record_numbers', 'log_tiles', 'log_bundles'])
        await exec(`alter table ${table} enable trigger user`)
  })
}
const one = (kind: string, more = '') =>
  `(select position from record where kind = '${kind}' ${more} order by position limit 1)`
const early = ({ db }: World) =>
  db.engine === 'sqlite' ? `${Date.parse('2026-01-02T00:00:00Z')}` : "'2026-01-02T00:00:00Z'"

test('where nobody touched anything, everything fits', async () => {
  const world = await lively()
  expect((await outside(world)).found).toEqual([])
  expect(await verifyOwn(world.db)).toEqual([])
})

test('a case that was copied while people signed is what it was at a moment of the copy, and nothing else', async () => {
  const world = await lively()
  const keys = (await keysOf(world.db.reads, { governmentId: world.government.id, use: 'log' })).map(publicHalf)
  const read = () =>
    readLog(
      {
        checkpoint: async () => (await world.visitor().get('/haicheng/log/checkpoint')).body,
        tile: async (name) => (await world.visitor().get(`/haicheng/log/tile/${tilePath(name)}`)).rawPayload,
      },
      keys,
      null,
      world.clock.now,
    )
  const number = '2026-0003'
  await givenCase(world, { number, title: '圖書館週日開放', threshold: 900 })
  const shownAt: ShownCase[] = []
  const sizes: number[] = []
  for (const i of [5, 6, 7, 8]) {
    await press(await world.signedIn(`p${i}@example.test`), number, 'cosignatures')
    await bringIn(world)
    world.clock.now = new Date(world.clock.now.getTime() + 60_000) // pages are kept for a second
    shownAt.push((await world.visitor().get(`/api/v1/haicheng/proposals/${number}`)).json())
    sizes.push((await read()).leaves.length)
  }
  const { leaves } = await read()
  const found = (shown: ShownCase, begun: number) => differencesWhile({ leaves, begun }, shown, number, 'Asia/Taipei')
  expect(shownAt.map(({ cosignatures }) => cosignatures.count)).toEqual([1, 2, 3, 4])
  for (const shown of shownAt) expect(found(shown, sizes[0]!)).toEqual([])
  expect(found(shownAt[0]!, sizes[1]!), 'from before the copy').toEqual([
    `Case ${number} shows 1 co-signatures; the log comes to 4.`,
    `Case ${number} shows 1 co-signatures on 2026-06-18; the log comes to 4.`,
  ])
  const cosignatures = { ...shownAt[1]!.cosignatures, count: 7 }
  expect(found({ ...shownAt[1]!, cosignatures }, 0).join()).toContain('shows 7 co-signatures')
  expect(found({ ...shownAt[1]!, timeline: [] }, sizes[0]!).join()).toContain('does not show “published”')
})

test('a row of the record that was edited is found from outside and at home', async () => {
  const world = await lively()
  await behindTheBack(world, `update record set role = 'administrator' where position = ${one('threshold_met')}`)
  expect((await outside(world)).found.join()).toContain(`Case ${first}: “threshold_met” says something else`)
  const own = await verifyOwn(world.db)
  expect(own).toEqual([
    expect.stringMatching(
      /\(“threshold_met” of case 2026-0001\) is not what was added to the log: role was "system", and is "administrator"/,
    ),
  ])
})

test('a row that was dated back is found', async () => {
  const world = await lively()
  const at = early(world)
  await behindTheBack(
    world,
    `update record set occurred_at = ${at}, recorded_at = ${at} where position = ${one('threshold_met')}`,
  )
  expect((await outside(world)).found.join()).toContain(`Case ${first}: “threshold_met” is dated 2026-01-02`)
  expect((await verifyOwn(world.db)).join()).toContain('is "2026-01-02"')
})

test('a row that was put in with an earlier date is found: the log shows when it came', async () => {
  const world = await lively()
  const at = early(world)
  await behindTheBack(
    world,
    `insert into record (id, government_id, proposal_id, kind, role, occurred_at, recorded_at, facts) select 'forged', government_id, proposal_id, 'scheduled', 'officer', ${at}, ${at}, '{}' from record where position = ${one('threshold_met')}`,
  )
  await bringIn(world)
  expect((await outside(world)).found.join()).toMatch(
    /“scheduled” of case 2026-0001\) says it was written down on 2026-01-02.*it is dated back/,
  )
})

test('a row that was deleted is found, and so is a co-signature', async () => {
  for (const [kind, words] of [
    ['threshold_met', `Case ${first} does not show “threshold_met”`],
    ['hidden', `Case ${second} does not show “hidden”`],
  ] as const) {
    const world = await lively()
    const position = one(kind)
    await behindTheBack(
      world,
      `delete from record_numbers where position = ${position}`,
      `delete from record where position = ${position}`,
    )
    expect((await outside(world)).found.join()).toContain(words)
    expect((await verifyOwn(world.db)).join()).toMatch(
      new RegExp(`“${kind}”.* is in the log, and no longer in the record`),
    )
  }
  const world = await lively()
  await behindTheBack(world, `update proposals set count = count - 1 where number = '${first}'`)
  expect((await outside(world)).found).toEqual([`Case ${first} shows 3 co-signatures; the log comes to 4.`])
})

test('a case that is not shown any more is missed, and one that the log does not know is named', async () => {
  const world = await lively()
  await behindTheBack(world, `update proposals set number = '2026-0009' where number = '${first}'`)
  expect((await outside(world)).found).toEqual([`Case ${first} is in the log, and is not shown.`])
  const other = await lively()
  await givenCase(other, { number: '2026-0003', title: '沒有紀錄' })
  await behindTheBack(
    other,
    `delete from record where proposal_id = (select id from proposals where number = '2026-0003')`,
  )
  const shown = (await other.visitor().get('/api/v1/haicheng/proposals/2026-0003')).json<ShownCase>()
  expect(differences(undefined, shown, '2026-0003', 'Asia/Taipei')).toEqual([
    'Case 2026-0003 is shown, and the log knows nothing of it.',
  ])
})

test('rows whose order was changed are found', async () => {
  const world = await lively()
  const [a, b] = [one('threshold_met'), one('hidden')]
  await behindTheBack(
    world,
    `create table swapped as select number, position from record_numbers where position in (${a}, ${b})`,
    `delete from record_numbers where position in (${a}, ${b})`,
    'insert into record_numbers (number, position) select s.number, (select max(o.position) from swapped o where o.position <> s.position) from swapped s',
    'drop table swapped',
  )
  const own = (await verifyOwn(world.db)).join()
  expect(own).toContain('threshold_met')
  expect(own).toContain('hidden')
})

test('a log whose own files were changed is found: a line, a hash, the order, the end', async () => {
  const line = async (change: (world: World) => string[]) => {
    const world = await lively()
    const { seen } = await outside(world)
    await behindTheBack(world, ...change(world))
    return (await outside(world, seen)).found.join('\n')
  }
  const sqlite = ({ db }: World) => db.engine === 'sqlite'
  const replaced = (column: string, from: string, to: string) => (world: World) => [
    sqlite(world)
      ? `update log_bundles set ${column} = cast(replace(cast(${column} as text), '${from}', '${to}') as blob)`
      : `update log_bundles set ${column} = decode(replace(encode(${column}, 'hex'), encode('${from}', 'hex'), encode('${to}', 'hex')), 'hex')`,
  ]
  const edited = await line(replaced('entries', '"kind":"hidden"', '"kind":"shownn"'))
  expect(edited).toMatch(/do not come to the root/)
  expect(edited).toMatch(/Line \d+ is not the one that was added/)
  const shorter = await line(() => ['update log_bundles set width = width - 1'])
  expect(shorter).toContain('is missing, or does not hold')
  const hashes = await line((world) => [
    sqlite(world)
      ? 'update log_tiles set hashes = cast(substr(hashes, 33, 32) || substr(hashes, 1, 32) || substr(hashes, 65) as blob)'
      : 'update log_tiles set hashes = substring(hashes from 33 for 32) || substring(hashes from 1 for 32) || substring(hashes from 65)',
  ])
  expect(hashes).toMatch(/Line 0 is not the one that was added[\s\S]*Line 1 is not/)
})

test('a log that was written anew, and signed with its own key, is found by who saw it before', async () => {
  const world = await lively()
  const { seen } = await outside(world)
  await behindTheBack(
    world,
    `delete from record_numbers where position = ${one('hidden')}`,
    `delete from record where position = ${one('hidden')}`,
    ...['log_bundles', 'log_tiles', 'log_heads', 'log_progress'].map((table) => `delete from ${table}`),
    'update record_numbers set number = number + 100000',
  )
  await behindTheBack(world, 'delete from log_keys')
  await bringIn(world)
  const keys = (await keysOf(world.db.reads, { governmentId: world.government.id, use: 'log' })).length
  expect(keys).toBe(1)
  expect((await outside(world, seen)).found.join('\n')).toMatch(/was written anew|Lines were taken away/)
})

test('the daily look tells the metrics, the log and the doctor that the record was changed, and counts what came in meanwhile for nothing', async () => {
  const world = await lively()
  const at = world.clock.now
  await checkLogs(world.db, at)
  const numbers = async () => (await world.app.inject({ url: '/metrics' })).body
  expect(await numbers()).toContain('fuyi_log_differs 0')
  expect(await logsState(world.db, at)).toMatchObject({
    ok: true,
    says: expect.stringContaining('compared with the record 0.0 hours ago'),
  })
  await behindTheBack(world, `update record set role = 'administrator' where position = ${one('threshold_met')}`)
  await expect(checkLogs(world.db, at)).rejects.toThrow('role was')
  expect(await numbers()).toMatch(/fuyi_log_differs [1-9]/)
  expect(await logsState(world.db, at)).toMatchObject({ ok: false, todo: expect.stringContaining('verify log') })
})

test('at the first start the daily look waits for the log that is begun beside it, and finds nothing wrong', async () => {
  const world = await testWorld()
  await givenCase(world, { number: first, title: '公園的樹' })
  await press(await world.signedIn('p1@example.test'), first, 'cosignatures')
  await numberEntries(world.deps)
  const look = checkLogs(world.db, world.clock.now)
  await sleep(100) // it has looked once, and there was no log
  await takeIn(world.deps)
  await expect(look).resolves.toBeUndefined()
})

test('what was held, released and found invalid is in what the log comes to, as it is in what is shown', async () => {
  const world = await testWorld({ rules: { threshold: 900 } })
  const proposalId = await givenCase(world, { number: first, title: '公園的樹', threshold: 900 })
  const people = await Promise.all([1, 2, 3, 4, 5].map((i) => world.signedIn(`p${i}@example.test`)))
  for (const one of people) await press(one, first, 'cosignatures')
  const change = (ids: number[], from: StateChange['from'][number], to: StateChange['to']) =>
    write(world.db, (tx) =>
      changeState(
        tx,
        world.government.id,
        proposalId,
        ids.map((i) => people[i]!.personId!),
        {
          ...{ from: [from], to, role: 'moderator', reason: 'staff', at: world.clock.now },
        },
      ),
    )
  const shown = async () => (await world.visitor().get(`/api/v1/haicheng/proposals/${first}`)).json().cosignatures.count
  for (const [ids, from, to, count] of [
    [[0, 1, 2], 'counted', 'held', 2],
    [[0], 'held', 'counted', 3],
    [[1], 'held', 'invalid', 3],
    [[3], 'counted', 'invalid', 2],
  ] as const) {
    await change([...ids], from, to)
    await bringIn(world)
    expect([to, await shown(), (await outside(world)).found]).toEqual([to, count, []])
  }
  expect(await verifyOwn(world.db)).toEqual([])
})

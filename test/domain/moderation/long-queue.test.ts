// The desk at 50,000 open parts: a page of it reads the rows of the page, whatever stands behind. Rows are counted, never time.
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { type AskedQueue, queueCounts, queueItems } from '../../../src/domain/moderation/queue-store.ts'
import type { Exec } from '../../../src/platform/db/database.ts'
import { givenCase } from '../../support/cases.ts'
import { inProcess, queriesOf } from '../../support/database.ts'
import { testWorld, type World } from '../../support/world.ts'

const open = 50_000
const perPage = 50
/** A page, and as much again: an index may be read a little further than it is needed. */
const mostRead = perPage * 2

const asked = (world: World, more: Partial<AskedQueue>): AskedQueue => ({
  government: world.government,
  ...{ seats: [{ role: 'administrator', agencyId: null }], scope: 'all', today: '2026-06-18', ...more },
})

/**
 * As rows of the desk alone, since it is their number that counts. They hang on one case, which no page of the queue minds.
 */
async function fill(world: World): Promise<void> {
  const id = await givenCase(world, { number: '2026-0001', title: '很多' })
  await world.db.exclusively(async (exec) => {
    const [moment, flag, series] =
      engine === 'postgres'
        ? ['to_timestamp(1780000000 + n * 60)', 'true', `generate_series(1, ${open}) n`]
        : [
            '(1780000000 + n * 60) * 1000',
            '1',
            `(with recursive s(n) as (select 1 union all select n + 1 from s where n < ${open}) select n from s)`,
          ]
    const { environment, transport } = world.agencies
    // the in-process engine spends most of a minute on keys that nothing here doubts
    const checks = engine === 'postgres' && inProcess
    if (checks) await exec("set session_replication_role = 'replica'")
    await exec(
      `insert into desk_items (id, government_id, proposal_id, lane, task, agency_id, person_id, topic_code, due_before, replied_at, unknown_from, comes_first, order_key)
       select 'item-' || n, '${world.government.id}', '${id}', case when n % 5 = 0 then 'early' else 'owed' end,
         case when n % 5 = 0 then 'early' when n % 3 = 0 then 'check' else 'answer' end,
         case when n % 5 <> 0 and n % 3 = 0 then null when n % 2 = 0 then '${environment}' else '${transport}' end,
         null, null, ${moment}, null, null, ${flag}, n from ${series}`,
    )
    if (checks) await exec("set session_replication_role = 'origin'")
    if (engine === 'postgres') await exec('analyze desk_items')
  })
}

type Node = { [key: string]: unknown; Plans?: Node[] }
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** How the database reads for one query: on SQLite its plan in words, on PostgreSQL how many rows of the desk it looked at, and how. */
async function readingOf(exec: Exec, statement: string): Promise<{ plan: string; rows: number | null }> {
  if (engine === 'sqlite') {
    const plan = await exec(`explain query plan ${statement}`)
    return { plan: plan.map(({ detail }) => detail).join('; '), rows: null }
  }
  const [row] = await exec(`explain (analyze, timing off, format json) ${statement}`)
  const [{ Plan: top }] = row!['QUERY PLAN'] as [{ Plan: Node }]
  const scans = nodesOf(top).filter((node) => node['Relation Name'] === 'desk_items')
  const looked = (node: Node) =>
    Number(node['Actual Loops']) * (Number(node['Actual Rows']) + Number(node['Rows Removed by Filter'] ?? 0))
  return {
    plan: nodesOf(top)
      .map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''}`.trim())
      .join('; '),
    rows: scans.reduce((sum, node) => sum + looked(node), 0),
  }
}

const inlined = (statement: string, values: unknown[]) => {
  let i = 0
  const literal = (value: unknown) =>
    typeof value === 'string'
      ? `'${value}'`
      : value instanceof Date
        ? `'${value.toISOString()}'`
        : typeof value === 'boolean' && engine === 'postgres'
          ? String(value)
          : String(Number(value))
  return engine === 'postgres'
    ? statement.replace(/\$(\d+)/g, (_, n) => literal(values[Number(n) - 1]))
    : statement.replace(/\?/g, () => literal(values[i++]))
}

test(`at ${open} open parts a page of the desk reads the rows of that page from an index`, async () => {
  const world = await testWorld()
  await fill(world)
  const { reads } = world.db
  const views: [name: string, asked: AskedQueue, total: number][] = [
    ['everybody’s', asked(world, {}), open * 0.8],
    [
      'an agency’s',
      asked(world, { scope: 'mine', seats: [{ role: 'officer', agencyId: world.agencies.environment }] }),
      13_334,
    ],
    ['the moderators’', asked(world, { scope: 'mine', seats: [{ role: 'moderator', agencyId: null }] }), 13_333],
    [
      'of two desks',
      asked(world, {
        scope: 'mine',
        seats: [
          { role: 'officer', agencyId: world.agencies.environment },
          { role: 'moderator', agencyId: null },
        ],
      }),
      26_667,
    ],
    ['what could be answered early', asked(world, { scope: 'early' }), open * 0.2],
  ]
  for (const [name, view, total] of views) {
    const counts = await queueCounts(reads, view)
    expect([name, Math.abs(counts.total - total) < 2], String(counts.total)).toEqual([name, true])
    const datesOf = async (offset: number, limit: number) =>
      (await queueItems(reads, view, offset, limit)).map(({ dueBefore }) => dueBefore!.getTime())
    const whole = await datesOf(0, 8)
    expect([name, [...(await datesOf(0, 4)), ...(await datesOf(4, 4))]]).toEqual([name, whole])
    expect([name, whole]).toEqual([name, [...whole].sort((a, b) => a - b)])
    const queries = await queriesOf(() => queueItems(reads, view, 0, perPage))
    const ofDesk = queries.filter(({ statement }) => statement.includes('from "desk_items"'))
    expect(ofDesk).toHaveLength(view.seats.length + 1) // which rows of each desk, and those rows
    for (const { statement, values } of ofDesk) {
      const reading = await world.db.exclusively((exec) => readingOf(exec, inlined(statement, values)))
      expect([name, reading.plan]).toEqual([
        name,
        expect.not.stringMatching(/\bSCAN desk_items|TEMP B-TREE|Seq Scan desk_items|Sort/),
      ])
      if (reading.rows !== null) expect([name, reading.rows <= mostRead], String(reading.rows)).toEqual([name, true])
    }
  }
})

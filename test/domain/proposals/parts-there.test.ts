import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { evidence } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { queriesOf } from '../../support/database.ts'
import { testWorld } from '../../support/world.ts'

const number = '2026-0001'
const address = `/haicheng/proposals/${number}`

test('a case page asks for no parts that the case does not have, and shows each that comes', async () => {
  const world = await testWorld()
  const proposalId = await givenCase(world, { number, title: '公園的樹' })
  const tables = async () => {
    const asked = await queriesOf(() => world.visitor().get(address))
    return asked.flatMap(({ statement }) =>
      /\bexists \(/.test(statement) ? [] : (/ from "(\w+)"/.exec(statement)?.[1] ?? []),
    )
  }
  const before = await tables()
  expect(before).toContain('proposal_texts')
  for (const table of [
    'evidence',
    'answers',
    'ask_decisions',
    'commitments',
    'corrections',
    'hand_overs',
    'case_references',
  ])
    expect(before, table).not.toContain(table)

  await write(world.db, (tx) =>
    tx.insert(evidence).values({
      id: 'e1',
      proposalId,
      position: 0,
      url: 'https://example.org/trees',
      label: 'https://example.org/trees',
    }),
  )
  world.clock.now = new Date(world.clock.now.getTime() + 2000)
  expect(await tables()).toContain('evidence')
  expect((await world.visitor().get(address)).body).toContain('example.org/trees')
})

// Public texts that were changed behind the application's back are found and named, of each kind.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { correctText } from '../../src/domain/moderation/correct-text.ts'
import { changedTexts } from '../../src/operations/public-texts.ts'
import type { Exec } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { wholeLife } from '../support/whole-life.ts'
import { testWorld, type World } from '../support/world.ts'

const change = ({ db }: World, statement: string) =>
  db.exclusively(async (exec: Exec) => {
    await exec(statement)
  })

test('after a whole life of cases every public text is the one that the record vouches for; each kind that is changed is named', async () => {
  const world = await testWorld()
  await wholeLife(world, (field, most) => `${field} 說明內容`.slice(0, most))
  const [first] = await world.db.reads.select().from(proposals).where(eq(proposals.number, '2026-0001'))
  const correction = { field: 'title', before: first!.title, after: `${first!.title}更正` }
  const by = { role: 'moderator', at: world.clock.now, confirmed: true } as const
  await write(world.db, (tx) => correctText(tx, first!, { ...correction, ...by }))
  expect(await changedTexts(world.db.reads)).toEqual([])
  const kinds = [
    ['answers', 'analysis', 'published_at is not null', /answer \d+ is not the text/],
    [
      'ask_decisions',
      'reason',
      'answer_id in (select id from answers where published_at is not null)',
      /answer \d+ is not the text/,
    ],
    ['commitments', 'what', "state <> 'draft'", /commitment \d+ is not the text/],
    ['commitment_updates', 'body', "body <> ''", /the report of .* on commitment \d+ is not the text/],
    ['proposal_updates', 'body', "body <> ''", /the update of .* is not the text/],
    ['assignment_changes', 'reason', "reason <> ''", /the reason of “\w+” of .* is not the text/],
    ['corrections', 'after', "after <> ''", /the correction of \S+ is not the text/],
    ['moderation_decisions', 'words', "kind = 'refused'", /the refusal of .* is not the text/],
    ['proposal_texts', 'benefit', "benefit <> ''", /the proposal is not the text/],
  ] as const
  for (const [table, column, where, words] of kinds) {
    const quoted = `"${column}"`
    await change(world, `update ${table} set ${quoted} = ${quoted} || '改' where ${where}`)
    const found = (await changedTexts(world.db.reads)).join('\n')
    const cut = world.db.engine === 'sqlite' ? `substr(${quoted}, 1, length(${quoted}) - 1)` : `left(${quoted}, -1)`
    await change(world, `update ${table} set ${quoted} = ${cut} where ${where}`)
    expect([table, found]).toEqual([table, expect.stringMatching(words)])
  }
  expect(await changedTexts(world.db.reads), 'put back').toEqual([])
})

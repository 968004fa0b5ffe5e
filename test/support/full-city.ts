// A city of which everything that the platform knows is used, and what stands behind each parameter of an address in it.
import { eq, isNull } from 'drizzle-orm'
import { newSalt } from '../../src/domain/record/store.ts'
import { allJobs } from '../../src/jobs.ts'
import { newId } from '../../src/lib/id.ts'
import { write } from '../../src/platform/db/write.ts'
import { tick } from '../../src/platform/process/scheduler.ts'
import { answers } from '../../src/schema/answers.ts'
import { caseReferences } from '../../src/schema/case-references.ts'
import { commitments } from '../../src/schema/commitments.ts'
import { cosignatures } from '../../src/schema/cosignatures.ts'
import { handOvers } from '../../src/schema/hand-overs.ts'
import { corrections } from '../../src/schema/moderation.ts'
import { proposals, textVersions } from '../../src/schema/proposals.ts'
import { givenCase } from './cases.ts'
import { makeElsewhere } from './city.ts'
import { everyPage } from './every-page.ts'
import type { Behind } from './walk-public.ts'
import type { World } from './world.ts'

const beforehand = ['record-numbers', 'change-days', 'change-steps', 'log', 'witnesses', 'search']

export async function fullCity(world: World): Promise<Behind> {
  await makeElsewhere(world.db)
  let said = 0
  await everyPage(world, (field, most) => `${field} ${++said}`.slice(0, most))
  const given = [
    { number: '2026-0010', stage: 'gathering', signed: { gangdong: 6, jiucheng: 1 } },
    { number: '2026-0011', stage: 'expired', outcome: 'expired' },
    { number: '2026-0012', stage: 'withdrawn', outcome: 'withdrawn' },
    { number: '2026-0013', hiddenAt: world.clock.now, hiddenReason: 'unlawful' },
    { number: '2026-0015', stage: 'returned', publishedAt: null },
  ] as const
  for (const one of given) await givenCase(world, { title: `title of ${one.number}`, ...one })
  await moreOf(world)
  await tick(
    world.deps,
    allJobs(null).filter(({ name }) => beforehand.includes(name)),
  )
  const cases = await world.db.reads.select().from(proposals)
  const numbers = cases.flatMap(({ number }) => (number ? [number] : []))
  return {
    gov: ['haicheng', 'elsewhere', 'nowhere'],
    number: [...numbers, '2026-9999', 'x'],
    code: ['works', 'epb', 'transport', 'coordination', 'nature', 'gone'],
    language: ['zh-Hant', 'en'],
    version: ['text-1', 'answer-1', 'answer-2', 'text-9'],
    day: ['2026-06-15', '2026-06-18', '2030-01-01'],
    file: ['index.json'],
    map: ['2026-1', 'haicheng'],
    '*': ['checkpoint', '0/000', 'entries/000', '0/000.p/9', 'fuyi.css'],
  }
}

/** What no form of the walk above leaves: rows that are secret beside rows of the same table that are not. */
async function moreOf({ db, clock, government }: World): Promise<void> {
  const at = clock.now
  const cases = await db.reads.select().from(proposals)
  const idOf = (number: string) => cases.find((one) => one.number === number)!.id
  const [signed] = await db.reads
    .select()
    .from(cosignatures)
    .where(eq(cosignatures.proposalId, idOf('2026-0001')))
  const [draft] = await db.reads.select().from(answers).where(isNull(answers.publishedAt))
  const mention = { governmentId: government.id, proposalId: idOf('2026-0001'), kind: 'news', suggestedBy: 'anybody' }
  const cited = (n: number, state: 'shown' | 'waiting') => ({
    ...{ ...mention, id: newId(), url: `https://news.example/${n}`, title: `Heading ${n}`, publisher: `Paper ${n}` },
    ...{ state, suggestedAt: at, decidedAt: state === 'waiting' ? null : at },
  })
  await write(db, async (tx) => {
    await tx.insert(caseReferences).values([cited(1, 'shown'), cited(2, 'waiting')] as never)
    await tx.insert(handOvers).values({
      ...{ id: newId(), governmentId: government.id, proposalId: idOf('2026-0010'), receiver: 'A ministry' },
      ...{ reason: 'Its remit', salt: newSalt(), handedOn: '2026-06-18', state: 'open', createdAt: at },
      personId: signed!.personId,
    })
    await tx.insert(cosignatures).values({ ...signed!, ...another(2), proposalId: idOf('2026-0013') })
    await tx.insert(textVersions).values({
      ...{ proposalId: idOf('2026-0013'), revision: 1, title: 'An earlier title', problem: 'An earlier problem' },
      ...{ benefit: 'An earlier benefit', asks: ['An earlier ask'], keptAt: at },
    })
    await tx.insert(corrections).values({
      ...{ id: newId(), proposalId: idOf('2026-0001'), field: 'title', before: 'Titel', after: 'Title' },
      ...{ salt: newSalt(), correctedAt: at },
    } as never)
    await tx.update(cosignatures).set({ state: 'held' }).where(eq(cosignatures.personId, signed!.personId!))
    await tx.insert(commitments).values({
      ...{ id: newId(), governmentId: government.id, proposalId: draft!.proposalId, answerId: draft!.id },
      ...{ agencyId: draft!.agencyId, askNumber: 1, position: 0, number: null, what: 'Not promised yet' },
      ...{ measure: 'Not measured yet', owner: 'Nobody yet', dueOn: '2027-01-01', state: 'draft', salt: newSalt() },
    } as never)
  })
}

const another = (n: number) => ({ reasonId: `${n}`.repeat(32), salt: newSalt() })

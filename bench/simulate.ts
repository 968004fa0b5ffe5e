// Lets a crowd sign one case through the application's own units, looking every two seconds of their time as the job does.
import { openCase } from '../src/domain/cosignatures/after-counting.ts'
import { holdInCase } from '../src/domain/cosignatures/hold-unusual.ts'
import { addCosignature } from '../src/domain/cosignatures/store.ts'
import { signalReader } from '../src/domain/integrity/arrival.ts'
import { findOrCreatePerson } from '../src/domain/people/store.ts'
import { findProposal } from '../src/domain/proposals/store.ts'
import type { Database } from '../src/platform/db/database.ts'
import { write } from '../src/platform/db/write.ts'
import { cosignatures } from '../src/schema/cosignatures.ts'
import { givenCase } from '../test/support/cases.ts'
import { makeCity } from '../test/support/city.ts'
import { type Comer, inOrder } from './crowds.ts'

export type Outcome = { fake: number; fakeHeld: number; honest: number; honestHeld: number; mostCounted: number }
const looksEvery = 2000 // ms
/** A look takes a fiftieth of the job's time at most: with so many rows this many ms lie between two, on the machine of bench/README.md. */
const looksPerRow = 0.5

/** `db` is empty and migrated. */
export async function simulate(db: Database, crowd: Comer[]): Promise<Outcome> {
  const start = new Date('2026-06-18T09:00:00+08:00')
  const city = await makeCity(db, start, { threshold: 1_000_000 })
  const until = new Date('2026-08-17T00:00:00+08:00')
  const id = await givenCase(city, {
    number: '2026-0001',
    title: '海堤步道夜間照明',
    publishedAt: start,
    closesBefore: until,
  })
  const proposal = (await findProposal(db.reads, city.government.id, '2026-0001'))!
  const open = await openCase(db.reads, proposal)
  const come = signalReader('a secret of the simulation')
  const isHonest = new Map<string, boolean>()
  let looked = 0
  let mostCounted = 0
  const comers = inOrder(crowd)
  const look = async (after: number) => {
    looked = after
    await holdInCase({ db }, id, new Date(start.getTime() + after))
  }
  for (const [i, { email, ip, device, lone, after, honest }] of comers.entries()) {
    // the job looks while some come; a pause without anybody changes nothing
    const pause = Math.max(looksEvery, looksPerRow * i)
    if (after - looked >= pause && (after - looked < 60_000 || i % 20 === 0)) await look(after)
    const at = new Date(start.getTime() + after)
    const came = await come(db.reads, proposal, { email, ip, device: device || `own${i}`, lone, at })
    const signature = { districtCode: 'gangdong', assurance: 1, reason: null, noticeVersion: 'x', wantsAnswer: false }
    const { personId, count } = await write(
      db,
      async (tx) => {
        const person = await findOrCreatePerson(tx, email, 'zh-Hant', at)
        const added = await addCosignature(tx, city.government, open, { ...signature, personId: person.id, at, came })
        return { personId: person.id, count: added.count }
      },
      { invalidate: 'later' },
    )
    mostCounted = Math.max(mostCounted, count)
    isHonest.set(personId, honest)
  }
  await look(comers.at(-1)!.after + looksEvery)
  const rows = await db.reads.select({ personId: cosignatures.personId, state: cosignatures.state }).from(cosignatures)
  const of = (honest: boolean) => rows.filter(({ personId }) => isHonest.get(personId) === honest)
  const held = (honest: boolean) => of(honest).filter(({ state }) => state === 'held').length
  return { fake: of(false).length, fakeHeld: held(false), honest: of(true).length, honestHeld: held(true), mostCounted }
}

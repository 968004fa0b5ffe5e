// Rows that the mail tests begin with: a government, a case, people and what is told to them.
import { type Config, engine } from '../../src/config.ts'
import { addAgency, addGovernment, addSeat } from '../../src/domain/governments/commands.ts'
import { currentRules } from '../../src/domain/governments/store.ts'
import { findOrCreatePerson } from '../../src/domain/people/store.ts'
import { newId } from '../../src/lib/id.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import type { Deps } from '../../src/platform/http/deps.ts'
import { parts } from '../../src/schema/assignments.ts'
import { proposals } from '../../src/schema/proposals.ts'

const config: Config = {
  databaseUrl: '',
  engine,
  replicaUrl: null,
  origin: 'https://fuyi.test',
  secret: 'a secret that only tests use, 32 characters or more',
  smtpUrl: null,
  mailFrom: 'fuyi@fuyi.test',
  port: 0,
  host: '127.0.0.1',
  trustProxy: false,
  logLevel: 'silent',
  demonstration: false,
  metricsToken: null,
  listenFd: null,
}

/** What jobs are given, with a clock that stands still. */
export const depsOf = (db: Database, at: Date, more: Partial<Config> = {}): Deps => ({
  db,
  now: () => at,
  config: { ...config, ...more },
})

/** A city with two agencies, each with one officer. */
export async function addCity(db: Database, at = new Date('2017-01-01T00:00:00+08:00')) {
  return write(db, async (tx) => {
    const id = await addGovernment(
      tx,
      {
        slug: 'haicheng',
        name: { 'zh-Hant': '海澄市', en: 'Haicheng City' },
        languages: ['zh-Hant', 'en'],
        timeZone: 'Asia/Taipei',
        country: 'TW',
      },
      at,
    )
    const lead = await addAgency(tx, id, { code: 'epb', name: { 'zh-Hant': '環境保護局' } }, at)
    const supporting = await addAgency(tx, id, { code: 'transport', name: { 'zh-Hant': '交通局' } }, at)
    for (const [agencyId, email] of [
      [lead, 'lead@city.test'],
      [supporting, 'supporting@city.test'],
    ] as const) {
      const person = await findOrCreatePerson(tx, email, 'zh-Hant', at)
      await addSeat(tx, { personId: person.id, governmentId: id, role: 'officer', agencyId, name: email, at })
    }
    return { id, lead, supporting }
  })
}

type ProposalRow = typeof proposals.$inferInsert

export async function addCase(db: Database, governmentId: string, more: Partial<ProposalRow> = {}): Promise<string> {
  const id = newId()
  const at = new Date('2026-01-05T10:00:00+08:00')
  const { id: ruleVersionId } = await currentRules(db.reads, governmentId, at)
  await write(db, (tx) =>
    tx.insert(proposals).values({
      id,
      governmentId,
      number: `2026-${id.slice(-9)}`,
      year: 2026,
      stage: 'gathering',
      title: '夜市停用一次性餐具',
      suggestedAgencies: [],
      ruleVersionId,
      threshold: 5000,
      count: 12,
      createdAt: at,
      updatedAt: at,
      submittedAt: at,
      publishedAt: at,
      closesBefore: new Date('2026-03-07T00:00:00+08:00'),
      revision: 1,
      ...more,
    }),
  )
  return id
}

/** A case under review with its two parts. */
export async function addReview(db: Database, city: { id: string; lead: string; supporting: string }, due: Date) {
  const met = new Date('2026-01-10T10:00:00+08:00')
  const id = await addCase(db, city.id, { stage: 'review', thresholdMetAt: met, answerDueBefore: due })
  await write(db, (tx) =>
    tx.insert(parts).values(
      (['lead', 'supporting'] as const).map((role) => ({
        id: newId(),
        proposalId: id,
        agencyId: city[role],
        role,
        assignedAt: met,
        dueBefore: due,
      })),
    ),
  )
  return id
}

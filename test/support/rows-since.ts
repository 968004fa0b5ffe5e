// Rows of the tables that are newer than the database kept of the version before, so that their rules are tried too.
import { ne } from 'drizzle-orm'
import { newId, sha256 } from '../../src/lib/id.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { answerTemplates } from '../../src/schema/answer-templates.ts'
import { answerAttachments, files } from '../../src/schema/attachments.ts'
import { broughtCases } from '../../src/schema/brought-cases.ts'
import { calendarLinks } from '../../src/schema/calendar-links.ts'
import { caseReferences } from '../../src/schema/case-references.ts'
import { deskViews } from '../../src/schema/desk-views.ts'
import { digestItems, listFollows, pendingFollows } from '../../src/schema/following.ts'
import {
  cosignatureBatches,
  cosignatureBatchRows,
  cosignatureSignals,
  refusedDoubles,
  refusedForms,
  spentMailboxes,
  unusualGroups,
} from '../../src/schema/integrity.ts'
import { mailings, returnedMail } from '../../src/schema/notifications.ts'
import { consents, staffLooks } from '../../src/schema/own-data.ts'
import { paperChanges, paperEntries, paperSheets, paperSignatures } from '../../src/schema/paper.ts'
import { formerMailboxes, pendingAddresses, people } from '../../src/schema/people.ts'
import { registerBatches, registerOffices, registerRequests } from '../../src/schema/register.ts'
import { sampleLines, samples } from '../../src/schema/samples.ts'
import { linkedAccounts, sessions } from '../../src/schema/sign-in.ts'
import { deskViewReaders } from '../../src/schema/values.ts'
import {
  counterVisits,
  rollEntries,
  rolls,
  signedSubjects,
  verifications,
  walletRequests,
} from '../../src/schema/verifications.ts'
import { webhookDeliveries, webhooks } from '../../src/schema/webhooks.ts'
import { literal, type Row, rowsIn, typesOf } from './version-before.ts'

/** After the newest migration. Every state that such a row can have is there once. */
export async function addRowsSince(db: Database): Promise<void> {
  const inOrder = async (table: string) =>
    (await rowsIn(db, table)).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
  const cases = await inOrder('proposals')
  const agencies = await inOrder('agencies')
  const [person] = await inOrder('people')
  const agency = agencies[0]!
  const [one, two, three, four] = cases.filter((p) => p.government_id === agency.government_id)
  const [to] = (await inOrder('governments')).filter((g) => g.id !== agency.government_id)
  const handOver = (id: string, of: Row, more: Row): Row => ({
    ...{ id, government_id: of.government_id, proposal_id: of.id, reason: 'Theirs', salt: 's', person_id: person!.id },
    ...{ to_government_id: null, receiver: 'The ministry', link: 'https://example.org/1', handed_on: '2026-06-01' },
    ...{ due_on: '2026-07-01', agency_id: null, ended_on: null, result: null, result_salt: null },
    ...{ ended_by_id: null, created_at: of.created_at, ended_at: null },
    ...more,
  })
  const ended = (of: Row) => ({ ended_on: '2026-06-02', ended_at: of.created_at, ended_by_id: person!.id })
  const here = { to_government_id: to!.id, receiver: null }
  await insertRows(db, 'hand_overs', [
    handOver('open', one!, { state: 'open' }),
    handOver('returned', two!, { ...ended(two!), state: 'returned', result: 'Built', result_salt: 's' }),
    handOver('accepted', three!, { ...ended(three!), ...here, state: 'accepted', agency_id: agency.id }),
    handOver('offered', four!, { ...here, state: 'offered' }),
  ])
  await insertRows(db, 'mail_domain_days', [{ day: '2026-06-18', domain: 'b.test', asked: 9, pressed: 7 }])
  await rowsOfFollowing(db, String(person!.id))
  const back = { personId: String(person!.id), times: 2, bounce: '5.1.1 User unknown' }
  const returnedAt = new Date('2026-11-28T09:00:00+08:00')
  await write(db, (tx) => tx.insert(returnedMail).values({ ...back, returnedAt, stoppedAt: returnedAt }))
  const token = {
    tokenHash: sha256('another'),
    createdAt: returnedAt,
    expiresAt: new Date(returnedAt.getTime() + 1000),
  }
  const left = { keyHash: sha256('mei@left.example.tw'), personId: String(person!.id), leftAt: returnedAt }
  const of = { governmentId: String(one!.government_id), suggestedAt: returnedAt }
  await write(db, (tx) =>
    tx.insert(caseReferences).values([
      {
        ...{
          ...of,
          id: newId(),
          proposalId: String(one!.id),
          kind: 'news',
          url: 'https://news.example/1',
          title: 'Lamps',
        },
        ...{ publisher: 'The Tide', publishedOn: '2026-06-10', suggestedBy: 'anybody', state: 'waiting' },
      },
      {
        ...{ ...of, id: newId(), proposalId: String(two!.id), kind: 'opposing', otherId: String(one!.id) },
        ...{ suggestedBy: 'staff', state: 'shown', decidedAt: returnedAt },
      },
      {
        ...{ ...of, id: newId(), proposalId: String(one!.id), kind: 'earlier', otherId: String(two!.id) },
        ...{ suggestedBy: 'proposer', state: 'declined', decidedAt: returnedAt },
      },
    ]),
  )
  await write(db, async (tx) => {
    await tx.insert(pendingAddresses).values({ personId: left.personId, email: 'mei@next.example.tw', ...token })
    await tx.insert(formerMailboxes).values(left)
    await tx.insert(linkedAccounts).values({
      ...{ id: newId(), personId: left.personId, service: 'city' },
      ...{ subjectHash: sha256('whom a service knows'), createdAt: left.leftAt, lastUsedAt: left.leftAt },
    })
    for (const governmentId of [null, String(agency.government_id)])
      await tx.insert(calendarLinks).values({
        ...{ id: newId(), personId: left.personId, governmentId, language: 'en', createdAt: returnedAt },
        tokenHash: sha256(governmentId ?? ''),
      })
  })
  const told = {
    districts: [],
    districtsThrough: null,
    assurance: [],
    statement: null,
    underReview: null,
    timeline: [],
  }
  const from = {
    origin: 'https://fuyi.test/haicheng/proposals/2026-0001',
    takenOn: '2026-06-18',
  }
  await write(db, (tx) =>
    tx.insert(broughtCases).values({ ...from, proposalId: String(one!.id), digest: sha256('a line'), told }),
  )
  const hook = { id: newId(), personId: left.personId, governmentId: of.governmentId, url: 'https://newsroom.example/' }
  const waits = { webhookId: hook.id, news: 'answered', proposalId: String(one!.id), occurredAt: returnedAt }
  await write(db, async (tx) => {
    await tx.insert(webhooks).values([
      { ...hook, kind: 'government', target: '', secret: 'sealed', createdAt: returnedAt },
      {
        ...{ ...hook, id: newId(), kind: 'agency', target: 'epb', secret: 'sealed', createdAt: returnedAt },
        ...{ formerSecret: 'x', formerUntil: returnedAt, failingSince: returnedAt, pausedAt: returnedAt },
      },
    ])
    await tx.insert(webhookDeliveries).values([
      { ...waits, id: newId(), event: 'one', createdAt: returnedAt, nextTryAt: returnedAt, attempts: 0 },
      { ...waits, id: newId(), event: 'two', createdAt: returnedAt, attempts: 1, error: 'timeout' },
      {
        ...waits,
        id: newId(),
        event: 'three',
        createdAt: returnedAt,
        attempts: 2,
        status: 200,
        deliveredAt: returnedAt,
      },
    ])
  })
  await insertRows(db, 'presses', [{ key: sha256('press'), leads_to: '/haicheng', known_until: one!.created_at }])
  await addSigns(db, String(one!.id), String(person!.id), returnedAt)
  await addDrafts(db, person!)
  const theirs = { personId: left.personId, governmentId: String(agency.government_id) }
  await write(db, async (tx) => {
    const given = { noticeVersion: '1', givenAt: returnedAt, withdrawnAt: returnedAt }
    await tx.insert(consents).values({ ...given, id: newId(), personId: left.personId, purpose: 'news', subject: 'x' })
    const [looker] = await tx.select({ id: people.id }).from(people).where(ne(people.id, left.personId)).limit(1)
    await tx.insert(staffLooks).values({
      ...{ ...theirs, id: newId(), lookerId: looker!.id, proposalId: String(one!.id) },
      ...{ day: '2026-06-18', reason: 'Asked by the author', lookedAt: returnedAt },
    })
  })
  await addVerification(db, theirs, String(one!.id), returnedAt)
  await addViews(db, { personId: String(person!.id), governmentId: String(agency.government_id) }, String(agency.id))
  await addAttachments(db)
}

/** Somebody who is verified, and comes to the counter all the same. */
async function addVerification(
  db: Database,
  whose: { personId: string; governmentId: string },
  caseId: string,
  at: Date,
) {
  const { personId, governmentId } = whose
  const [one] = await db.reads.select({ id: people.id }).from(people).where(ne(people.id, personId)).limit(1)
  const other = one!.id
  const [subjectKey, expiresAt] = [sha256('an entry'), new Date(at.getTime() + 1000)]
  const session = { id: newId(), hash: sha256('a session'), personId, createdAt: at, expiresAt, device: 'Firefox' }
  await write(db, async (tx) => {
    await tx.insert(sessions).values(session)
    const request = {
      ...{ ...whose, sessionHash: session.hash, source: 'wallet', link: 'openid4vp://authorize', createdAt: at },
      ...{ expiresAt, codeHash: sha256('a code') },
    }
    await tx.insert(walletRequests).values([
      { ...request, id: newId(), outcome: 'cancelled', subjectKey: null, personId: other },
      { ...request, id: newId(), outcome: 'found', subjectKey },
    ])
    const known = {
      ...whose,
      level: 2,
      method: 'roll',
      issuer: '2026 roll',
      subjectKey,
      givenAt: at,
      expiresAt,
    } as const
    await tx.insert(verifications).values([
      { ...known, id: newId(), claim: 'resident' },
      { ...known, id: newId(), claim: 'age', leastAge: 16 },
    ])
    await tx.insert(rolls).values({ governmentId, name: '2026 roll', fields: ['id_number'], entries: 1 })
    await tx.insert(rollEntries).values({ governmentId, digest: subjectKey })
    await tx.insert(counterVisits).values({
      ...{ id: newId(), ...whose, codeHash: sha256('a code'), createdAt: at, expiresAt },
      ...{ subjectKey, openedById: personId, openedAt: at },
    })
    await tx
      .insert(registerOffices)
      .values({ governmentId, name: 'Register office', fields: ['id_number'], open: true })
    const drawn = { fields: ['id_number' as const], lines: 1, askedById: personId, askedAt: at, yes: 0, no: 0 }
    await tx.insert(registerBatches).values({ governmentId, number: 2, ...drawn })
    await tx.insert(registerBatches).values({
      ...{ governmentId, number: 1, ...drawn },
      ...{ sentById: personId, sentAt: at, takenUntil: expiresAt, expiresAt },
    })
    await tx.insert(registerRequests).values({
      ...{ id: newId(), ...whose, subjectKey, sealed: 'sealed', askedAt: at, expiresAt },
      ...{ batch: 1, line: 'aaaa', answer: 'yes', readById: personId, asksAge: true, ageHash: subjectKey },
    })
    const [sheet, line] = [1, { key: subjectKey, district: 'x' }]
    await tx.insert(paperSheets).values([
      { proposalId: caseId, number: 1, state: 'typed', madeById: personId, madeAt: at },
      {
        ...{ proposalId: caseId, number: 2, state: 'counted', madeById: personId, madeAt: at },
        ...{ countedAt: at, counted: 1, doubles: 0, unknown: 0 },
      },
    ])
    await tx
      .insert(paperEntries)
      .values({ proposalId: caseId, sheet, personId, round: 1, lines: [line, null], typedAt: at })
    await tx
      .insert(paperSignatures)
      .values({ proposalId: caseId, sheet: 2, line: 1, day: '2026-06-18', districtCode: 'x', key: sha256('of paper') })
    await tx.insert(samples).values({
      ...{ proposalId: caseId, number: 1, size: 1, announcedById: personId, announcedAt: at, drawnAt: at, treeSize: 3 },
      ...{ rootHash: sha256('root'), population: 1, drawn: 1, cutoff: sha256('score'), toldById: other, toldAt: at },
      ...{ confirmed: 1, notConfirmed: 0 },
    })
    await tx.insert(sampleLines).values({
      ...{ proposalId: caseId, sample: 1, line: 1, personId, mark: 'confirmed', markedById: other, markedAt: at },
    })
    await tx.insert(paperChanges).values({
      ...{ id: newId(), proposalId: caseId, sheet: 2, act: 'take_back', words: 'forged', salt: 's' },
      ...{ askedById: personId, askedAt: at, confirmedById: other, confirmedAt: at },
    })
    await tx.insert(signedSubjects).values({ proposalId: caseId, key: sha256('an entry in a case'), personId })
  })
}

/** A document and a picture, both attached to one answer; and a text that its agency keeps. */
async function addAttachments(db: Database): Promise<void> {
  const [answer] = await rowsIn(db, 'answers')
  const at = new Date('2026-11-28T09:00:00+08:00')
  const file = (content: string) => ({
    hash: sha256(content),
    size: content.length,
    content: Buffer.from(content),
    createdAt: at,
  })
  const both = [
    { ...file('document'), type: 'application/pdf' as const, pages: 3, pagesWithoutText: 1 },
    { ...file('picture'), type: 'image/png' as const, width: 6, height: 4 },
  ]
  const words = { title: 'Measured', description: '', attachedAt: at }
  const parts = { name: 'Lights', analysis: '案件 {{案件編號}}', deliberation: '', reason: '', note: '' }
  const template = { id: newId(), agencyId: String(answer!.agency_id), ...parts, createdAt: at, updatedAt: at }
  await write(db, async (tx) => {
    await tx.insert(answerTemplates).values(template)
    await tx.insert(files).values(both)
    for (const { hash } of both)
      await tx.insert(answerAttachments).values({ answerId: String(answer!.id), fileHash: hash, ...words })
  })
}

/** A view of the desk for each kind of readers. */
async function addViews(db: Database, owner: { personId: string; governmentId: string }, agencyId: string) {
  const at = new Date('2026-11-28T09:00:00+08:00')
  const rows = deskViewReaders.map((readers, position) => ({
    ...{ ...owner, id: newId(), name: readers, params: 'task=check', readers, position, createdAt: at, updatedAt: at },
    agencyId: readers === 'agency' ? agencyId : null,
  }))
  await write(db, (tx) => tx.insert(deskViews).values(rows))
}

async function rowsOfFollowing(db: Database, personId: string): Promise<void> {
  const [mailing] = await db.reads.select().from(mailings).limit(1)
  const at = new Date('2026-11-28T09:00:00+08:00')
  const { governmentId, id: mailingId } = mailing!
  const list = { id: newId(), personId, governmentId, kind: 'topic', target: 'nature', since: at } as const
  const waiting = { personId, mailingId, governmentId, pace: 'daily', listFollowId: list.id } as const
  const asked = { id: newId(), governmentId, kind: 'case', target: '2026-0001', email: 'mei@example.tw' } as const
  const until = { createdAt: at, expiresAt: new Date(at.getTime() + 1000), confirmedAt: null }
  await write(db, async (tx) => {
    await tx.insert(listFollows).values({ ...list, wanted: true, pace: 'daily', kinds: ['end'] })
    await tx.insert(digestItems).values({ ...waiting, addedAt: at })
    await tx.insert(pendingFollows).values({ ...asked, language: 'en', tokenHash: sha256('token'), ...until })
  })
}

async function addSigns(db: Database, proposalId: string, personId: string, at: Date): Promise<void> {
  const signs = { block: 'b', domain: 'd', domainKind: 'unknown', familiar: 0, series: 's', device: 'v' } as const
  await write(db, async (tx) => {
    await tx.insert(cosignatureSignals).values({ proposalId, personId, at, ...signs, lone: false, reason: 'series' })
    await tx
      .insert(unusualGroups)
      .values({ proposalId, kind: 'series', key: 's', reason: 'series', state: 'unusual', foundAt: at })
    const batch = { proposalId, fromState: 'held', toState: 'counted', groupKind: 'series', groupKey: 's' } as const
    const asked = { words: 'looked', salt: 's', total: 1, state: 'done', askedById: personId, askedAt: at } as const
    const others = await tx.select({ id: people.id }).from(people).where(ne(people.id, personId)).limit(1)
    const confirmed = { confirmedById: others[0]!.id, changedAt: at }
    await tx.insert(cosignatureBatches).values({ id: 'b', ...batch, ...asked, ...confirmed })
    await tx.insert(cosignatureBatchRows).values({ batchId: 'b', personId, moved: true })
    await tx.insert(refusedDoubles).values({ proposalId, day: '2026-06-18', count: 1 })
    await tx.insert(spentMailboxes).values({ proposalId, digest: 'd'.repeat(43) })
    await tx.insert(refusedForms).values({ proposalId, count: 1 }).onConflictDoNothing()
  })
}

/** Drafts on their way out: versions, looks, and every state of a release. */
async function addDrafts(db: Database, person: Row): Promise<void> {
  const answers = await rowsIn(db, 'answers')
  const released = await rowsIn(db, 'answer_releases')
  const free = answers.filter(({ id }) => !released.some((one) => one.answer_id === id))
  const [seat] = await rowsIn(db, 'staff')
  const at = seat!.created_at
  await insertRows(db, 'answer_approvers', [{ staff_id: seat!.id, created_at: at }])
  const content = { analysis: '', deliberation: '', note: '', asks: [], commitments: [] }
  const draft = { answer_id: answers[0]!.id, person_id: person.id, revision: 1 }
  await insertRows(db, 'answer_versions', [{ ...draft, content: JSON.stringify(content), written_at: at }])
  await insertRows(db, 'answer_looks', [{ ...draft, looked_at: at }])
  const states = ['asked', 'sent_back', 'scheduled', 'stopped']
  await insertRows(
    db,
    'answer_releases',
    states.slice(0, free.length).map((state, i) => ({
      ...{
        ...draft,
        answer_id: free[i]!.id,
        state,
        text_revision: 0,
        stage: 'review',
        role: 'officer',
        words: 'text',
      },
      ...{ publish_at: state === 'scheduled' ? at : null, changed_at: at },
    })),
  )
}

async function insertRows(db: Database, table: string, rows: Row[]): Promise<void> {
  await db.exclusively(async (exec) => {
    const types = await typesOf(exec, table)
    const columns = [...types.keys()]
    const names = columns.map((column) => `"${column}"`).join(', ')
    for (const row of rows)
      await exec(
        `insert into "${table}" (${names}) values (${columns.map((c) => literal(row[c], types.get(c)!)).join(', ')})`,
      )
  })
}

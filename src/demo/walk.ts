// Walks the invented cases through the application itself, by the same addresses and forms as people, with a clock that goes
// from the first of them to today: what the demonstration shows is what the workflow made.
import { readFileSync } from 'node:fs'
import { and, asc, eq, ne } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { readDemoConfig } from '../config.ts'
import { markOverdue } from '../domain/answers/mark-overdue.ts'
import { expireDue } from '../domain/cosignatures/expire-proposals.ts'
import type { Government } from '../domain/governments/government.ts'
import { addDays, localDate } from '../lib/calendar.ts'
import { newId, newToken, sha256 } from '../lib/id.ts'
import type { Database } from '../platform/db/database.ts'
import { write } from '../platform/db/write.ts'
import { commitments } from '../schema/commitments.ts'
import { proposals } from '../schema/proposals.ts'
import { sessions } from '../schema/sign-in.ts'
import type { DemoCase, DemoDeed, DemoFile, DemoForm } from './deeds.ts'
import { type DemoSigning, signing } from './signers.ts'

const day = 86_400_000

export type DemoCast = {
  governments: Map<string, Government>
  /** ids of people */
  citizen: string
  neighbours: string[]
  moderator: string
  checker: string
  /** by the agency's code */
  officers: Map<string, string>
  /** who signs */
  strangers: string[]
}

type Event = { at: number; run: () => Promise<void> }
type Walked = { wanted: DemoCase; government: Government; number: string; signing: DemoSigning }

/** Everything that happened, in the order of time, up to `now`. */
export async function walk(db: Database, cast: DemoCast, cases: DemoCase[], now: Date): Promise<void> {
  const clock = { now }
  const config = { ...readDemoConfig(newToken()), origin: 'http://demo.invalid', logLevel: 'silent' }
  const app = await buildApp({ db: { ...db, close: async () => {} }, now: () => clock.now, config })
  const browsers = await signIn(db, app, cast)
  const walked = new Map<string, Walked>()
  const events: Event[] = []
  const plan = (at: number, run: Event['run']) => {
    if (at <= now.getTime()) events.push({ at, run })
  }

  for (const [i, wanted] of cases.entries()) {
    const government = cast.governments.get(wanted.government ?? 'haicheng')!
    // half past eight in the morning or later, so that no two cases are sent at once
    const sent = now.getTime() - wanted.daysAgo * day - (i % 7) * 1_500_000
    const author = browsers.get(wanted.own ? cast.citizen : cast.neighbours[i % cast.neighbours.length]!)!
    plan(sent, async () => {
      const number = await propose(author, government, wanted)
      walked.set(wanted.key, {
        wanted,
        government,
        number,
        signing: signing(db, { government, number, wanted, strangers: cast.strangers, now }),
      })
    })
    for (const deed of wanted.deeds)
      plan(sent + deed.day * day, async () => {
        const c = walked.get(wanted.key)!
        await c.signing.until(clock.now) // who signed before it
        await doDeed(c, deed, author)
        if (deed.noun === 'decisions' && (await c.signing.opened()))
          for (const at of c.signing.moments()) plan(at.getTime(), () => c.signing.until(at))
      })
  }

  while (events.length) {
    events.sort((a, b) => a.at - b.at)
    const { at, run } = events.shift()!
    clock.now = new Date(at)
    await expireDue({ db }, clock.now)
    await markOverdue({ db }, clock.now)
    await run()
  }
  for (const { signing } of walked.values()) await signing.until(now)
  await expireDue({ db }, now)
  await markOverdue({ db }, now)
  await write(db, async (tx) => {
    await tx.delete(sessions)
  })
  await app.close()

  async function doDeed({ wanted, government, number }: Walked, deed: DemoDeed, author: Browser) {
    const by =
      deed.by === 'author'
        ? author
        : browsers.get(typeof deed.by === 'string' ? cast[deed.by] : cast.officers.get(deed.by.agency)!)!
    const form = deed.form({
      day: (days) => addDays(localDate(clock.now, government.timeZone), days),
      numberOf: (key) => walked.get(key)!.number,
    })
    const path =
      typeof deed.noun === 'string'
        ? `proposals/${number}/${deed.noun}`
        : `commitments/${(await commitmentIdsOf(db, government.id, number))[deed.noun.promise]}/${deed.noun.of}`
    const send = async () => {
      if (deed.attach) form.revision = await attachFirst(by, `/${government.slug}`, number, form, deed.attach)
      await by(`/${government.slug}/${path}`, form)
    }
    await send().catch((error) => {
      throw new Error(`${wanted.key}: ${error.message}`)
    })
  }
}

/** Saves the draft of an answer and attaches to it; its revision then. */
async function attachFirst(by: Browser, gov: string, number: string, form: DemoForm, all: DemoFile[]): Promise<string> {
  let revision = 1
  await by(`${gov}/proposals/${number}/answers`, { ...form, action: 'attachments' })
  for (const { file, title, description } of all) {
    const bytes = readFileSync(new URL(`../../views/demo/${file}`, import.meta.url))
    await by(`${gov}/desk/${number}/attachments`, { title, description, revision: String(revision++) }, { file, bytes })
  }
  return String(revision)
}

/** A case's promises in the order in which they were made. */
async function commitmentIdsOf(db: Database, governmentId: string, number: string): Promise<string[]> {
  const rows = await db.reads
    .select({ id: commitments.id })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(and(eq(proposals.governmentId, governmentId), eq(proposals.number, number), ne(commitments.state, 'draft')))
    .orderBy(asc(commitments.answerId), asc(commitments.position))
  return rows.map((row) => row.id)
}

/** Step by step through the form. Returns the case's number. */
async function propose(author: Browser, { slug }: Government, wanted: DemoCase): Promise<string> {
  const draft = (await author(`/${slug}/proposals/drafts`)).replace(/\/problem$/, '')
  await author(`${draft}/problem`, { title: wanted.title, problem: wanted.problem })
  await author(`${draft}/place`, {
    topic: wanted.topic,
    district: wanted.district ?? '',
    place: wanted.place ?? '',
  })
  await author(`${draft}/asks`, { asks: wanted.asks })
  await author(`${draft}/benefit`, { benefit: wanted.benefit })
  await author(`${draft}/agencies`, { agencies: wanted.suggested, name: wanted.name })
  const sent = await author(`${draft}/submissions`)
  return /\d{4}-\d{4,}/.exec(sent)![0]
}

/** Sends a form; where it leads. Throws when it is refused. */
type Browser = (path: string, form?: DemoForm, file?: { file: string; bytes: Buffer }) => Promise<string>

/** Sessions made directly: codes by mail would only fill the mailbox of the demonstration. */
async function signIn(db: Database, app: FastifyInstance, cast: DemoCast): Promise<Map<string, Browser>> {
  const everybody = [cast.citizen, ...cast.neighbours, cast.moderator, cast.checker, ...new Set(cast.officers.values())]
  const tokens = new Map(everybody.map((personId) => [personId, newToken()]))
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + day)
  await write(db, async (tx) => {
    await tx.insert(sessions).values(
      [...tokens].map(([personId, token]) => ({
        hash: sha256(token),
        id: newId(),
        personId,
        createdAt,
        expiresAt,
        device: '',
      })),
    )
  })
  return new Map([...tokens].map(([personId, token]) => [personId, browser(app, token)]))
}

function browser(app: FastifyInstance, token: string): Browser {
  return async (path, form = {}, file = undefined) => {
    const sent = file
      ? await inParts(form, file)
      : { type: 'application/x-www-form-urlencoded', payload: encoded(form) }
    const answer = await app.inject({
      method: 'POST',
      url: path,
      headers: {
        cookie: `${app.lucia.sessionCookieName}=${token}`,
        'sec-fetch-site': 'same-origin',
        'content-type': sent.type,
      },
      payload: sent.payload,
    })
    if (answer.statusCode !== 303) throw new Error(`${path} answered ${answer.statusCode}`)
    return String(answer.headers.location)
  }
}

function encoded(form: DemoForm): string {
  const params = new URLSearchParams()
  for (const [field, value] of Object.entries(form)) for (const one of [value].flat()) params.append(field, one)
  return params.toString()
}

/** A form with a file, as a browser sends it. */
async function inParts(form: DemoForm, { file, bytes }: { file: string; bytes: Buffer }) {
  const data = new FormData()
  for (const [field, value] of Object.entries(form)) for (const one of [value].flat()) data.append(field, one)
  data.append('file', new Blob([new Uint8Array(bytes)]), file)
  const body = new Response(data)
  return { type: body.headers.get('content-type')!, payload: Buffer.from(await body.arrayBuffer()) }
}

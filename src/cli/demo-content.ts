// Invented content for a demonstration: one city and one county that do not exist, with cases in every stage, dated back from today.
import { eq } from 'drizzle-orm'
import { cosignatureCounts, cosignatures } from '../cosignatures/tables.ts'
import type { Database, Db } from '../db/connect.ts'
import { settings } from '../db/tables.ts'
import { write } from '../db/write.ts'
import { addAgency, addGovernment, addSeat } from '../governments/commands.ts'
import type { Government } from '../governments/government.ts'
import { currentRules, governmentById, listGovernments } from '../governments/store.ts'
import { localDate } from '../lib/calendar.ts'
import { newId } from '../lib/id.ts'
import { demoPeople } from '../pages/demo.ts'
import { findOrCreatePerson } from '../people/store.ts'
import { people } from '../people/tables.ts'
import { decide } from '../proposals/decisions.ts'
import { meetThreshold, takeStep } from '../proposals/steps.ts'
import { beginDraft, findProposal, indexCase, nextNumber, saveDraft } from '../proposals/store.ts'
import { proposals } from '../proposals/tables.ts'
import { record } from '../record/tables.ts'
import { publishDemoAnswer } from './demo-answer.ts'
import { type DemoCase, demoCases } from './demo-cases.ts'

const day = 86_400_000
const markKey = 'demonstration'

export const isEmpty = async (db: Database): Promise<boolean> => (await listGovernments(db.reads)).length === 0

export async function isDemonstration(db: Database): Promise<boolean> {
  return (await db.reads.select().from(settings).where(eq(settings.key, markKey))).length > 0
}

export async function markDemonstration(db: Database): Promise<void> {
  await write(db, async (tx) => {
    await tx.insert(settings).values({ key: markKey, value: 'yes' })
  })
}

const haichengDistricts = [
  '港東區',
  '舊城區',
  '港西區',
  '東澄區',
  '埔尾區',
  '溪北區',
  '山腳區',
  '石鼻區',
  '嶼仔區',
].map((name, i) => ({
  code: `d${i + 1}`,
  name: {
    'zh-Hant': name,
    en: ['Gangdong', 'Old Town', 'Gangxi', 'Dongcheng', 'Puwei', 'Xibei', 'Shanjiao', 'Shibi', 'Yuzai'][i]!,
  },
}))
const haichengAgencies = [
  ['epb', '環境保護局', 'Environment Bureau'],
  ['transport', '交通局', 'Transport Bureau'],
  ['fisheries', '海洋及漁業局', 'Sea and Fisheries Bureau'],
  ['tourism', '觀光發展局', 'Tourism Bureau'],
  ['fire', '消防局', 'Fire Department'],
  ['economy', '經濟發展局', 'Economic Development Bureau'],
] as const

/** Two governments, the four people of the demonstration's bar, and cases in every stage. */
export async function fillDemonstration(db: Database, now: Date): Promise<void> {
  const founded = new Date(now.getTime() - 900 * day)
  const made = await write(db, async (tx) => {
    const cityId = await addGovernment(
      tx,
      {
        slug: 'haicheng',
        name: { 'zh-Hant': '海澄市', en: 'Haicheng City' },
        languages: ['zh-Hant', 'en'],
        timeZone: 'Asia/Taipei',
        country: 'TW',
        districts: haichengDistricts,
      },
      founded,
    )
    await addGovernment(
      tx,
      {
        slug: 'yunan',
        name: { 'zh-Hant': '嶼南縣', en: 'Yunan County' },
        languages: ['zh-Hant', 'en'],
        timeZone: 'Asia/Taipei',
        country: 'TW',
        rules: { threshold: 1500, cosigningDays: 45 },
        dates: 'roc',
      },
      founded,
    )
    const agencies = new Map<string, string>()
    for (const [code, zh, en] of haichengAgencies)
      agencies.set(code, await addAgency(tx, cityId, { code, name: { 'zh-Hant': zh, en } }, founded))
    const person = async (email: string) => (await findOrCreatePerson(tx, email, 'zh-Hant', founded)).id
    const seat = { governmentId: cityId, at: founded }
    const moderator = await person(demoPeople.moderator)
    const officer = await person(demoPeople.officer)
    await addSeat(tx, { ...seat, personId: moderator, role: 'moderator', agencyId: null, name: '林予安' })
    await addSeat(tx, {
      ...seat,
      personId: officer,
      role: 'officer',
      agencyId: agencies.get('transport')!,
      name: '陳海生',
    })
    await addSeat(tx, {
      ...seat,
      personId: officer,
      role: 'officer',
      agencyId: agencies.get('fisheries')!,
      name: '陳海生',
    })
    await addSeat(tx, {
      ...seat,
      personId: await person(demoPeople.administrator),
      role: 'administrator',
      agencyId: null,
      name: '周澄',
    })
    return { cityId, moderator, officer, agencies, citizen: await person(demoPeople.citizen) }
  })
  const city = (await governmentById(db.reads, made.cityId))!
  for (const wanted of demoCases) await makeCase(db, city, made, wanted, now)
}

type Made = { moderator: string; officer: string; citizen: string; agencies: Map<string, string> }

/** Walks one case through the same steps that people take, at the times it says. */
async function makeCase(db: Database, city: Government, made: Made, wanted: DemoCase, now: Date): Promise<void> {
  const submittedAt = new Date(now.getTime() - wanted.daysAgo * day)
  const publishedAt = new Date(submittedAt.getTime() + 2 * day)
  const { id: ruleVersionId, rules } = await currentRules(db.reads, city.id, submittedAt)
  const id = newId()
  const number = await write(db, async (tx) => {
    await beginDraft(tx, { id, governmentId: city.id, authorId: made.citizen, at: submittedAt })
    const {
      title,
      name: authorName,
      topic: topicCode,
      district: districtCode = null,
      place = null,
      agencies: suggestedAgencies,
    } = wanted
    await saveDraft(
      tx,
      id,
      0,
      { title, authorName, topicCode, districtCode, place, suggestedAgencies },
      wanted,
      submittedAt,
    )
    const year = Number(localDate(submittedAt, city.timeZone).slice(0, 4))
    const given = await nextNumber(tx, city.id, year)
    const checkDueBefore = new Date(submittedAt.getTime() + 5 * day)
    await takeStep(tx, { id }, 'submit', {
      role: 'author',
      at: submittedAt,
      set: { number: given, year, submittedAt, ruleVersionId, threshold: rules.threshold, checkDueBefore },
    })
    await indexCase(tx, { id, title, number: given, place })
    return given
  })
  const find = async () => (await findProposal(db.reads, city.id, number))!
  const context = async (at: Date) => ({
    government: city,
    proposal: await find(),
    personId: made.moderator,
    role: 'moderator' as const,
    administrator: false,
    at,
  })
  if (wanted.until === 'checking') return
  if (wanted.until === 'refused') {
    await decide(db, await context(publishedAt), {
      decision: 'refuse',
      reason: 'not_ours',
      words: '這件事由中央主管機關辦理，已附上中央的受理窗口。',
    })
    return
  }
  await decide(db, await context(publishedAt), {
    decision: 'approve',
    lead: wanted.agencies[0] ?? '',
    supporting: wanted.agencies.slice(1),
    words: '',
  })
  const p = await find()
  const ends = new Date(Math.min(now.getTime(), p.closesBefore!.getTime() - 1000))
  const times = spread(wanted.signers, publishedAt, ends)
  await write(db, (tx) => signAll(tx, city, id, times))
  if (wanted.signers >= rules.threshold) {
    const at = times[rules.threshold - 1]!
    await write(db, async (tx) => meetThreshold(tx, city, { ...(await find()), count: rules.threshold }, at))
  } else if (p.closesBefore! <= now) {
    await write(db, (tx) =>
      takeStep(tx, p, 'expire', {
        role: 'system',
        at: p.closesBefore!,
        set: { endedAt: p.closesBefore!, outcome: 'expired' },
      }),
    )
  }
  if (wanted.answer) await publishDemoAnswer(db, city, await find(), made.officer, wanted.answer)
}

/** Many at first and towards the end, as petitions go. */
function spread(count: number, from: Date, to: Date): Date[] {
  const length = to.getTime() - from.getTime()
  return Array.from({ length: count }, (_, i) => {
    const x = (i + 0.5) / count
    return new Date(from.getTime() + length * (x < 0.4 ? x * x * 2.5 * 0.4 + x * 0.2 : x))
  }).sort((a, b) => a.getTime() - b.getTime())
}

/** Invented signers without addresses: rows, record and sums as a citizen's press would leave them. */
async function signAll(tx: Db, city: Government, proposalId: string, times: Date[]): Promise<void> {
  const sums = new Map<string, number>()
  for (let i = 0; i < times.length; i += 300) {
    const chunk = times
      .slice(i, i + 300)
      .map((at, j) => ({ id: newId(), at, district: `d${1 + ((((i + j) * (i + j + 7)) % 23) % 9)}` }))
    await tx
      .insert(people)
      .values(chunk.map(({ id, at }) => ({ id, email: null, displayName: null, language: 'zh-Hant', createdAt: at })))
    await tx.insert(cosignatures).values(
      chunk.map(({ id, at, district }) => ({
        proposalId,
        personId: id,
        signedAt: at,
        day: localDate(at, city.timeZone),
        districtCode: district,
        assurance: 1,
        reason: null,
        noticeVersion: 'demo',
      })),
    )
    await tx.insert(record).values(
      chunk.map(({ id, at }) => ({
        id: newId(),
        governmentId: city.id,
        proposalId,
        kind: 'cosigned' as const,
        role: 'citizen' as const,
        agencyId: null,
        occurredAt: at,
        recordedAt: at,
        facts: {},
        digest: id.replaceAll('-', ''),
      })),
    )
    for (const { at, district } of chunk) {
      const key = `${localDate(at, city.timeZone)} ${district}`
      sums.set(key, (sums.get(key) ?? 0) + 1)
    }
  }
  for (const [key, count] of sums) {
    const [on = '', districtCode = ''] = key.split(' ')
    await tx.insert(cosignatureCounts).values({ proposalId, day: on, districtCode, assurance: 1, count })
  }
  await tx.update(proposals).set({ count: times.length }).where(eq(proposals.id, proposalId))
}

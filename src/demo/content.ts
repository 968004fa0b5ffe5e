// Invented content for a demonstration: a city and a county that do not exist, with cases in every stage, dated back from today.
import { eq } from 'drizzle-orm'
import { addAgency, addGovernment, addSeat } from '../domain/governments/commands.ts'
import { findGovernment } from '../domain/governments/store.ts'
import { findOrCreatePerson } from '../domain/people/store.ts'
import { beginDraft, saveDraft } from '../domain/proposals/draft-store.ts'
import { newId } from '../lib/id.ts'
import { demoPeople } from '../pages/demo/demo-people.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { write } from '../platform/db/write.ts'
import { agencies as agencyRows } from '../schema/agencies.ts'
import { demoCases } from './cases.ts'
import { addStrangers } from './signers.ts'
import { type DemoCast, walk } from './walk.ts'

const day = 86_400_000

type Named = readonly [code: string, chinese: string, english: string]
const named = ([code, chinese, english]: Named) => ({ code, name: { 'zh-Hant': chinese, en: english } })

const city = {
  slug: 'haicheng',
  name: { 'zh-Hant': '海澄市', en: 'Haicheng City' },
  contact: {
    'zh-Hant': '海澄市政府研究發展考核處，電話 1999',
    en: 'Research, Development and Evaluation, Haicheng City Government, phone 1999',
  },
  rules: { threshold: 1000, cosigningDays: 60 },
  dates: 'gregorian' as const,
  districts: (
    [
      ['d1', '港東區', 'Gangdong'],
      ['d2', '舊城區', 'Old Town'],
      ['d3', '港西區', 'Gangxi'],
      ['d4', '東澄區', 'Dongcheng'],
      ['d5', '埔尾區', 'Puwei'],
      ['d6', '溪北區', 'Xibei'],
      ['d7', '山腳區', 'Shanjiao'],
      ['d8', '石鼻區', 'Shibi'],
      ['d9', '嶼仔區', 'Yuzai'],
    ] as const
  ).map(named),
  agencies: [
    ['epb', '環境保護局', 'Environment Bureau'],
    ['transport', '交通局', 'Transport Bureau'],
    ['fisheries', '海洋及漁業局', 'Sea and Fisheries Bureau'],
    ['tourism', '觀光發展局', 'Tourism Bureau'],
    ['fire', '消防局', 'Fire Department'],
    ['economy', '經濟發展局', 'Economic Development Bureau'],
    ['education', '教育局', 'Education Bureau'],
    ['works', '工務局', 'Public Works Bureau'],
  ] as const,
}
const county = {
  slug: 'yunan',
  name: { 'zh-Hant': '嶼南縣', en: 'Yunan County' },
  contact: { 'zh-Hant': '嶼南縣政府計畫處，電話 1999', en: 'Planning Department, Yunan County Government, phone 1999' },
  rules: { threshold: 500, cosigningDays: 45 },
  dates: 'roc' as const,
  districts: (
    [
      ['y1', '南灣鎮', 'Nanwan'],
      ['y2', '鹽埕鄉', 'Yancheng'],
      ['y3', '竹嶺鄉', 'Zhuling'],
      ['y4', '嶼頭鄉', 'Yutou'],
      ['y5', '大洲鄉', 'Dazhou'],
    ] as const
  ).map(named),
  agencies: [
    ['harbour', '港務處', 'Harbour Office'],
    ['health', '衛生局', 'Health Bureau'],
    ['agri', '農業處', 'Agriculture Office'],
  ] as const,
}
/** Agencies that the officer of the demonstration's bar answers for; a colleague does the others. */
const officersOwn = ['transport', 'fisheries', 'harbour']

/** Two governments, the five people of the demonstration's bar, and everything that happened up to `now`. */
export async function fillDemonstration(db: Database, now: Date): Promise<void> {
  const founded = new Date(now.getTime() - 500 * day)
  const largest = Math.max(...demoCases.map((c) => c.signers))
  const strangers = await addStrangers(db, largest, founded)
  const cast = await write(db, (tx) => addCast(tx, founded))
  for (const { slug } of [city, county]) cast.governments.set(slug, (await findGovernment(db.reads, slug))!)
  await walk(db, { ...cast, strangers }, demoCases, now)
  await write(db, (tx) => addDraft(tx, cast, new Date(now.getTime() - 2 * 3_600_000)))
}

async function addCast(tx: Db, founded: Date): Promise<Omit<DemoCast, 'strangers'>> {
  const person = async (email: string) => (await findOrCreatePerson(tx, email, 'zh-Hant', founded)).id
  const citizen = await person(demoPeople.citizen)
  const moderator = await person(demoPeople.moderator)
  const officer = await person(demoPeople.officer)
  const checker = await person(demoPeople.checker)
  const administrator = await person(demoPeople.administrator)
  const colleague = await person('colleague@demo.example')
  const neighbours = []
  for (let i = 1; i <= 6; i++) neighbours.push(await person(`neighbour${i}@demo.example`))
  const officers = new Map<string, string>()
  for (const { agencies, ...wanted } of [city, county]) {
    const governmentId = await addGovernment(
      tx,
      { ...wanted, languages: ['zh-Hant', 'en'], timeZone: 'Asia/Taipei', country: 'TW' },
      founded,
    )
    const seat = { governmentId, agencyId: null, at: founded }
    await addSeat(tx, { ...seat, personId: moderator, role: 'moderator', name: '林予安' })
    await addSeat(tx, { ...seat, personId: checker, role: 'checker', name: '江若水' })
    await addSeat(tx, { ...seat, personId: administrator, role: 'administrator', name: '周澄' })
    const [coordination] = await tx.select().from(agencyRows).where(eq(agencyRows.governmentId, governmentId))
    await addSeat(tx, { ...seat, personId: colleague, role: 'officer', agencyId: coordination!.id, name: '許明川' })
    for (const agency of agencies) {
      const agencyId = await addAgency(tx, governmentId, named(agency), founded)
      const personId = officersOwn.includes(agency[0]) ? officer : colleague
      const name = personId === officer ? '陳海生' : '許明川'
      await addSeat(tx, { ...seat, personId, role: 'officer', agencyId, name })
      officers.set(agency[0], personId)
    }
  }
  return { governments: new Map(), citizen, neighbours, moderator, checker, officers }
}

/** What the citizen of the bar has begun and not sent yet. */
async function addDraft(tx: Db, cast: Pick<DemoCast, 'citizen' | 'governments'>, at: Date): Promise<void> {
  const id = newId()
  await beginDraft(tx, { id, governmentId: cast.governments.get(city.slug)!.id, authorId: cast.citizen, at })
  await saveDraft(
    tx,
    id,
    0,
    { title: '公園樹木修剪前一週公告' },
    { problem: '上個月公園的樹一夜之間被剪光，附近的人都不知道為什麼。' },
    at,
  )
}

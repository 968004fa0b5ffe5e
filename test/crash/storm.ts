// Many people at once, and what each of them was promised: a reply is a promise, a broken connection is none.
import { setTimeout as sleep } from 'node:timers/promises'
import { write } from '../../src/platform/db/write.ts'
import { follows } from '../../src/schema/notifications.ts'
import { ask, type Reply, type Sending } from '../support/ask.ts'
import { givenCase } from '../support/cases.ts'
import { giveSeat, makeCity, makeSession, manySessions } from '../support/city.ts'
import { connectForTest, testUrl } from '../support/database.ts'
import { smtpServer } from '../support/smtp.ts'

const day = 86_400_000
const crowd = 6 // requests under way at once: many more, and the server sends no mail meanwhile

/** A city in the middle of a busy evening: `cases` to co-sign, `answers` to publish, `signers` who have signed in. */
export async function givenStorm(wanted: { cases: number; answers: number; signers: number }) {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const now = new Date()
  const city = await makeCity(db, now, { threshold: 100_000, takeBackMinutes: 0, holdsUnusual: false }) // its mail need not wait
  const open = { publishedAt: new Date(now.getTime() - day), closesBefore: new Date(now.getTime() + 30 * day) }
  const numbered = (i: number) => `2026-${String(i + 1).padStart(4, '0')}`

  const cases: { id: string; number: string }[] = []
  for (let i = 0; i < wanted.cases; i++) {
    // The second one meets its threshold in the middle of the storm.
    const threshold = i === 1 ? Math.round(wanted.signers / 4) : 100_000
    const given = { number: numbered(i), title: '夜市停用一次性餐具', threshold, ...open }
    cases.push({ id: await givenCase(city, given), number: given.number })
  }
  const signers = await manySessions(db, wanted.signers, now, 'en')
  const toAnswer: { id: string; number: string }[] = []
  for (let i = 0; i < wanted.answers; i++) {
    const number = numbered(wanted.cases + i)
    const due = new Date(now.getTime() + 20 * day)
    const id = await givenCase(city, {
      ...open,
      number,
      title: '海堤步道夜間照明',
      asks: ['裝設路燈', '公開巡檢紀錄'],
      stage: 'review',
      thresholdMetAt: now,
      answerDueBefore: due,
    })
    const followers = signers.slice(i % 50, (i % 50) + 3)
    await write(db, (tx) =>
      tx
        .insert(follows)
        .values(followers.map(({ personId }) => ({ proposalId: id, personId, wanted: true, since: now }))),
    )
    toAnswer.push({ id, number })
  }
  const officer = await makeSession(db, 'officer@haicheng.test', now)
  const seat = { governmentId: city.government.id, agencyId: city.agencies.environment, at: now }
  await giveSeat(db, { personId: officer.personId, role: 'officer', ...seat })
  return { url, db, cases, toAnswer, signers, officer, mail: await smtpServer() }
}

export type Given = Awaited<ReturnType<typeof givenStorm>>

/** What was answered with yes. */
export type Promised = {
  signed: { personId: string; proposalId: string }[]
  newcomers: { email: string; proposalId: string }[]
  confirmed: { email: string; proposalId: string }[]
  answered: string[]
}

/** A crowd that presses until `stop` is called. It remembers across servers who has pressed already. */
export function crowdOf(given: Given) {
  const promised: Promised = { signed: [], newcomers: [], confirmed: [], answered: [] }
  const waiting = new Map<string, { email: string; proposalId: string; path: string }>() // newcomers with a mail
  const answers = [...given.toAnswer]
  let presses = 0
  let seen = 0
  const turnedAway: Reply[] = []

  const pairs = given.cases.length * given.signers.length
  async function sign(say: Say) {
    const n = presses++ % pairs
    const { id, number } = given.cases[n % given.cases.length]!
    const { personId, cookie } = given.signers[Math.floor(n / given.cases.length)]!
    const form = { district: ['gangdong', 'jiucheng', 'shibi'][n % 3]!, wants: '1' }
    if (await say(`/haicheng/proposals/${number}/cosignatures`, { cookie, form }, 303))
      promised.signed.push({ personId, proposalId: id })
  }

  async function arrive(say: Say) {
    const n = presses++
    const { id, number } = given.cases[n % given.cases.length]!
    const email = `newcomer${n}@b${n % 16}.test` // mail to one domain goes thirty a second
    const form = { email, district: 'shibi', consent: '1', wants: '1' }
    const from = `10.${n % 200}.${Math.floor(n / 200) % 250}.1`
    if (await say(`/haicheng/proposals/${number}/cosignatures`, { form, from }, 200))
      promised.newcomers.push({ email, proposalId: id })
  }

  /** Opens the newest mail that nobody has opened yet, and presses its button. */
  async function confirm(say: Say) {
    for (const { to, raw } of given.mail.received.slice(seen)) {
      const path = /\/haicheng\/proposals\/(\d{4}-\d{4})\/cosignatures\/[\w-]{43}/.exec(raw.replace(/=\r?\n/g, ''))
      const proposalId = given.cases.find(({ number }) => number === path?.[1])?.id
      if (path && proposalId) waiting.set(to, { email: to, proposalId, path: path[0] })
    }
    seen = given.mail.received.length
    const [next] = waiting.values()
    if (!next) return arrive(say)
    waiting.delete(next.email)
    const { email, proposalId } = next
    if (await say(next.path, { form: {}, from: `10.200.${presses++ % 250}.1` }, 303))
      promised.confirmed.push({ email, proposalId })
    else waiting.set(email, next) // the connection broke: they press again
  }

  async function answer(say: Say) {
    const next = answers.shift()
    if (!next) return sign(say)
    const form = {
      action: 'publish',
      analysis: '現況照度不足，已實地量測三處。',
      deliberation: '與里長及居民開過兩次會。',
      'decision-1': 'adopted',
      'reason-1': '列入明年度工程。',
      'decision-2': 'not_adopted',
      'reason-2': '涉及保全，不宜公開。',
      what: ['完成十二盞路燈'],
      owner: ['路燈管理科'],
      due: [`${new Date().getFullYear() + 2}-12-31`],
    }
    const path = `/haicheng/proposals/${next.number}/answers`
    if (await say(path, { cookie: given.officer.cookie, form }, 303)) promised.answered.push(next.id)
  }

  /** Presses on a server until told to stop. Resolves when the last reply is there, or its connection is broken. */
  function press(port: number) {
    let pressing = true
    let replies = 0
    const say: Say = async (path, sending, wanted) => {
      const reply = await ask(port, path, sending).catch(() => null)
      if (reply) replies++
      if (reply && reply.status !== wanted && reply.status !== 503) turnedAway.push(reply)
      return reply?.status === wanted
    }
    const one = async () => {
      while (pressing) {
        const chance = Math.random()
        await (chance < 0.6 ? sign : chance < 0.75 ? arrive : chance < 0.95 ? confirm : answer)(say)
      }
    }
    const all = Promise.all(Array.from({ length: crowd }, one))
    return {
      replies: async (enough: number) => {
        while (replies < enough) await sleep(2)
      },
      stop: async () => {
        pressing = false
        await all
      },
    }
  }
  return { press, promised, turnedAway }
}

type Say = (path: string, sending: Sending, wanted: number) => Promise<boolean>

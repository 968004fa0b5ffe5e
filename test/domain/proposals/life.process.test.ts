// The whole life of a case against a small model of it: random people press random buttons of the real application, on a real
// database, while the clock moves. A failure prints its seed and path; FC_SEED=… runs that one again, and FC_SECONDS=… tries longer.
import { and, eq, isNull } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { expireDue } from '../../../src/domain/cosignatures/expire-proposals.ts'
import { beginDraft, saveDraft } from '../../../src/domain/proposals/draft-store.ts'
import { type Act as Transition, transitions } from '../../../src/domain/proposals/workflow.ts'
import { newId } from '../../../src/lib/id.ts'
import { countRows, sumOf } from '../../../src/platform/db/columns.ts'
import { write } from '../../../src/platform/db/write.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { cosignatureCounts, cosignatures } from '../../../src/schema/cosignatures.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import type { EntryKind, Stage } from '../../../src/schema/values.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const threshold = 2
const start = new Date('2026-06-18T09:00:00+08:00')
const day = 86_400_000

const everybody = [
  'author',
  'citizen',
  'neighbour',
  'visitor',
  'moderator',
  'colleague', // the other moderator
  'officer', // of the environment bureau, the first lead
  'other', // an officer of the transport bureau, which supports
  'administrator',
] as const
type Who = (typeof everybody)[number]
type Agency = 'epb' | 'transport'

type Model = {
  stage: Stage
  published: boolean
  held: boolean
  hidden: boolean
  reconsidered: boolean
  warned: boolean
  overdue: boolean
  extended: boolean
  signed: Set<Who>
  lead: Agency | null
  supporting: Agency | null
  contributed: boolean // the supporting agency said its part: it keeps the date it had
  refusals: Who[] // those that were not undone
  decidedAt: Date // of the last return, refusal or merge
  approvedAt: Date | null
  /** answer and supplements that stand, each with where the case was before it */
  answers: { from: Stage; at: Date; revision: number }[]
  draft: number // its revision; 0 where there is none
  closes: Date | null
  due: Date | null
  now: Date
  entries: { [kind in EntryKind]?: number }
}

type Act = {
  /** who carries it through now; nobody: [] */
  by: (m: Model) => Who[]
  noun: string
  form: (m: Model) => { [field: string]: string | string[] }
  /** what it changes, and the kinds of its entries */
  does: (m: Model, who: Who) => EntryKind[]
}

const moderators: Who[] = ['moderator', 'colleague', 'administrator']
const signedIn = everybody.filter((who) => who !== 'visitor')
const agencyOf = { officer: 'epb', other: 'transport' } as const
const leads = (m: Model): Who[] => (m.lead === null ? [] : ['administrator', m.lead === 'epb' ? 'officer' : 'other'])
const inStage =
  (...stages: Stage[]) =>
  (m: Model) =>
    stages.includes(m.stage)
const isPublic = (m: Model) =>
  !inStage('draft', 'checking', 'returned')(m) && (m.published || inStage('refused', 'merged')(m))
const visible = (m: Model) => isPublic(m) && !m.hidden
const when = (possible: boolean, who: Who[]): Who[] => (possible ? who : [])

/** A step of the table in workflow.ts: it says where from, where to and what is recorded. */
function step(act: Transition, more: (m: Model, who: Who) => void = () => {}) {
  const { from, to, records } = transitions.find((t) => t.act === act)!
  return {
    possible: (m: Model) => from.includes(m.stage),
    does: (m: Model, who: Who): EntryKind[] => {
      m.stage = to
      more(m, who)
      return [records]
    },
  }
}
const decided = (m: Model) => {
  m.held = false
  m.decidedAt = m.now
}
/** Reconsideration is for another moderator than the one who refused; a case that gathers is past it. */
const notAgain = (m: Model) =>
  moderators.filter(
    (who) => !m.reconsidered || m.stage !== 'checking' || who === 'administrator' || who !== m.refusals.at(-1),
  )

const submit = step('submit')
const resubmit = step('resubmit')
const approve = step('approve', (m) => {
  m.published = true
  m.held = false
  m.lead = 'epb'
  m.supporting = 'transport'
  m.contributed = false
  m.approvedAt = m.now
})
const giveBack = step('return', decided)
const refuse = step('refuse', (m, who) => {
  decided(m)
  m.refusals.push(who)
})
const merge = step('merge', decided)
const undo = step('undo')
const unmerge = step('unmerge')
const withdraw = step('withdraw')
const reconsider = step('reconsider', (m) => {
  m.reconsidered = true
})
const meet = step('meet_threshold')
const expire = step('expire')
const answer = step('answer')
const published = (m: Model, from: Stage) => {
  m.answers.push({ from, at: m.now, revision: m.draft + 1 })
  m.draft = 0
}

const words = { words: '說明如下，請查照。' }
/** Other words each time: the same again would be a second press of one button. */
const again = (m: Model, kind: EntryKind) => ({ words: `${words.words}（${(m.entries[kind] ?? 0) + 1}）` })
const said = {
  action: 'publish',
  analysis: '現況已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
}

const acts: { [name: string]: Act } = {
  submit: {
    noun: 'submissions',
    form: () => ({}),
    by: (m) => when(inStage('draft', 'returned')(m), ['author']),
    does: (m, who) => (m.stage === 'draft' ? submit : resubmit).does(m, who),
  },
  approve: {
    noun: 'decisions',
    form: () => ({ decision: 'approve', lead: 'epb', supporting: ['transport'], words: '' }),
    by: (m) => when(approve.possible(m), notAgain(m)),
    does: approve.does,
  },
  return: {
    noun: 'decisions',
    form: () => ({ decision: 'return', ...words }),
    by: (m) => when(giveBack.possible(m), notAgain(m)),
    does: giveBack.does,
  },
  refuse: {
    noun: 'decisions',
    form: () => ({ decision: 'refuse', reason: 'not_ours', ...words }),
    by: (m) => when(refuse.possible(m), notAgain(m)),
    does: refuse.does,
  },
  merge: {
    noun: 'decisions',
    form: () => ({ decision: 'merge', target: '2026-9000', ...words }),
    by: (m) => when(merge.possible(m), notAgain(m)),
    does: merge.does,
  },
  undo: {
    noun: 'decisions',
    form: () => ({ decision: 'undo', words: '' }),
    by: (m) => when(undo.possible(m) && m.now.getTime() - m.decidedAt.getTime() <= day, ['administrator']),
    does: (m, who) => {
      if (m.stage === 'refused') m.refusals.pop()
      return (m.published ? unmerge : undo).does(m, who)
    },
  },
  hold: {
    noun: 'decisions',
    form: () => ({ decision: 'hold', words: '' }),
    by: (m) => when(!m.held && inStage('checking', 'gathering', 'review')(m), moderators),
    does: (m) => {
      m.held = true
      return ['held']
    },
  },
  release: {
    noun: 'decisions',
    form: () => ({ decision: 'release', words: '' }),
    by: (m) => when(m.held, moderators),
    does: (m) => {
      m.held = false
      return ['released']
    },
  },
  hide: {
    noun: 'decisions',
    form: () => ({ decision: 'hide', ...words }),
    by: (m) => when(isPublic(m) && !m.hidden, moderators),
    does: (m) => {
      m.hidden = true
      return ['hidden']
    },
  },
  show: {
    noun: 'decisions',
    form: () => ({ decision: 'show', words: '' }),
    by: (m) => when(m.hidden, moderators),
    does: (m) => {
      m.hidden = false
      return ['shown']
    },
  },
  withdraw: {
    noun: 'retractions',
    form: () => ({}),
    by: (m) => when(withdraw.possible(m), ['author']),
    does: withdraw.does,
  },
  reconsider: {
    noun: 'reconsiderations',
    form: () => words,
    by: (m) => when(reconsider.possible(m) && !m.reconsidered, ['author']),
    does: reconsider.does,
  },
  cosign: {
    noun: 'cosignatures',
    form: () => ({ district: 'shibi' }),
    by: (m) =>
      when(
        visible(m) && inStage('gathering', 'review')(m) && m.now < m.closes!,
        signedIn.filter((who) => !m.signed.has(who)),
      ),
    does: (m, who) => {
      m.signed.add(who)
      if (m.stage !== 'gathering') return ['cosigned']
      if (m.signed.size >= threshold)
        return [
          'cosigned',
          ...meet.does(m, who),
          'assigned',
          ...(m.supporting && !m.contributed ? (['assigned'] as const) : []),
        ]
      const first = !m.warned
      m.warned = true
      return first ? ['cosigned', 'early_warning'] : ['cosigned']
    },
  },
  takeBack: {
    noun: 'withdrawals',
    form: () => ({}),
    by: (m) => when(visible(m) && m.stage === 'gathering', [...m.signed]),
    does: (m, who) => {
      m.signed.delete(who)
      return ['cosignature_withdrawn']
    },
  },
  answer: {
    noun: 'answers',
    form: (m) => ({
      ...said,
      revision: String(m.draft),
      what: '完成十二盞路燈',
      owner: '路燈管理科',
      due: '2027-12-31',
    }),
    by: (m) => when(answer.possible(m), leads(m)),
    does: (m, who) => {
      published(m, m.stage)
      return [...answer.does(m, who), 'promised']
    },
  },
  supplement: {
    noun: 'supplements',
    form: (m) => ({
      ...said,
      analysis: `${said.analysis}第 ${m.answers.length} 次補充。`,
      revision: String(m.draft),
      note: '議會決議公開。',
    }),
    by: (m) => when(m.stage === 'resolved', leads(m)),
    does: (m) => {
      published(m, 'resolved')
      return ['supplemented']
    },
  },
  takeBackApproval: {
    noun: 'decisions',
    form: (m) => ({ decision: 'take_back', published: String(m.now.getTime()) }),
    by: (m) => when(m.stage === 'gathering' && !m.signed.size && m.approvedAt === m.now, moderators),
    does: (m) => {
      Object.assign(m, {
        stage: 'checking',
        published: false,
        held: false,
        warned: false,
        lead: null,
        supporting: null,
      })
      return ['approval_taken_back']
    },
  },
  takeBackAnswer: {
    noun: 'answers',
    form: (m) => ({ action: 'take_back', published: String(m.now.getTime()) }),
    by: (m) => when(m.stage === 'resolved' && !m.draft && m.answers.at(-1)!.at === m.now, leads(m)),
    does: (m) => {
      const { from, revision } = m.answers.pop()!
      m.stage = from
      m.draft = revision
      return ['answer_taken_back']
    },
  },
  schedule: {
    noun: 'schedules',
    form: (m) => again(m, 'scheduled'),
    by: (m) => when(m.stage === 'review', leads(m)),
    does: () => ['scheduled'],
  },
  contact: {
    noun: 'contacts',
    form: (m) => again(m, 'contacted'),
    by: (m) => when(m.stage === 'review', leads(m)),
    does: () => ['contacted'],
  },
  transfer: {
    noun: 'transfers',
    form: (m) => ({ to: m.lead === 'epb' ? 'transport' : 'epb', ...words }),
    by: (m) => when(m.lead !== null && inStage('gathering', 'review')(m), [...new Set([...moderators, ...leads(m)])]),
    does: (m) => {
      m.lead = m.lead === 'epb' ? 'transport' : 'epb'
      if (m.supporting === m.lead) m.supporting = null
      return ['transferred']
    },
  },
  extend: {
    noun: 'extensions',
    form: () => ({ months: '1', ...words }),
    by: (m) => when(m.stage === 'review' && !m.extended && m.now < m.due!, leads(m)),
    does: (m) => {
      m.extended = true
      return ['extended']
    },
  },
  contribute: {
    noun: 'contributions',
    form: (m) => again(m, 'contributed'),
    by: (m) =>
      when(
        m.stage === 'review' || m.stage === 'resolved', // a late part is added afterwards
        (['officer', 'other'] as const).filter((who) => agencyOf[who] === m.supporting),
      ),
    does: (m) => {
      m.contributed = true
      return ['contributed']
    },
  },
}

/** Pressed less often: they end most lives before they have begun. */
const setbacks = ['return', 'refuse', 'merge', 'withdraw', 'hold', 'hide', 'takeBackApproval', 'takeBackAnswer']

/** Time passes, and the scheduler does what is due. */
function passTime(m: Model, days: number): EntryKind[] {
  m.now = new Date(m.now.getTime() + days * day)
  if (m.stage === 'gathering' && m.now >= m.closes!) return expire.does(m, 'visitor')
  if (m.stage !== 'review' || m.overdue || m.now < m.due!) return []
  m.overdue = true
  return ['overdue']
}

async function newCase(world: World, author: Visitor): Promise<string> {
  const id = newId()
  await write(world.db, async (tx) => {
    await beginDraft(tx, { id, governmentId: world.government.id, authorId: author.personId!, at: world.clock.now })
    await saveDraft(
      tx,
      id,
      0,
      { title: '海堤步道夜間照明', authorName: '夜跑的人', topicCode: 'environment' },
      {
        problem: '晚上走路看不到路面，上個月有人跌倒。',
        benefit: '受益的是附近居民與遊客。',
        asks: ['裝設十二盞路燈。'],
      },
      world.clock.now,
    )
  })
  return id
}

/** What stands in the database must be what the model says: stage, marks, entries, counts, exactly one lead. */
async function compare({ db }: World, id: string, m: Model) {
  const reads = db.reads
  const [p] = await reads.select().from(proposals).where(eq(proposals.id, id))
  const entries = await reads.select({ kind: record.kind }).from(record).where(eq(record.proposalId, id))
  const [rows] = await reads.select({ n: countRows() }).from(cosignatures).where(eq(cosignatures.proposalId, id))
  const [sum] = await reads
    .select({ n: sumOf(cosignatureCounts.count) })
    .from(cosignatureCounts)
    .where(eq(cosignatureCounts.proposalId, id))
  const open = await reads
    .select({ role: assignments.role })
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))
  const kinds: Model['entries'] = {}
  for (const { kind } of entries) kinds[kind] = (kinds[kind] ?? 0) + 1
  expect({
    stage: p!.stage,
    held: p!.heldAt !== null,
    hidden: p!.hiddenAt !== null,
    counts: [p!.count, rows!.n, sum!.n],
    leads: open.filter((part) => part.role === 'lead').length,
    supporting: open.filter((part) => part.role === 'supporting').length,
    entries: kinds,
  }).toEqual({
    stage: m.stage,
    held: m.held,
    hidden: m.hidden,
    counts: [m.signed.size, m.signed.size, m.signed.size],
    leads: m.lead ? 1 : 0,
    supporting: m.supporting ? 1 : 0,
    entries: m.entries,
  })
  return p!
}

test('whatever anybody presses, a case is where the model says, with one entry per step; whoever may not, can’t', async () => {
  const world = await testWorld({ at: start.toISOString(), rules: { threshold } })
  await givenCase(world, { number: '2026-9000', title: '另一件進行中的案子', closesBefore: new Date('2099-01-01') })
  const staff = {
    moderator: await world.staff('moderator'),
    colleague: await world.staff('moderator', null, 'colleague@haicheng.test'),
    officer: await world.staff('officer', world.agencies.environment),
    other: await world.staff('officer', world.agencies.transport, 'other@haicheng.test'),
    administrator: await world.staff('administrator'),
  }
  const until = performance.now() + 1000 * Number(process.env.FC_SECONDS ?? 6)
  let run = 0
  const reached = new Set<Stage>()

  const life = async (
    presses: {
      act: number
      who: number
      towards: 'forward' | 'possible' | 'anything'
      rightful: boolean
      days: number
    }[],
  ) => {
    if (performance.now() > until) return // enough for every day; a search for more takes longer
    world.clock.now = start
    run++
    const people: { [who in Who]: Visitor } = {
      ...staff,
      visitor: world.visitor(),
      author: await world.signedIn(`author${run}@example.tw`),
      citizen: await world.signedIn(`citizen${run}@example.tw`),
      neighbour: await world.signedIn(`neighbour${run}@example.tw`),
    }
    const id = await newCase(world, people.author)
    let number = '2026-0000' // until it has one
    const m: Model = {
      ...{ stage: 'draft', published: false, held: false, hidden: false, reconsidered: false, warned: false },
      ...{ overdue: false, extended: false, signed: new Set(), lead: null, supporting: null },
      ...{ contributed: false, refusals: [] },
      ...{
        decidedAt: new Date(0),
        approvedAt: null,
        answers: [],
        draft: 0,
        closes: null,
        due: null,
        now: start,
        entries: {},
      },
    }
    const happened: string[] = []
    for (const press of presses) {
      const possible = Object.keys(acts).filter((name) => acts[name]!.by(m).length > 0)
      const forward = possible.filter((name) => !setbacks.includes(name))
      const wanted = { forward, possible, anything: [] }[press.towards]
      const names = wanted.length ? wanted : Object.keys(acts)
      const name = press.days ? 'time' : names[press.act % names.length]!
      let kinds: EntryKind[] = []
      if (name === 'time') {
        kinds = passTime(m, press.days)
        world.clock.now = m.now
        await expireDue(world, m.now)
        await markOverdue(world, m.now)
        happened.push(`${press.days} days pass`)
      } else {
        const act = acts[name]!
        const may = act.by(m)
        const pool = press.rightful && may.length ? may : everybody
        const who = pool[press.who % pool.length]!
        const base = name === 'submit' ? `drafts/${id}` : number
        const form = act.form(m)
        const { statusCode, headers } = await people[who].post(`/haicheng/proposals/${base}/${act.noun}`, form)
        happened.push(`${who} ${name}: ${statusCode}`)
        const through = statusCode === 303 && !String(headers.location).startsWith('/sign-in')
        if (may.includes(who)) {
          expect([happened, through]).toEqual([happened, true])
          kinds = act.does(m, who)
        } else if (!(through && (name === 'cosign' ? m.signed.has(who) : name === 'submit' && who === 'author')))
          // a second press on "co-sign" or "submit" is answered like the first, and changes nothing
          expect([happened, through || statusCode >= 500]).toEqual([happened, false])
      }
      for (const kind of kinds) m.entries[kind] = (m.entries[kind] ?? 0) + 1
      const p = await compare(world, id, m)
      number = p.number ?? number
      m.closes = p.closesBefore
      m.due = p.answerDueBefore
      reached.add(m.stage)
    }
  }
  const press = fc.record({
    act: fc.nat(50),
    who: fc.nat(50),
    towards: fc.oneof(
      { weight: 6, arbitrary: fc.constant('forward' as const) },
      { weight: 2, arbitrary: fc.constant('possible' as const) },
      { weight: 2, arbitrary: fc.constant('anything' as const) },
    ),
    rightful: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    days: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, 3, 30, 70) }),
  })
  await fc.assert(fc.asyncProperty(fc.array(press, { minLength: 12, maxLength: 30 }), life), {
    numRuns: process.env.FC_SECONDS ? 10_000 : 40,
  })
  expect(reached.size).toBeGreaterThan(1) // however slow the machine: the presses lead somewhere
})

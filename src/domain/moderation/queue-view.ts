// Which part of the desk's queue somebody looks at: all of it stands in the address, so that it can be kept, shared and come back
// to. Pure.
import { firstOf } from '../../lib/graphemes.ts'
import { deskTasks } from '../../schema/values.ts'

/** mine: what my seats owe. all: what anybody owes. held: on hold. early: could be answered though nothing is owed. */
export const scopes = ['mine', 'all', 'held', 'early'] as const
export type Scope = (typeof scopes)[number]

/** What can be asked for by task: the marks that are scopes of their own are not among them. */
export const queueTasks = [...deskTasks.filter((task) => task !== 'early' && task !== 'held'), 'promise'] as const
export type QueueTask = (typeof queueTasks)[number]

export const dueGroups = ['overdue', 'today', 'week', 'later', 'undated'] as const
export type DueGroup = (typeof dueGroups)[number]

export type QueueView = {
  show: Scope
  task: QueueTask | null
  /** a code */
  agency: string | null
  /** a code */
  topic: string | null
  due: DueGroup | null
  /** 'me', 'nobody', or the id of a colleague */
  officer: string | null
  /** words, as they were typed */
  q: string
  page: number
}

export const wholeQueue: QueueView = {
  ...{ show: 'mine', task: null, agency: null, topic: null, due: null, officer: null, q: '', page: 1 },
}

const longestSearch = 200
const longestCode = 100

/** Each word of an address that says something of a view. */
export const viewWords = [
  'show',
  'task',
  'agency',
  'topic',
  'due',
  'officer',
  'q',
  'page',
] as const satisfies (keyof QueueView)[]
type Asked = { [name in (typeof viewWords)[number]]?: string | undefined }

/** What cannot be meant is left out: an old address shows more, and never nothing. */
export function readQueueView(asked: Asked): QueueView {
  const one = <Word extends string>(words: readonly Word[], typed: string | undefined): Word | null =>
    words.find((word) => word === typed) ?? null
  const code = (typed: string | undefined): string | null => (typed && typed.length <= longestCode ? typed : null)
  const page = Number(asked.page)
  return {
    show: one(scopes, asked.show) ?? 'mine',
    task: one(queueTasks, asked.task),
    agency: code(asked.agency),
    topic: code(asked.topic),
    due: one(dueGroups, asked.due),
    officer: code(asked.officer),
    q: firstOf((asked.q ?? '').trim(), longestSearch),
    page: Number.isSafeInteger(page) && page > 0 && page < 1_000_000 ? page : 1,
  }
}

/** As parameters of an address, without `?`: only what is not usual. */
export function queueParams(view: QueueView): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(view))
    if (value && value !== wholeQueue[name as keyof QueueView]) params.set(name, String(value))
  return params.toString()
}

/** The view that such parameters ask for. */
export function viewFrom(params: string): QueueView {
  const read = new URLSearchParams(params)
  return readQueueView(Object.fromEntries(viewWords.map((name) => [name, read.get(name) ?? undefined])))
}

/** Whether something narrows the queue besides its scope. */
export const isNarrowed = ({ show, page, ...filters }: QueueView): boolean => Object.values(filters).some(Boolean)

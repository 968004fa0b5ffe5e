// Processes that draw for a static copy beside the one that makes it, each with an application and a reader of its own.
import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Target } from '../open-data/site/addresses.ts'
import type { Helpers, SiteCopy } from '../open-data/site/site-copy.ts'

/** What a helper is told first. */
export type Begin = { folder: string; isNew: boolean; helper: number; at: number; slugs: string[]; isWhole: boolean }
export type Asked = { slug: string } & ({ ids: string[] } | { targets: Target[] })
type Counted = { written: number; same: number; removed: number; bytes: number }
/** `extras`: of cases. `found`: what pages link to. */
export type Drawn = { extras: [id: string, files: string[]][]; found: Target[] }
/** One answer for each `Asked`, in their order. `counted`, `memory` (bytes at most): of this helper so far. */
export type Answered = (Drawn & { assets: Target[]; counted: Counted; memory: number }) | { failed: string }

/** So many are asked at a time, so that none waits for this process. */
const mostAsked = 2

type Waiting = { resolve: (drawn: Drawn) => void; reject: (error: Error) => void }
type Helper = { child: ChildProcess; waiting: Waiting[]; counted: Counted; memory: number; gone: Error | null }

/** Starts so many. `copy` is asked for when the first of them answers. */
export function siteHelpers(count: number, begin: Omit<Begin, 'helper'>, copy: () => SiteCopy) {
  const file = fileURLToPath(new URL(`site-helper${extname(import.meta.url)}`, import.meta.url))
  const all = Array.from({ length: count }, (_, i): Helper => {
    const helper: Helper = {
      child: fork(file),
      waiting: [],
      counted: { written: 0, same: 0, removed: 0, bytes: 0 },
      memory: 0,
      gone: null,
    }
    const end = (error: Error) => {
      helper.gone ??= error
      for (const { reject } of helper.waiting.splice(0)) reject(helper.gone)
    }
    helper.child.on('error', end)
    helper.child.on('exit', (code, signal) => end(new Error(`A process that draws cases ended (${signal ?? code}).`)))
    helper.child.on('message', (answer: Answered) => void take(helper, answer).catch(end))
    helper.child.send({ ...begin, helper: i + 1 } satisfies Begin)
    return helper
  })

  async function take(helper: Helper, answer: Answered): Promise<void> {
    const waiting = helper.waiting.shift()
    if ('failed' in answer) return waiting?.reject(new Error(answer.failed))
    const { assets, counted, memory } = answer
    Object.assign(helper, { counted, memory })
    for (const asset of assets) await copy().asset(asset)
    waiting?.resolve(answer)
  }

  function ask(asked: Asked): Promise<Drawn> | null {
    const free = all.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a))
    if (free.gone) return Promise.reject(free.gone)
    if (free.waiting.length >= mostAsked) return null
    return new Promise((resolve, reject) => {
      free.waiting.push({ resolve, reject })
      free.child.send(asked)
    })
  }

  const helpers: Helpers = {
    draw: (slug, ids) => (ids.length ? ask({ slug, ids }) : null)?.then(({ extras }) => new Map(extras)) ?? null,
    copy: (slug, targets) => ask({ slug, targets })?.then(({ found }) => found) ?? null,
  }
  return {
    helpers,
    /** Of all of them so far. */
    counted: (): Counted[] => all.map(({ counted }) => counted),
    memory: (): number[] => all.map(({ memory }) => memory),
    stop: () => {
      for (const { child } of all) child.kill()
    },
  }
}

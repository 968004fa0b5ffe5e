// What the pages of writing a proposal show.
import type { Blackout, submittingPauses } from '../../domain/governments/deadline.ts'
import type { Offers } from '../../domain/proposals/choices.ts'
import { type DraftStep, draftSteps, type limits, type Missing, stepBefore } from '../../domain/proposals/draft.ts'
import type { CaseText, ProposalRow } from '../../domain/proposals/store.ts'
import type { Similar } from '../../domain/search/similar.ts'
import type { Localised } from '../../lib/localised.ts'
import { draftPath } from '../../platform/http/paths.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { Rules } from '../../schema/values.ts'
import type { VerifyFirst } from '../shared/verify-first.ts'
import type { WrittenStep } from './forms.ts'

/** Days on which nothing can be sent, now or to come. */
export type Stopped = {
  stopped: ReturnType<typeof submittingPauses<Blackout & { reason: Localised; stopsSubmitting: boolean }>>
}

export type BeginPage = InPlace &
  Stopped & {
    drafts: (Pick<ProposalRow, 'title' | 'updatedAt'> & { path: string })[]
    /** where this browser has something that is not saved */
    unsaved: string | null
    rules: Rules
    form: FormState
  }

type AnyStep = InPlace & {
  form: FormState
  /** what staff asked to change */
  returned: string | null
  /** address of the draft, and of what lies before this step */
  base: string
  back: string
  /** of the step: from 1 */
  n: number
  of: number
}

export type StepPage = AnyStep &
  Offers & {
    /** null: a stranger writes, and nothing is saved yet */
    draft: ProposalRow | null
    step: WrittenStep
    /** a good and a bad example stand beside the form */
    examples: boolean
    similar: Similar[]
    limits: typeof limits
    asks: string[]
    links: string[]
    pickedAgencies: string[]
    decideForMe: string
    /** what another window saved meanwhile */
    other: OtherVersion | null
  }

/** Texts by field, beside what is typed here; `path` shows them in the form. */
export type OtherVersion = { fields: { field: string; texts: string[] }[]; path: string }

/** What stands beside a field: `tips` of the step by name. */
export type Advice = { step: WrittenStep; tips: readonly string[]; examples: boolean }

export type SentPage = InPlace & { casePath: string }

export type CheckPage = AnyStep &
  Stopped & {
    draft: ProposalRow
    text: CaseText
    /** addresses of all links, one a line */
    links: string
    missing: (Missing & { href: string })[]
    limits: typeof limits
    named: { place: string[]; agencies: string[] }
    similar: Similar[]
    rules: Rules
    /** where whoever writes is verified before they submit; null where they need not be, or are */
    verify: VerifyFirst | null
  }

/** Back to the step where a part is written; `at` where the field has another id. */
export type Change = { base: string; field: string; step: WrittenStep; at?: string }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'drafts/begin': BeginPage
    'drafts/step': StepPage
    'drafts/step-check': CheckPage
    'drafts/sent': SentPage
  }
}

const leastLinks = 3

/** Fields that stand several times in a form, each as often as it is shown. */
export function severalOf({ values }: FormState) {
  const all = (name: string) => [values[name] ?? []].flat()
  const asks = all('asks')
  const links = all('links')
  return {
    asks: asks.length ? asks : [''],
    links: Array.from({ length: Math.max(leastLinks, links.length) }, (_, i) => links[i] ?? ''),
    pickedAgencies: all('agencies'),
  }
}

/** Where a step lies among the others. `id`: null for what a stranger has not saved. */
export function around(government: { slug: string }, id: string | null, step: DraftStep) {
  const before = stepBefore(step)
  const beginning = `/${government.slug}/proposals/new`
  const base = id ? draftPath(government, id) : beginning
  return {
    base,
    back: before ? `${base}/${before}` : beginning,
    n: draftSteps.indexOf(step) + 1,
    of: draftSteps.length,
  }
}

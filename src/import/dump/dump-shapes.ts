// What the import reads of another Fuyi's dump: the fields of its files (src/open-data/), read once, at the edge.
import { z } from 'zod'
import {
  actorRoles,
  assignmentRoles,
  commitmentUpdateKinds,
  decisions,
  entryKinds,
  fileTypes,
  handOverStates,
  outcomes,
  proposalUpdateKinds,
  publicCommitmentStates,
  referenceKinds,
  stages,
  verdicts,
} from '../../schema/values.ts'
import { unfitting } from './own-references.ts'

const at = z.iso.datetime({ offset: true }).transform((written) => new Date(written))
const maybeAt = at.nullable()
/** A deadline is written as the last second of its last day. */
const before = at.transform((last) => new Date(last.getTime() + 1000)).nullable()
const day = z.iso.date()
const text = z.string().nullable()
const number = z.string().regex(/^\d{4}-\d{4,9}$/, 'is no number of a case')
const hex = z.string().regex(/^[0-9a-f]{64}$/)
/** Languages without a name are null there, and not here. */
export const name = z
  .record(z.string(), z.string().nullable())
  .transform((all) => Object.fromEntries(Object.entries(all).filter((one): one is [string, string] => one[1] !== null)))
const named = z.object({ code: z.string().min(1), name })
const count = z.int().min(0)
const toldThere = { refused_doubles: count, held: count, released: count, invalidated: count }
const lastThere = { last_held_at: maybeAt, last_released_at: maybeAt, last_invalidated_at: maybeAt }
const entry = z.object({
  ...{ kind: z.enum(entryKinds), role: z.enum(actorRoles), agency: named.nullable(), occurred_at: at, recorded_at: at },
  ...{ commitment: text.default(null), reason: text.default(null) },
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
})
const part = named.extend({
  ...{ government: named, role: z.enum(assignmentRoles), due_at: before, answered_at: maybeAt, contribution: text },
})
const attachment = z.object({
  ...{ title: z.string().min(1), description: text, media_type: z.enum(fileTypes), bytes: z.int().min(1), sha256: hex },
  ...{ width: z.int().nullable(), height: z.int().nullable(), pages: z.int().nullable() },
  ...{ pages_without_text: z.int().nullable(), attached_at: at },
})
const answer = z.object({
  ...{ version: z.int().min(1), agency: named, published_at: at, analysis: text, deliberation: text, adoption: text },
  ...{ follow_up: text, note: text, unit: z.object({ written: z.string() }).nullable() },
  decisions: z.array(z.object({ ask: z.int().min(1), decision: z.enum(decisions), reason: text })),
  attachments: z.array(attachment),
})
const commitment = z.object({
  ...{
    id: z.string().regex(/-\d{1,9}$/, 'does not end in a number'),
    ask: z.int().nullable(),
    answer_version: z.int(),
    what: z.string().min(1),
    measure: text,
  },
  ...{ agency: named, handed_over_at: maybeAt, owner: z.string().min(1), due_on: day, done_at: maybeAt },
  ...{ state: z.enum(publicCommitmentStates), checked: z.enum(verdicts).nullable(), checked_at: maybeAt },
  ...{ closed_at: maybeAt, reported_at: maybeAt },
  updates: z.array(
    z.object({
      ...{ kind: z.enum(commitmentUpdateKinds), body: z.string().min(1), checked: z.enum(verdicts).nullable() },
      ...{ evidence_url: text, evidence_on: day.nullable(), due_from: day.nullable(), due_to: day.nullable() },
      written_at: at,
    }),
  ),
})
const source = z.object({
  ...{ name: z.string(), number: text, url: text, status: z.string() },
  not_taken_over: z.object({ images: z.int(), attachments: z.array(z.string()) }),
})
const handOver = z.object({
  ...{
    to: named.nullable(),
    receiver: text,
    link: text,
    reason: z.string().min(1),
    handed_on: day,
    due_on: day.nullable(),
  },
  ...{ state: z.enum(handOverStates), ended_on: day.nullable(), result: text },
})
const dates = {
  ...{ submitted_at: at, published_at: maybeAt, closes_at: before, ended_at: maybeAt, threshold_met_at: maybeAt },
  ...{ answer_due_at: before, extended_at: maybeAt, answered_at: maybeAt },
}
const version = z.object({
  ...{ from: maybeAt, title: z.string(), problem: z.string(), asks: z.array(z.string()), benefit: text },
})

const wholeCase = z.object({
  ...{ number, url: z.url(), stage: z.enum(stages), outcome: z.enum(outcomes).nullable(), title: text, problem: text },
  ...{ author: z.object({ display_name: z.string() }).nullable(), place: text, benefit: text, ...dates },
  ...{ district: named.nullable(), topic: named.nullable(), agencies: z.array(part), source: source.nullable() },
  as_seen_on: day.nullable(),
  rules: z.object({ version: z.int(), threshold: z.int().min(1) }).nullable(),
  asks: z.array(z.object({ number: z.int().min(1), text: z.string(), drawn_up_by_staff: z.boolean() })),
  evidence: z.array(z.object({ url: z.string().min(1), label: z.string() })),
  cosignatures: z.object({
    // null: its source gives no count
    ...{
      count: count.nullable(),
      by_day: z.array(z.object({ date: day, count })),
      undated: count.nullable(),
      under_review: count.nullable(),
    },
    by_district: z.array(z.object({ code: z.string(), count: count.nullable() })),
    ...{
      districts_through: day.nullable(),
      by_assurance: z.array(z.object({ level: z.int(), count: count.nullable() })),
    },
    assurance: z
      .object({
        ...{ since: at, ...toldThere, ...lastThere },
        levels: z.array(z.object({ level: z.int(), count })).default([]), // older dumps have neither
        unverified: count.nullable().default(null),
        refused_forms: count.nullable().default(null),
        undecided: count.default(0),
        ...{ paper_taken_back: count.default(0), maybe_twice: count.nullable().default(null) },
        at_least_age: count.nullable().default(null),
      })
      .nullable(),
  }),
  ...{ answers: z.array(answer), commitments: z.array(commitment), versions: z.array(version) },
  refusal: z.object({ reason: named.nullable(), words: text, decided_at: at }).nullable(),
  merged_into: z.object({ number, words: text, decided_at: at }).nullable(),
  transfers: z
    .array(z.object({ from: named.nullable(), to: named.nullable(), reason: text, decided_at: at }))
    .nullable(),
  extensions: z.array(z.object({ due_at: before, reason: text, decided_at: at })).nullable(),
  hand_overs: z.array(handOver),
  updates: z.array(
    z.object({ kind: z.enum(proposalUpdateKinds), agency: named.nullable(), body: z.string().min(1), written_at: at }),
  ),
  corrections: z.array(z.object({ field: z.string(), before: z.string(), after: z.string().min(1), corrected_at: at })),
  cited_in: z.array(
    z.object({
      ...{
        kind: z.enum(referenceKinds),
        url: z.string().min(1),
        title: text,
        publisher: text,
        published_on: day.nullable(),
      },
    }),
  ),
  linked_cases: z.array(z.object({ relation: z.enum(referenceKinds), number })),
  timeline: z.array(entry),
})

/** A line of `cases`, whose parts name each other as the tables want it. */
export const caseLine = wholeCase.superRefine((read, { addIssue }) => {
  for (const wrong of unfitting(read)) addIssue({ code: 'custom', ...wrong })
})
export type CaseLine = z.output<typeof caseLine>
export type Part = CaseLine['agencies'][number]

/** A line of `hidden`: what stays public of a case whose text is not. */
export const hiddenLine = z.object({
  ...{ number, url: z.url(), stage: z.enum(stages), outcome: z.enum(outcomes).nullable(), topic: named.nullable() },
  ...{ rules_version: z.int().nullable(), threshold: z.int().nullable(), ...dates },
  as_seen_on: day.nullable().default(null),
  hidden: z.object({ at, reason: text, removed_by_author: z.boolean().default(false) }),
  agencies: z.array(part.omit({ contribution: true })),
  cosignatures: z.object({ count: count.nullable() }),
  timeline: z.array(entry.omit({ commitment: true, reason: true })),
})
export type HiddenLine = z.output<typeof hiddenLine>

const entryOfList = named.extend({ retired_at: maybeAt })
/** What dumps of before there were levels, or ages, do not say. */
const level = z.union([z.literal(1), z.literal(2)]).default(1)
const age = z.int().min(1).max(99).nullable().default(null)
const rule = z.object({
  ...{ version: z.int().min(1), threshold: z.int(), cosigning_days: z.int().nullable() },
  ...{ checking_working_days: z.int(), schedule_working_days: z.int(), contact_days: z.int(), answer_months: z.int() },
  ...{ extension_months: z.int(), extensions_at_most: z.int(), elsewhere_counts: z.boolean() },
  ...{ early_warning_share: z.number(), cooldown_months: z.int(), take_back_minutes: z.number() },
  ...{ correction_share: z.number(), valid_from: maybeAt, withdrawal_allowed: z.boolean(), four_eyes: z.boolean() },
  ...{ level_to_propose: level, level_to_count: level, age_to_propose: age, age_to_count: age },
  ...{ overdue_step: z.enum(['reminder', 'supervisor', 'ombudsman']), overdue_to: text },
})

/** The file `government`. */
export const governmentFile = z.object({
  ...{ code: z.string(), name, time_zone: z.string() },
  agencies: z.array(
    named.extend({
      ...{ coordinating: z.boolean(), valid_from: day.nullable(), valid_to: day.nullable(), successor: text },
      units: z.array(z.object({ name, contact: name })),
    }),
  ),
  topics: z.array(entryOfList),
  districts: z.array(entryOfList),
  refusal_reasons: z.array(entryOfList.extend({ hides_text: z.boolean() })),
  rules: z.array(rule),
  pauses: z.array(z.object({ first_day: day, last_day: day, reason: name, stops_submitting: z.boolean() })),
  holidays: z.array(z.object({ date: day, works: z.boolean(), name })),
})
export type GovernmentFile = z.output<typeof governmentFile>

/** The list of a dump's files. */
export const dumpList = z.object({
  ...{ kind: z.literal('fuyi-dump'), version: z.literal(1), government: named, day, taken_at: at },
  files: z.array(
    z.object({
      ...{ name: z.string().regex(/^[a-z0-9][\w.-]*$/), table: z.string(), year: z.int().nullable() },
      ...{ format: z.string(), sha256: hex },
    }),
  ),
})
export type DumpList = z.output<typeof dumpList>

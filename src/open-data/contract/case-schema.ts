// What a case says of itself, as the contract. The routes answer with what fits it: the compiler compares, and a test reads replies.
import { z } from 'zod'
import { publicStages } from '../../domain/proposals/proposal.ts'
import {
  actorRoles,
  assignmentRoles,
  type CommitmentState,
  commitmentUpdateKinds,
  decisions,
  entryKinds,
  handOverStates,
  outcomes,
  proposalUpdateKinds,
  publicCommitmentStates,
  referenceKinds,
  type Stage,
  verdicts,
} from '../../schema/values.ts'
import { address, date, license, named, names, text, time } from './values.ts'

const decision = z.enum(decisions).nullable()
/** One that was refused is open to all, and stays so while it is looked at once more. */
const stage = z.enum(['checking', 'returned', ...publicStages] as [Stage, ...Stage[]])
const commitmentState = z.enum(publicCommitmentStates as readonly CommitmentState[] as [CommitmentState])
const outcome = z.enum(outcomes).nullable()

const ask = z
  .object({ number: z.int(), text: z.string(), drawn_up_by_staff: z.boolean(), decision, reason: text })
  .meta({ id: 'Ask' })
const evidence = z.object({ url: address, label: z.string() }).meta({ id: 'Evidence' })
const part = z
  .object({
    ...{ code: z.string(), name: names, government: named, role: z.enum(assignmentRoles), due_at: time.nullable() },
    ...{ as_seen_on: date.nullable(), answered_at: time.nullable(), contribution: text },
  })
  .meta({ id: 'AgencyPart' })
const source = z
  .object({
    ...{ name: z.string(), number: text, url: address.nullable(), status: z.string() },
    not_taken_over: z.object({ images: z.int(), attachments: z.array(z.string()) }),
  })
  .meta({ id: 'Source' })
const rules = z
  .object({
    ...{ version: z.int(), threshold: z.int(), cosigning_days: z.int().nullable() },
    ...{ checking_working_days: z.int().nullable(), schedule_working_days: z.int().nullable() },
    ...{ contact_days: z.int().nullable(), answer_months: z.int().nullable(), extension_months: z.int().nullable() },
    ...{ extensions_at_most: z.int().nullable(), elsewhere_counts: z.boolean().nullable() },
    ...{ early_warning_share: z.number().nullable(), cooldown_months: z.int().nullable() },
    ...{ take_back_minutes: z.number().nullable(), correction_share: z.number().nullable() },
    ...{ level_to_propose: z.int().nullable(), level_to_count: z.int().nullable() },
    ...{ age_to_propose: z.int().nullable(), age_to_count: z.int().nullable() },
  })
  .meta({ id: 'Rules' })
const dayCount = z.object({ date, count: z.int() }).meta({ id: 'DayCount' })
const districtCount = z
  .object({ code: z.string(), name: names, count: z.int().nullable() })
  .meta({ id: 'DistrictCount' })
const assuranceCount = z.object({ level: z.int(), count: z.int().nullable() }).meta({ id: 'AssuranceCount' })
const sampleTold = z
  .object({
    ...{ confirmed: z.int(), not_confirmed: z.int(), drawn: z.int(), population: z.int(), told_at: time.nullable() },
    ...{ tree_size: z.int(), root: z.string(), cutoff: z.string() },
  })
  .meta({ id: 'SampleTold' })
const assurance = z
  .object({
    levels: z.array(assuranceCount),
    unverified: z.int().nullable(),
    at_least_age: z.int().nullable(),
    ...{ since: time.nullable(), refused_doubles: z.int(), held: z.int(), released: z.int(), invalidated: z.int() },
    refused_forms: z.int().nullable(),
    undecided: z.int(),
    ...{ paper_taken_back: z.int(), maybe_twice: z.int().nullable() },
    sample: sampleTold.nullable(),
    ...{ last_held_at: time.nullable(), last_released_at: time.nullable(), last_invalidated_at: time.nullable() },
  })
  .meta({ id: 'Assurance' })
const cosignatures = z
  .object({
    ...{
      count: z.int().nullable(),
      by_day: z.array(dayCount),
      undated: z.int().nullable(),
      by_district: z.array(districtCount),
    },
    ...{ districts_through: date.nullable(), by_assurance: z.array(assuranceCount) },
    assurance: assurance.nullable(),
    under_review: z.int().nullable(),
    decided_before: time.nullable(),
  })
  .meta({ id: 'Cosignatures' })
const askDecision = z.object({ ask: z.int(), decision, reason: text }).meta({ id: 'AskDecision' })
const attachment = z
  .object({
    ...{ title: z.string(), description: text, media_type: z.string(), bytes: z.int(), sha256: z.string() },
    ...{ width: z.int().nullable(), height: z.int().nullable(), pages_without_text: z.int().nullable() },
    ...{ url: address, pages: z.int().nullable(), text_layer: z.enum(['whole', 'partly', 'none']).nullable() },
    attached_at: time,
  })
  .meta({ id: 'Attachment' })
const unit = z.object({ written: z.string(), name: names, contact: names.nullable() }).meta({ id: 'Unit' })
const answer = z
  .object({
    ...{ version: z.int(), agency: named, published_at: time.nullable(), analysis: text, deliberation: text },
    ...{ adoption: text, follow_up: text, note: text, decisions: z.array(askDecision) },
    unit: unit.nullable(),
    attachments: z.array(attachment),
  })
  .meta({ id: 'Answer' })
const commitmentUpdate = z
  .object({
    ...{ kind: z.enum(commitmentUpdateKinds), body: text, checked: z.enum(verdicts).nullable() },
    ...{ evidence_url: text, evidence_on: date.nullable(), due_from: date.nullable(), due_to: date.nullable() },
    written_at: time,
  })
  .meta({ id: 'CommitmentUpdate' })
const commitment = z
  .object({
    ...{
      id: z.string(),
      url: address,
      ask: z.int().nullable(),
      answer_version: z.int().nullable(),
      what: z.string(),
      measure: text,
      agency: named,
    },
    ...{ promised_by: named, handed_over_at: time.nullable(), owner: text, owner_name: names, due_on: date },
    ...{ state: commitmentState, agency_says: z.enum(['under_way', 'done', 'dropped', 'changed']) },
    ...{ done_at: time.nullable(), checked: z.enum(verdicts).nullable(), checked_at: time.nullable() },
    ...{ closed_at: time.nullable(), reported_at: time.nullable(), date_changes: z.int() },
    updates: z.array(commitmentUpdate),
  })
  .meta({ id: 'Commitment' })
const refusal = z
  .object({ reason: named.nullable(), words: text, decided_at: time, reconsidered_at: time.nullable() })
  .meta({ id: 'Refusal' })
const merger = z.object({ number: z.string(), url: address, words: text, decided_at: time }).meta({ id: 'Merger' })
const transfer = z
  .object({ from: named.nullable(), to: named.nullable(), reason: text, decided_at: time })
  .meta({ id: 'Transfer' })
const extension = z.object({ due_at: time.nullable(), reason: text, decided_at: time }).meta({ id: 'Extension' })
const handOver = z
  .object({
    ...{ to: named.nullable(), receiver: text, link: text, reason: z.string(), handed_on: date },
    ...{ due_on: date.nullable(), state: z.enum(handOverStates), ended_on: date.nullable(), result: text },
  })
  .meta({ id: 'HandOver' })
const update = z
  .object({ kind: z.enum(proposalUpdateKinds), agency: named.nullable(), body: z.string(), written_at: time })
  .meta({ id: 'CaseUpdate' })
const correction = z
  .object({ field: z.string(), before: z.string(), after: z.string(), corrected_at: time })
  .meta({ id: 'Correction' })
const version = z
  .object({
    ...{ version: z.int(), from: time.nullable(), until: time.nullable(), title: z.string(), problem: z.string() },
    ...{ asks: z.array(z.string()), benefit: text },
  })
  .meta({ id: 'TextVersion' })
const citedIn = z
  .object({ kind: z.enum(referenceKinds), url: address, title: text, publisher: text, published_on: date.nullable() })
  .meta({ id: 'CitedIn' })
const linkedCase = z
  .object({ relation: z.enum(referenceKinds), number: z.string(), url: address, title: text })
  .meta({ id: 'LinkedCase' })
const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
const entry = z
  .object({
    ...{ kind: z.enum(entryKinds), role: z.enum(actorRoles), agency: named.nullable(), commitment: text },
    ...{ occurred_at: time, recorded_at: time, facts: z.record(z.string(), fact) },
    reason: text,
  })
  .meta({ id: 'TimelineEntry' })

export const caseSchema = z
  .object({
    ...{ number: z.string(), url: address, government: named, title: text },
    author: z.object({ display_name: z.string() }).nullable(),
    ...{ problem: text, asks: z.array(ask), benefit: text, evidence: z.array(evidence), place: text },
    ...{ district: named.nullable(), topic: named.nullable(), agencies: z.array(part), stage, outcome },
    ...{ source: source.nullable(), as_seen_on: date.nullable(), rules: rules.nullable(), cosignatures },
    ...{ submitted_at: time.nullable(), published_at: time.nullable(), closes_at: time.nullable() },
    ...{ paused_until: time.nullable(), ended_at: time.nullable(), threshold_met_at: time.nullable() },
    ...{ answer_due_at: time.nullable(), extended_at: time.nullable(), answered_at: time.nullable() },
    ...{ answered_in_time: z.boolean().nullable(), days_late: z.int().nullable() },
    ...{ answers: z.array(answer), commitments: z.array(commitment) },
    ...{ refusal: refusal.nullable(), merged_into: merger.nullable(), transfers: z.array(transfer).nullable() },
    ...{ hand_overs: z.array(handOver), extensions: z.array(extension).nullable(), updates: z.array(update) },
    versions: z.array(version),
    ...{ corrections: z.array(correction), cited_in: z.array(citedIn), linked_cases: z.array(linkedCase) },
    ...{ rating: z.null(), timeline: z.array(entry), license },
  })
  .meta({ id: 'Case' })

/** What `fields` left of a case. */
export const casePart = caseSchema.partial().meta({ id: 'CaseFields' })

/** What stays public of a case whose text was hidden; it comes as a problem, 410. */
export const hiddenFacts = z.object({
  ...{ number: z.string(), url: address, government: named, stage, outcome, topic: named.nullable() },
  ...{ rules_version: z.int().nullable(), threshold: z.int().nullable(), as_seen_on: date.nullable() },
  hidden: z.object({ at: time.nullable(), reason: text, removed_by_author: z.boolean() }),
  agencies: z.array(
    z.object({
      ...{ code: z.string(), name: names, government: named, role: z.enum(assignmentRoles) },
      ...{ due_at: time.nullable(), as_seen_on: date.nullable(), answered_at: time.nullable() },
    }),
  ),
  cosignatures: z.object({ count: z.int().nullable() }),
  ...{ submitted_at: time.nullable(), published_at: time.nullable(), closes_at: time.nullable() },
  ...{ threshold_met_at: time.nullable(), answer_due_at: time.nullable(), answered_at: time.nullable() },
  ...{ ended_at: time.nullable(), extended_at: time.nullable() },
  ...{ answered_in_time: z.boolean().nullable(), days_late: z.int().nullable() },
  timeline: z.array(entry),
  license,
})

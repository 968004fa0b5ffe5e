// A commitment as other people's scripts read it: what its agency says, and beside it what a checker found.
import { referenceOf, wordOf } from '../domain/answers/commitment.ts'
import type { CaseParts } from '../domain/proposals/public-proposal.ts'
import { namedJson, nameJson } from './name-json.ts'
import { timesIn } from './times.ts'

/** `caseNumber`: of its case. Times carry the government's offset; what is not known is null. */
export function commitmentJson(
  c: CaseParts['commitments'][number],
  caseNumber: string | null,
  government: { slug: string; timeZone: string },
  origin: string,
) {
  const { at } = timesIn(government.timeZone)
  return {
    id: referenceOf(caseNumber, c.number), // it stays
    url: `${origin}/${government.slug}/commitments/${referenceOf(caseNumber, c.number)}`,
    ask: c.askNumber,
    answer_version: c.answerVersion, // the answer that it was made in
    what: c.what,
    measure: c.measure || null, // null: nobody said how it will be seen that it is done
    agency: namedJson(c),
    promised_by: namedJson(c.promisedBy ?? c),
    handed_over_at: at(c.handedOverAt), // null while the agency that made it has it
    owner: c.owner, // as it was written
    owner_name: nameJson(c.unit),
    due_on: c.dueOn,
    state: c.state,
    agency_says: wordOf(c),
    done_at: at(c.doneAt), // since when its agency says so
    checked: c.verdict, // null: nobody has checked it
    checked_at: at(c.checkedAt),
    closed_at: at(c.closedAt),
    reported_at: at(c.reportedAt),
    date_changes: c.updates.filter((u) => u.dueTo !== null).length,
    updates: c.updates.map((u) => ({
      kind: u.kind,
      body: u.body,
      checked: u.verdict,
      evidence_url: u.evidenceUrl,
      evidence_on: u.evidenceOn,
      due_from: u.dueFrom,
      due_to: u.dueTo,
      written_at: at(u.writtenAt),
    })),
  }
}

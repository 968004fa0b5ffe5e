// Every agency of a government with its figures: its page, its line in the list and its line in the data are made of these.
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { type AgencyRow, agenciesOf } from '../governments/store.ts'
import { type Scorecard, scorecard } from './scorecard.ts'
import { type CommitmentCounts, casesByAgency, commitmentsByAgency, dutiesOf } from './scorecard-store.ts'

/** `cases`: public ones in which it has a part. */
export type AgencyFigures = { agency: AgencyRow; card: Scorecard; cases: number; commitments: CommitmentCounts }

const noCommitments = { total: 0, kept: 0, unchecked: 0, due: 0 }

/** In the order of the government's list. */
export async function agencyFigures(
  db: Db,
  government: { id: string; timeZone: string },
  at: Date,
): Promise<AgencyFigures[]> {
  const [agencies, duties, commitments, cases] = await Promise.all([
    agenciesOf(db, government.id),
    dutiesOf(db, government.id),
    commitmentsByAgency(db, government.id, localDate(at, government.timeZone)),
    casesByAgency(db, government.id),
  ])
  return agencies.map((agency) => ({
    agency,
    card: scorecard(
      duties.filter((duty) => duty.agencyId === agency.id),
      at,
      government.timeZone,
    ),
    cases: cases.get(agency.id) ?? 0,
    commitments: commitments.get(agency.id) ?? noCommitments,
  }))
}

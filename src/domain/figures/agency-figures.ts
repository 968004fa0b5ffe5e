// Every agency of a government with its figures: its line in the list of agencies and in the data are made of the facts that all figures
// are made of, so that none of them can say something else.
import type { Db } from '../../platform/db/database.ts'
import { type AgencyRow, agenciesOf } from '../governments/store.ts'
import { figuresOf, knownExtensions } from './figures.ts'
import { loadFacts } from './load-figures.ts'
import type { DutyCounts } from './scorecard.ts'
import type { CommitmentCounts } from './scorecard-store.ts'

/** `cases`: public ones in which it has a part. */
export type AgencyFigures = { agency: AgencyRow; card: DutyCounts; cases: number; commitments: CommitmentCounts }

/** In the order of the government's list. */
export async function agencyFigures(
  db: Db,
  government: { id: string; timeZone: string },
  at: Date,
): Promise<AgencyFigures[]> {
  const [agencies, facts] = await Promise.all([agenciesOf(db, government.id), loadFacts(db, government, at)])
  return agencies.map((agency) => {
    const of = figuresOf(facts, { agencyId: agency.id, topic: null, year: null })
    const { answered, inTime, overdue } = of
    return {
      agency,
      card: {
        ...{ cases: of.duties, answered, inTime, overdue, due: answered + overdue },
        extended: knownExtensions(of),
        medianDays: of.answer.median,
      },
      cases: of.parts,
      commitments: { total: of.commitments, kept: of.kept, unchecked: of.unchecked, due: of.due },
    }
  })
}

// Agencies with the figures that their pages show.
import type { AgencyFigures } from '../../domain/figures/agency-figures.ts'
import type { GovernmentJson } from '../case-head.ts'
import { namedJson } from '../name-json.ts'
import { named, namedIn, type Row, tableOf } from './table.ts'

export const agenciesTable = tableOf(
  'agencies',
  {
    ...{ government: 'text', ...named('agency'), url: 'text', valid_from: 'date', valid_to: 'date', successor: 'text' },
    ...{ cases: 'integer', duties: 'integer', answered: 'integer', answered_in_time: 'integer', overdue: 'integer' },
    ...{ extended: 'integer', median_days: 'integer', commitments: 'integer', commitments_due: 'integer' },
    ...{ commitments_kept: 'integer', commitments_unchecked: 'integer' },
  },
  ['agency'],
)
type Line = Row<typeof agenciesTable.columns>

export function agencyLines(all: AgencyFigures[], government: GovernmentJson, origin: string): Line[] {
  const codes = new Map(all.map(({ agency }) => [agency.id, agency.code]))
  return all.map(({ agency, card, cases, commitments }) => ({
    government: government.slug,
    ...{ ...namedIn('agency', namedJson(agency)) },
    url: `${origin}/${government.slug}/agencies/${encodeURIComponent(agency.code)}`,
    ...{
      valid_from: agency.validFrom,
      valid_to: agency.validTo,
      successor: codes.get(agency.successorId ?? '') ?? null,
    },
    ...{ cases, duties: card.cases, answered: card.answered, answered_in_time: card.inTime, overdue: card.overdue },
    ...{ extended: card.extended, median_days: card.medianDays, commitments: commitments.total },
    ...{ commitments_due: commitments.due, commitments_kept: commitments.kept },
    commitments_unchecked: commitments.unchecked,
  }))
}

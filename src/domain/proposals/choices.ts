// What the forms for writing offer to choose from today, and what was sent that is not among it.
import type { Db } from '../../platform/db/database.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'
import { isAssignable, outsideDistrict } from '../governments/government.ts'
import { agenciesOf, districtsOf, offered, topicsOf } from '../governments/store.ts'
import type { DraftChange } from './draft-store.ts'

export type Offers = Awaited<ReturnType<typeof offersOf>>

/** `today`: local. A proposal's place lies inside the government, and the coordinating agency is nobody's suggestion. */
export async function offersOf(db: Db, governmentId: string, today: string) {
  const [topics, districts, agencies] = await Promise.all([
    topicsOf(db, governmentId),
    districtsOf(db, governmentId),
    agenciesOf(db, governmentId),
  ])
  return {
    topics: offered(topics),
    districts: offered(districts).filter((district) => district.code !== outsideDistrict),
    agencies: agencies.filter((agency) => !agency.coordinating && isAssignable(agency, today)),
  }
}

/** Codes that come from a page older than the list, or are made up. */
export function notOffered({ topics, districts, agencies }: Offers, change: DraftChange): FieldErrors {
  const unknown = (list: { code: string }[], code: string | null | undefined) =>
    Boolean(code) && !list.some((entry) => entry.code === code)
  const errors: FieldErrors = {}
  if (unknown(topics, change.topicCode)) errors.topic = { key: 'proposals.error.topic' }
  if (unknown(districts, change.districtCode)) errors.district = { key: 'proposals.error.district' }
  if (change.suggestedAgencies?.some((code) => unknown(agencies, code)))
    errors.agencies = { key: 'proposals.error.agencies_known' }
  return errors
}

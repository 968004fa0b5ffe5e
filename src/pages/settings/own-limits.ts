import { defaultLimits, type Government, limitsOf } from '../../domain/governments/government.ts'
import type { Limits } from '../../schema/values.ts'
import { limitNames } from './forms.ts'

/** How many limits are a government's own. */
export const ownLimitsCount = ({ limits }: Pick<Government, 'limits'>): number =>
  Object.keys(ownLimits(limitsOf({ limits })) ?? {}).length

/** Those that differ from the usual ones: what is usual may change with the product. Null where none does. */
export function ownLimits(limits: Limits): Partial<Limits> | null {
  const own = limitNames.filter((name) => limits[name] !== defaultLimits[name])
  return own.length ? Object.fromEntries(own.map((name) => [name, limits[name]])) : null
}

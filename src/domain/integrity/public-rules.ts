// The rules of unusual co-signatures as everybody reads them. Pure.
import type { UnusualRules } from '../../schema/values.ts'

/** The numbers, in the order of pages; shares are from 0 to 1. */
export const unusualNumbers = [
  { name: 'seriesFrom', isShare: false },
  { name: 'seriesShare', isShare: true },
  { name: 'domainFrom', isShare: false },
  { name: 'blockFrom', isShare: false },
  { name: 'deviceFrom', isShare: false },
  { name: 'massFrom', isShare: false },
  { name: 'unknownShare', isShare: true },
  { name: 'loneShare', isShare: true },
  { name: 'decidedAlone', isShare: false },
] as const satisfies { name: keyof UnusualRules; isShare: boolean }[]

import type { Area } from '../../domain/governments/audit.ts'

/** Areas whose changes are of the government itself, or of somebody who is not named. */
export const namesNothing: readonly Area[] = ['people', 'passkeys', 'limits', 'face']

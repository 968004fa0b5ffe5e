import type { SettingsArea } from '../../schema/values.ts'
/** Areas whose changes are of the government itself, or of somebody who is not named. */
export const namesNothing: readonly SettingsArea[] = ['people', 'passkeys', 'limits', 'register', 'face']

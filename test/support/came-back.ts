// The cookie of somebody who has just come back from a sign-in service that we do not know them by yet.
import { seal, sealingKey } from '../../src/lib/seal.ts'
import type { World } from './world.ts'

export const cameBack = ({ deps, clock }: World, email: string) => ({
  name: 'arrived',
  value: seal(
    JSON.stringify({ value: { service: 'city', hash: 'f'.repeat(64), email }, until: clock.now.getTime() + 60_000 }),
    sealingKey(deps.config.secret, 'arrived', 'sign-in service'),
  ),
})

// What this deployment can ask whether somebody lives there, for the pages that do: yes/no services and wallets.
import plugin from 'fastify-plugin'
import { type VerificationServices, verificationServices } from '../../domain/verification/verification-services.ts'
import type { Deps } from '../../platform/http/deps.ts'

declare module 'fastify' {
  interface FastifyInstance {
    verificationServices: VerificationServices
  }
}

/** Throws ConfigError where the operator's file is wrong, so that nothing starts without a service that was meant. */
export const verificationServiceList = plugin(async (app, { config }: Deps) => {
  const host = config.origin ? new URL(config.origin).hostname : 'localhost'
  app.decorate('verificationServices', verificationServices(config.verificationServicesFile, config.secret, host))
})

// The yes/no services of this deployment, for the page that asks them.
import plugin from 'fastify-plugin'
import { type YesNoService, yesNoServices } from '../../domain/people/yes-no-services.ts'
import type { Deps } from '../../platform/http/deps.ts'

declare module 'fastify' {
  interface FastifyInstance {
    yesNoServices: YesNoService[]
  }
}

/** Throws ConfigError where the operator's file is wrong, so that nothing starts without a service that was meant. */
export const verificationServiceList = plugin(async (app, { config }: Deps) => {
  app.decorate('yesNoServices', yesNoServices(config.verificationServicesFile))
})

// The sign-in services of this deployment, on every request, by the names they have in its language.
import type { FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { type SignInServices, signInServices } from '../../domain/people/sign-in-services.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'

declare module 'fastify' {
  interface FastifyInstance {
    signInServices: SignInServices
  }
}

/** `residence`, `age`: the governments that it can verify these for. */
type NamedService = { id: string; name: string; residence: string[]; age: string[] }

/** Throws ConfigError where the operator's file is wrong, so that nothing starts without a service that was meant. */
export const signInServiceList = plugin(async (app, { config }: Deps) => {
  app.decorate('signInServices', signInServices(config.signInServicesFile))
})

export const servicesFor = ({ server, language }: FastifyRequest): NamedService[] =>
  server.signInServices.all.map(({ name, ...service }) => ({ ...service, name: localised(name, language) }))

/** The name of one; its id where the operator took it out of the file. */
export const serviceName = (request: FastifyRequest, id: string): string =>
  servicesFor(request).find((service) => service.id === id)?.name ?? id

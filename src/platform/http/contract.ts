// What the contract of the data interface is made of: each route says in its `config` how it is asked, and in its `schema` what it
// answers. Collected here, so that no list of routes beside the routes can grow stale.
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import type { ZodObject, ZodType } from 'zod'

/** One way to ask. */
export type Operation = {
  /** its name in the contract; its words stand under `api.operations` */
  id: string
  /** where several routes are told as one: their address, with names in braces */
  path?: string
  /** the values that a name in the address may have, where they are few */
  choices?: { [name: string]: readonly string[] }
  /** parameters after the `?` */
  query?: ZodObject
  /** what it answers with that is no JSON, or not always, by media type; null: its form stands elsewhere */
  files?: { [mediaType: string]: ZodType | null }
  /** answers that are problems, beside those that everything may have */
  problems?: readonly number[]
  /** leads on to another address */
  redirects?: boolean
}

export type ContractOperation = Operation & { path: string; answers: { [status: string]: ZodType } }

declare module 'fastify' {
  interface FastifyContextConfig {
    contract?: Operation
  }
  interface FastifyInstance {
    /** every way to ask, in the order of the routes */
    operations: readonly ContractOperation[]
  }
}

/** Registered before every route that it should know. */
export const contract = plugin(async (app: FastifyInstance) => {
  const told = new Map<string, ContractOperation>()
  app.decorate('operations', { getter: () => [...told.values()] })
  app.addHook('onRoute', ({ method, url, config, schema }) => {
    const operation = config?.contract
    if (!operation || ![method].flat().includes('GET')) return
    const path = operation.path ?? url.replace(/:(\w+)(\([^)]*\))?/g, '{$1}')
    const answers = (schema?.response ?? {}) as { [status: string]: ZodType }
    told.set(path, { ...operation, path, answers })
  })
})

// What comes from outside goes through a schema of its route, once, at the edge (docs/house-style.md): the variable parts of an
// address, and what stands after its `?`. An address of data refuses a parameter that it does not take; a page lets it through.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

type Route = Pick<RouteOptions, 'method' | 'url' | 'schema' | 'config' | 'handler'>

/** Fastify says of each application that it begins: its routes are heard as they are registered. */
async function routesOf(): Promise<[Route[], World]> {
  const routes: Route[] = []
  const listen = (message: unknown) =>
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', (route) => void routes.push(route))
  subscribe('fastify.initialization', listen)
  try {
    return [routes, await testWorld()]
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
}

const named = ({ method, url }: Route) => `${[method].flat()[0]} ${url}`
const schemaOf = ({ schema }: Route) => (schema ?? {}) as { params?: unknown; querystring?: unknown }
/** Of the scope that every page of a government stands in, which finds it. */
const ofScope = (url: string) => url.replace('/:gov', '')

test('a route whose address has variable parts says which by a schema', async () => {
  const [routes] = await routesOf()
  expect(routes.length).toBeGreaterThan(300)
  const without = routes.filter((route) => ofScope(route.url).includes(':') && !schemaOf(route).params)
  expect(without.map(named)).toEqual([])
})

test('a route that reads what stands after the ? says by a schema what it takes', async () => {
  const [routes] = await routesOf()
  const without = routes.filter((route) => /request\.query/.test(String(route.handler)) && !schemaOf(route).querystring)
  expect(without.map(named)).toEqual([])
})

test('every address of data refuses a parameter that it does not take, in words', async () => {
  const [routes, world] = await routesOf()
  await givenCase(world, { number: '2026-0001', title: '公園的樹' })
  const data = routes.filter(({ config }) => config?.contract && !config.contract.redirects)
  expect(data.length).toBeGreaterThan(60)
  for (const route of data) {
    expect([named(route), Boolean(schemaOf(route).querystring)]).toEqual([named(route), true])
    const address = route.url
      .replace(/\([^)]*\)/g, '')
      .replace(':gov', 'haicheng')
      .replace(':number', '2026-0001')
    const { statusCode, body } = await world.visitor().get(`${address}?topik=x&lang=en`)
    expect([named(route), statusCode, body]).toEqual([
      named(route),
      400,
      expect.stringMatching(/parameter|There is no such filter|understood/i),
    ])
  }
})

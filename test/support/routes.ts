// The route table as the app has it.
import type { FastifyInstance } from 'fastify'

/** Every route with its methods, such as `/:gov/proposals/:number`. */
export function routesOf(app: FastifyInstance): { path: string; methods: string[] }[] {
  const branches: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const found = /^([│ ]*)[├└]── (\S+) \(([A-Z, ]+)\)/.exec(line)
      if (!found) return []
      const depth = found[1]!.length / 4
      branches.length = depth
      branches.push(found[2]!)
      return [{ path: branches.join('').replace(/^\/\//, '/'), methods: found[3]!.split(', ') }]
    })
}

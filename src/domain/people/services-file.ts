// A JSON file of services that an operator names in a setting: read once, at the start.
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { ConfigError } from '../../config.ts'

/** What stands in the file at `path`, as `schema` has it. `setting`: its name, for the error. Throws ConfigError where it is missing or wrong. */
export function readServicesFile<Schema extends z.ZodType>(
  setting: string,
  path: string,
  schema: Schema,
): z.output<Schema> {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${setting}: ${path} cannot be read as JSON: ${(error as Error).message}`)
  }
  const found = schema.safeParse(json)
  if (found.success) return found.data
  const wrong = found.error.issues.map(({ path, message }) => `${path.join('.') || 'the list'} ${message}`)
  throw new ConfigError(`${setting}: ${wrong.join('; ')}`)
}

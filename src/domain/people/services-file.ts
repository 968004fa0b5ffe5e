// A JSON file of services that an operator names in a setting: read once, at the start.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../../config.ts'
import { fieldIn, wrongWords } from '../../lib/wrong-words.ts'

const localhost = new Set(['localhost', '127.0.0.1', '[::1]'])
const isSafe = (url: string) => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || (protocol === 'http:' && localhost.has(hostname))
}

/** Over http only on the machine itself. */
export const safeUrl = z.url().refine(isSafe, 'must begin with https://')
/** A part of addresses, and what rows go by: it must stay. */
export const serviceId = z.string().regex(/^[a-z0-9-]{1,30}$/, 'must be small letters, digits and hyphens')
export const serviceName = z.record(z.string(), z.string().min(1).max(60))

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
  const found = schema.safeParse(json, { error: wrongWords })
  if (found.success) return found.data
  const wrong = found.error.issues.map(({ path, message }) => `${fieldIn(path, 'the list')} ${message}`)
  throw new ConfigError(`${setting}: ${wrong.join('; ')}`)
}

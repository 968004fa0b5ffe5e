// How many processes a command is told to take.
import { availableParallelism } from 'node:os'
import { ConfigError } from '../config.ts'

/** A number from 1 to 64, or `auto` for one per processor. Throws a `ConfigError` for anything else. */
export function processCount(value: string): number {
  const count = value === 'auto' ? availableParallelism() : Number(value)
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new ConfigError(`--processes must be auto or a number from 1 to 64, not ${value}.`)
  return count
}

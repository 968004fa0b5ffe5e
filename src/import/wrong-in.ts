// What is wrong with something that was read. Pure.
import type { z } from 'zod'

/** The first thing that is wrong, with the name of its field. */
export function wrongIn(error: z.ZodError): string {
  const [issue] = error.issues
  return `${issue!.path.join('.') || 'record'}: ${issue!.message}`
}

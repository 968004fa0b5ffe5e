// A record of a file, by the shape that it must have.
import type { z } from 'zod'
import { fieldIn, wrongWords } from '../lib/wrong-words.ts'

type ReadAs<T> = { ok: true; data: T } | { ok: false; reason: string }

/** What it says, or the first thing that is wrong with it: the field and words for the person who made the file. */
export function readAs<Shape extends z.ZodType>(shape: Shape, value: unknown): ReadAs<z.output<Shape>> {
  const read = shape.safeParse(value, { error: wrongWords })
  if (read.success) return { ok: true, data: read.data }
  const [issue] = read.error.issues
  return { ok: false, reason: `${fieldIn(issue!.path, 'record')}: ${issue!.message}` }
}

// What a form of the desk says of what its presser has read.
import { z } from 'zod'
import type { Values } from '../../platform/web/forms.ts'
import { type Stage, stages } from '../../schema/values.ts'

/** The field of every form of the desk: the revision of the text beside it. */
export const readField = 'text-revision'

/** And the stage that the case was at. */
const stageField = 'case-stage'

/** The stage that a form was opened over, where the case is at another one now; else null. */
export function stageBefore(values: Values, now: Stage): Stage | null {
  const seen = stages.find((stage) => stage === values[stageField])
  return seen && seen !== now ? seen : null
}

/** Of a form that takes back: when what its presser saw was published, in ms. */
export const publishedSeen = z.coerce.number().int().nullable().catch(null)

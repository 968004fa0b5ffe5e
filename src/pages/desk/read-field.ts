// What a form of the desk says of what its presser has read.
import { z } from 'zod'

/** The field of every form of the desk: the revision of the text beside it. */
export const readField = 'text-revision'

/** Of a form that takes back: when what its presser saw was published, in ms. */
export const publishedSeen = z.coerce.number().int().nullable().catch(null)

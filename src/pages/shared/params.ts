// The variable parts of addresses. What they name is looked up, and 404 where it is not there: any word is let through, and the
// government (`:gov`), which its scope reads, stays beside them.
import { z } from 'zod'

/** `number`: of a case, like 2026-0042. */
export const numberParams = z.looseObject({ number: z.string() })
export const idParams = z.looseObject({ id: z.string() })
/** `code`: of an agency, topic, district or reason. */
export const codeParams = z.looseObject({ code: z.string() })
export const tokenParams = z.looseObject({ token: z.string() })
export const numberAndTokenParams = z.looseObject({ number: z.string(), token: z.string() })

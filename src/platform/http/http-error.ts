// Errors that leave a request: thrown by guards, answered as pages or as data (web/error-pages.ts).
export type HttpError = Error & {
  statusCode: number
  messageKey: string | undefined
  location?: string
  retryAfter?: number
}

/** An error that leaves the request with a page: `throw httpError(403)`. `messageKey` replaces the usual words. */
export function httpError(statusCode: number, messageKey?: string): HttpError {
  return Object.assign(new Error(messageKey ?? `status ${statusCode}`), { statusCode, messageKey })
}

/** The words for a request that another site made. */
export const foreignOrigin = 'errors.foreign_origin'

/** The words for a form that is sent while nothing is taken. */
export const readOnlyWords = 'errors.read_only.message'

/** Leaves the request for another page (sign-in). */
export const elsewhere = (location: string): HttpError => Object.assign(httpError(303), { location })

/** Too often: what was asked for may be tried again after so many seconds. */
export const tooMany = (retryAfter: number): HttpError => Object.assign(httpError(429), { retryAfter })

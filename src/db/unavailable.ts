/** A write that could not be done, or of which it is not known whether it was: answered with 503 and Retry-After. */
export class Unavailable extends Error {
  statusCode = 503
  retryAfter = 2
}

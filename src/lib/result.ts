// What a command gives back: what it made, or why it did not. One shape for every refusal that is to be expected.

/** `retryAfter`: seconds until it may be tried again, where it was too often. */
export type Result<Value, Refusal extends string = string> =
  | { ok: true; value: Value }
  | { ok: false; refusal: Refusal; retryAfter?: number }

/** What was wanted. */
export const done = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value })

/** An expected refusal, by its name. One with seconds to wait is written out: `retryAfter`. */
export const refused = <Refusal extends string>(refusal: Refusal): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal,
})

/** For what was done too often. `retryAfter` in seconds. */
export const tooOftenFor = (retryAfter: number): { ok: false; refusal: 'too_often'; retryAfter: number } => ({
  ok: false,
  refusal: 'too_often',
  retryAfter,
})

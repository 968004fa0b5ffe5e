// What we use of negotiator 1. Its types on npm (0.6) know nothing of `preferred`.
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: { [name: string]: string } })
    /** Tags that are wanted, the best first; those with `q=0` are left out. */
    languages(): string[]
    /** The best of `available`; of several that are wanted alike the first in `preferred`. */
    encoding<E extends string>(available: readonly E[], options: { preferred: readonly E[] }): E | undefined
  }
}

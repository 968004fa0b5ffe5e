// What Drizzle reads through: a pool of pg's whose queries go to whichever server is to answer them.
import pg from 'pg'

export type Query = (...args: unknown[]) => Promise<unknown>

/** Opens no connection of its own: Drizzle only calls `query` on it. */
export class ReadPool extends pg.Pool {
  readonly #ask: Query

  constructor(ask: Query) {
    super()
    this.#ask = ask
  }

  override query<T>(...args: unknown[]): T {
    return this.#ask(...args) as T
  }
}

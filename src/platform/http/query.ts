// Words from outside, read one at a time: nothing about their shape is taken for granted.

/** What an address is asked after its `?`, by name: a word, or several. */
export type Query = { [name: string]: unknown }

/** One value of a query or a form by its name; undefined where there is none, or several. */
export function wordIn(given: unknown, name: string): string | undefined {
  if (typeof given !== 'object' || given === null || !Object.hasOwn(given, name)) return undefined
  const value: unknown = Reflect.get(given, name)
  return typeof value === 'string' ? value : undefined
}

/** What a form sent, by field; empty where nothing was sent. */
export const bodyOf = ({ body }: { body: unknown }): object => (typeof body === 'object' && body !== null ? body : {})

/** Parameters that follow people around and mean nothing to a page: of newsletters, social networks, and our own language switch. */
export const isIgnored = (name: string): boolean =>
  /^(lang|kept|done|utm_\w+|fbclid|gclid|msclkid|igshid|mc_[ce]id)$/.test(name)

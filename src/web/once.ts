// Parts of a page that are the same for everybody, drawn once for all who share what was read for them (db/memo.ts).
export type Once = (part: string, draw: () => string) => string

export const eachTime: Once = (_, draw) => draw()

const drawn = new WeakMap<object, Map<string, string>>()

/** `what` was read; the parts live as long as it does. `variant` is what they vary by besides: language, address. */
export function drawnOnce(what: object, variant: string): Once {
  const parts = drawn.get(what) ?? new Map<string, string>()
  drawn.set(what, parts)
  return (part, draw) => {
    const key = `${variant} ${part}`
    const known = parts.get(key) ?? draw()
    parts.set(key, known)
    return known
  }
}

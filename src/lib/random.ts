// Random words. The system is asked for many bytes at once: asking for each word costs more than all else of making it.
import { randomFillSync } from 'node:crypto'

const pooled = (size: number) => {
  const pool = Buffer.alloc(size)
  let used = size
  return (bytes: number, encoding: 'hex' | 'base64url'): string => {
    if (used + bytes > size) {
      randomFillSync(pool)
      used = 0
    }
    const word = pool.toString(encoding, used, used + bytes)
    pool.fill(0, used, used + bytes) // what was given out lies here no more
    used += bytes
    return word
  }
}

/** So many random bytes (at most 1,024) as text. Nobody can guess them, and no two calls share one. */
export const randomWord = pooled(1024)

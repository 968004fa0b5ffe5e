// One person is one address, so an address is written one way. Pure.

// No address on the public internet needs quotes, comments or brackets; spaces, control characters and line breaks could smuggle
// a mail header. Each part excludes the sign that ends it, so the match is linear.
const local = String.raw`[^\s@<>()",;:\\[\]\p{C}]{1,64}`
const label = String.raw`[^\s@<>()",;:\\[\]\p{C}\p{Z}.]{1,63}`
const plausible = new RegExp(String.raw`^${local}@${label}(?:\.${label})+$`, 'u')

/**
 * Trimmed, NFKC (full-width letters and ＠ become plain), lower-cased; at most 254 characters. Null when it cannot be an
 * address. Normalising twice changes nothing. Whether mail arrives there, only mail can tell.
 */
export function normaliseEmail(typed: string): string | null {
  if (typed.length > 1000) return null
  const address = typed.normalize('NFKC').toLowerCase().normalize('NFKC').trim()
  return address.length <= 254 && plausible.test(address) ? address : null
}

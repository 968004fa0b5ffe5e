/** One person = one address: trimmed, NFKC, lower-cased. Null when it cannot be an address (or could smuggle a mail header). */
export function normaliseEmail(typed: string): string | null {
  const address = typed.trim().normalize('NFKC').toLowerCase()
  return address.length <= 254 &&
    /^[^\s@<>()",;:\\[\]\p{C}]{1,64}@[^\s@<>()",;:\\[\]\p{C}.]+(\.[^\s@<>()",;:\\[\]\p{C}.]+)+$/u.test(address)
    ? address
    : null
}

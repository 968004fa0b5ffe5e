// What the public address of the platform must not be. Pure.

/** Our pages lie at the top of their host, whose name people type: what else an address can hold is not taken in silence. */
export function wrongInOrigin(given: string): string | null {
  if (!/^https?:/i.test(given) || !URL.canParse(given)) return null // said already
  const { protocol, username, password, hostname, host, pathname, search, hash } = new URL(given)
  const instead = `set it to ${protocol}//${host.replace(/\.(?=:|$)/, '')}`
  if (username || password) return `must not hold a user or a password; ${instead}`
  if (pathname !== '/') return `must not hold a path: Fuyi answers at the top of a name of its own; ${instead}`
  if (search || hash || /[?#]/.test(given)) return `must not hold a query or a fragment; ${instead}`
  if (hostname.endsWith('.')) return `must not end in a dot: browsers take that for another site; ${instead}`
  if (hostname.includes('*')) return 'must be one name, without *'
  return null
}

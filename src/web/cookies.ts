// Names of cookies that more than one room must know.

/** Says who somebody is. `__Host-` ties it to this host over https, so it is not used where there is no https. */
export const sessionCookieName = (https: boolean): string => (https ? '__Host-fuyi' : 'fuyi')

/** The language somebody chose: the only cookie that a public page looks at. */
export const languageCookie = 'lang'

/** The value of a cookie in a `Cookie` header; undefined where it is not there. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  if (!header) return undefined
  for (const part of header.split(';')) {
    const cut = part.indexOf('=')
    if (cut > 0 && part.slice(0, cut).trim() === name) return part.slice(cut + 1).trim()
  }
  return undefined
}

/** The permanent address of a case. */
export const proposalPath = (government: { slug: string }, number: string | null): string =>
  `/${government.slug}/proposals/${number}`

/** A step of writing a draft; where its author goes on where none is named. */
export const draftPath = (government: { slug: string }, id: string, step?: string): string =>
  `/${government.slug}/proposals/drafts/${id}${step ? `/${step}` : ''}`

/** Where to go after signing in, or where a mail of the government leads: only a path of ours, never another site. */
export function ownPath(path: unknown, otherwise = '/'): string {
  if (typeof path !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.length > 500 || path.includes('\\'))
    return otherwise
  return path
}

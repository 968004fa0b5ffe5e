// What one check of the doctor comes to.

/** `ok` null: it could not be looked at, because of a problem above. */
export type Finding = { check: string; ok: boolean | null; says: string; todo: string | null }
export type Said = Omit<Finding, 'check'>

export const ok = (says: string): Said => ({ ok: true, says, todo: null })
export const problem = (says: string, todo: string): Said => ({ ok: false, says, todo })

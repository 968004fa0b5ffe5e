// The name of a text of a case, where it is one of its asks: `ask-1`. Pure.

/** The ask's number; null for another text. */
export const askOf = (field: string): number | null => (/^ask-\d+$/.test(field) ? Number(field.slice(4)) : null)

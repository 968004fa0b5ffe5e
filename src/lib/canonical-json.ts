// JSON in the one form that RFC 8785 gives it: the same value has the same bytes everywhere.
import canonicalize from 'canonicalize'

type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue | undefined }

/** Members that are undefined are left out. Throws for numbers that JSON does not know. */
export const canonicalJson = (value: { [name: string]: JsonValue | undefined }): string =>
  (canonicalize as unknown as (value: unknown) => string)(value)

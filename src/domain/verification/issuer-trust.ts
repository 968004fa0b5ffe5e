// Whose signatures on a credential count: issuers that an operator names, by their keys or by the root of their certificates.
import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { z } from 'zod'

const jwk = z.looseObject({ kty: z.literal('EC'), kid: z.string().optional() })

/** As it stands in the operator's file: `jwks` with the issuer's name, or `roots`, a PEM file. */
export const trustedEntry = z
  .strictObject({
    iss: z.string().min(1).optional(),
    jwks: z.looseObject({ keys: z.array(jwk).min(1) }).optional(),
    roots: z.string().min(1).optional(),
  })
  .refine(({ jwks, roots }) => (jwks === undefined) !== (roots === undefined), 'needs jwks or roots, not both')
  .refine(({ iss, jwks }) => !jwks || iss !== undefined, 'needs iss beside jwks')

/** `iss` null: whoever a certificate under these roots was given to. */
export type Trusted =
  | { iss: string; keys: { kid: string | null; key: KeyObject }[] }
  | { iss: string | null; roots: X509Certificate[] }

/** Throws where a key or a file cannot be read. */
export const trusted = (
  { iss, jwks, roots }: z.output<typeof trustedEntry>,
  certificatesIn: (path: string) => X509Certificate[],
): Trusted =>
  jwks
    ? {
        iss: iss!,
        keys: jwks.keys.map((key) => ({ kid: key.kid ?? null, key: createPublicKey({ format: 'jwk', key }) })),
      }
    : { iss: iss ?? null, roots: certificatesIn(roots!) }

type CredentialSigner = { iss: string | null; kid: string | null; chain: X509Certificate[] }

/** The key that a trusted issuer signs with; null where nobody trusted did. `chain`: the credential's own certificates, first its signer's. */
export function issuerKey(all: readonly Trusted[], { iss, kid, chain }: CredentialSigner, at: Date): KeyObject | null {
  for (const one of all) {
    if (one.iss !== null && one.iss !== iss) continue
    if ('roots' in one) {
      if (leadsTo(one.roots, chain, at)) return chain[0]!.publicKey
      continue
    }
    const named = one.keys.filter((each) => kid === null || each.kid === null || each.kid === kid)
    if (named.length === 1) return named[0]!.key
  }
  return null
}

const longestChain = 4

/** Each certificate signed by the next one, the last by a root, all of them valid now; only certificate authorities sign others. */
function leadsTo(roots: readonly X509Certificate[], chain: readonly X509Certificate[], at: Date): boolean {
  if (chain.length === 0 || chain.length > longestChain) return false
  const isNow = ({ validFrom, validTo }: X509Certificate) => new Date(validFrom) <= at && at < new Date(validTo)
  if (!chain.every(isNow) || chain[0]!.ca) return false
  const signs = (upper: X509Certificate, lower: X509Certificate) =>
    upper.ca && lower.checkIssued(upper) && lower.verify(upper.publicKey)
  if (!chain.slice(1).every((upper, i) => signs(upper, chain[i]!))) return false
  const last = chain.at(-1)!
  return roots.some((root) => isNow(root) && (signs(root, last) || (chain.length > 1 && root.raw.equals(last.raw))))
}

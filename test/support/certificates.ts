// Certificates and their keys, made for a test.
import { type webcrypto, X509Certificate } from 'node:crypto'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(crypto)
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export type Certified = { name: string; pem: string; der: string; key: string; keys: webcrypto.CryptoKeyPair }

/** `by` null: it signs itself. `ca`: it may sign others. `host`: a DNS name in it. Valid from 2026 to `until`. */
export async function certified(
  name: string,
  by: Certified | null,
  { ca = false, host = null, until = '2036-01-01' }: { ca?: boolean; host?: string | null; until?: string } = {},
): Promise<Certified> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
  const made = await x509.X509CertificateGenerator.create({
    ...{ serialNumber: '01', subject: `CN=${name}`, issuer: `CN=${by?.name ?? name}` },
    ...{ notBefore: new Date('2026-01-01'), notAfter: new Date(until), signingAlgorithm: algorithm },
    ...{ publicKey: keys.publicKey, signingKey: (by ?? { keys }).keys.privateKey },
    extensions: [
      new x509.BasicConstraintsExtension(ca, undefined, true),
      ...(host ? [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])] : []),
    ],
  })
  const pem = made.toString('pem')
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`
  return { name, pem, der: new X509Certificate(pem).raw.toString('base64'), key, keys }
}

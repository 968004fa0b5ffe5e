// The list in which an issuer says which of its credentials it has revoked, fetched from where the credential points.
import { z } from 'zod'
import { safeUrl } from '../people/services-file.ts'

const timeoutMs = 5000
const longest = 2_000_000 // characters; a list of a million credentials is some 170,000

const head = z.looseObject({ typ: z.literal('statuslist+jwt') })
const body = z.looseObject({ sub: z.string() })

/** The list at an address that a credential names, as a signed text whose signature is checked elsewhere. Throws. */
export async function statusList(uri: string): Promise<string> {
  const reply = await fetch(safeUrl.parse(uri), {
    ...{ redirect: 'error', signal: AbortSignal.timeout(timeoutMs) },
    headers: { accept: 'application/statuslist+jwt' },
  })
  const text = (await reply.text()).trim()
  if (reply.status !== 200 || text.length > longest) throw new Error(`status list: ${reply.status}`)
  const [first = '', second = ''] = text.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  head.parse(JSON.parse(first))
  if (body.parse(JSON.parse(second)).sub !== uri) throw new Error('this list is another one')
  return text
}

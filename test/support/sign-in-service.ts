// A real OpenID Connect provider on loopback, and a person's browser that walks through it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { atEnd } from './at-end.ts'

/** Whom the service signs in, and what it says of them; `says`: of their age. */
export type ServiceUser =
  | { id: string; email?: string; verified?: boolean; residence_city?: string; says?: object }
  | 'cancels'

export const serviceOrigin = 'http://localhost'

/** `file`: what the operator writes about it. `visit`: leaves from `to` as `user`; where the browser is sent back to. */
export async function signInService(id = 'city') {
  const users = new Map<string, Exclude<ServiceUser, 'cancels'>>()
  let now: ServiceUser = { id: 'nobody' }
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => void response.end()
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => void server.close())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'fuyi',
        client_secret: 'only for tests',
        redirect_uris: [`${serviceOrigin}/sign-in/with/${id}/callback`],
      },
    ],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      residence: ['residence_city'],
      age: ['birthdate', 'age_over_16', 'age_over_18'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/login' },
    findAccount: (_, sub) => {
      const user = users.get(sub)
      return (
        user && {
          accountId: sub,
          claims: () => ({
            ...{ sub, email: user.email, email_verified: user.verified ?? true },
            residence_city: user.residence_city,
            ...user.says,
          }),
        }
      )
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! })
      grant.addOIDCScope('openid email residence age')
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()
  answer = async (request, response) => {
    if (!request.url?.startsWith('/login')) return void handle(request, response)
    const result =
      now === 'cancels'
        ? { error: 'access_denied', error_description: 'cancelled' }
        : { login: { accountId: now.id, remember: false } }
    await provider.interactionFinished(request, response, result)
  }

  async function visit(to: string, user: ServiceUser): Promise<string> {
    now = user
    if (user !== 'cancels') users.set(user.id, user)
    const jar = new Map<string, string>()
    let url = to
    while (!url.startsWith(serviceOrigin)) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const reply = await fetch(url, { redirect: 'manual', headers: { cookie } })
      for (const line of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        jar.set(name, value)
      }
      const next = reply.headers.get('location')
      if (!next) throw new Error(`The service stays at ${url}: ${reply.status} ${await reply.text()}`)
      url = new URL(next, url).href
    }
    return url.slice(serviceOrigin.length)
  }

  const file = [
    {
      ...{ id, name: { en: 'City Pass', 'zh-Hant': '城市通' }, issuer },
      ...{ client_id: 'fuyi', client_secret: 'only for tests' },
    },
  ]
  return { issuer, file, visit, close: () => new Promise((resolve) => server.close(resolve)) }
}

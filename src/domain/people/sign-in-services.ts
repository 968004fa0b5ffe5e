// Sign-in services that an operator names in a file: OpenID Connect, by the authorization code flow with PKCE, state and nonce.
import { LRUCache } from 'lru-cache'
import type { Configuration } from 'openid-client'
import { z } from 'zod'
import { ageOn } from '../../lib/age.ts'
import type { Localised } from '../../lib/localised.ts'
import { readServicesFile, safeUrl, serviceId, serviceName } from './services-file.ts'

const service = z.strictObject({
  id: serviceId,
  name: serviceName,
  issuer: safeUrl,
  client_id: z.string().min(1),
  client_secret: z.string().min(1).optional(),
  scope: z
    .string()
    .regex(/\bopenid\b/, 'must hold openid')
    .default('openid email'),
  /** which of its claims say that somebody lives under a government, and with which values */
  residence: z
    .array(
      z.strictObject({
        government: z.string().min(1),
        claim: z.string().min(1),
        is: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
      }),
    )
    .max(50)
    .default([]),
  /** which of its claims say how old somebody is: with `at_least` one that is true, else a birth date (YYYY-MM-DD or YYYY) */
  age: z
    .array(
      z.strictObject({
        government: z.string().min(1),
        claim: z.string().min(1),
        at_least: z.int().min(1).max(99).optional(),
      }),
    )
    .max(50)
    .default([]),
})
const file = z
  .array(service)
  .max(10)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each needs an id of its own')

/** `residence`, `age`: the governments that it can verify these for, by their addresses. */
export type SignInService = { id: string; name: Localised; residence: string[]; age: string[] }

/** What is kept in the browser between leaving for a service and coming back. */
export const leaving = z.object({
  service: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  act: z.string(),
  /** an account of theirs is to be connected, not signed in with */
  connects: z.boolean(),
})
export type Leaving = z.infer<typeof leaving>

/** Whether somebody lives under a government, as a service says. What it said in which words is not passed on. */
export const resides = z.object({ government: z.string(), yes: z.boolean() })
export type Resides = z.infer<typeof resides>

/** Which ages the rules of a government ask for, the lowest first, and which day it is there. */
export type AskedThere = { government: string; ages: readonly number[]; today: string }
/** So old somebody is there at least: one of those that are asked for, and no more. Whoever is younger is not named. */
export const oldEnough = z.object({ government: z.string(), leastAge: z.number() })
export type OldEnough = z.infer<typeof oldEnough>

/** Whom a service says that somebody is. `email`: only one that the service has verified. */
export type Known = { issuer: string; subject: string; email: string | null; resides: Resides[]; ages: OldEnough[] }

/** A service cannot be reached, or does not answer as OpenID Connect asks. */
export class ServiceFailed extends Error {}

const timeout = 8 // seconds
const discoveredFor = 3_600_000 // ms

export type SignInServices = ReturnType<typeof signInServices>

/** `path` null: there are none. Throws ConfigError where the file is missing or wrong. */
export function signInServices(path: string | null) {
  const all = path === null ? [] : readServicesFile('SIGN_IN_SERVICES_FILE', path, file)
  const named = (id: string) => all.find((one) => one.id === id)!
  const discovered = new LRUCache<string, Configuration>({
    max: 10,
    ttl: discoveredFor,
    fetchMethod: (id) => discover(named(id)), // one that fails is asked again by whoever comes next
  })

  async function reach(id: string): Promise<Configuration> {
    try {
      return (await discovered.fetch(id))!
    } catch (error) {
      throw new ServiceFailed(id, { cause: error })
    }
  }

  return {
    all: all.map(
      ({ id, name, residence, age }): SignInService => ({
        id,
        name,
        residence: residence.map(({ government }) => government),
        age: [...new Set(age.map(({ government }) => government))],
      }),
    ),

    /** Where to send somebody, and what their browser keeps meanwhile. Throws ServiceFailed. */
    async leave(id: string, back: string, { next, act, connects }: Pick<Leaving, 'next' | 'act' | 'connects'>) {
      const config = await reach(id)
      const client = await import('openid-client')
      const verifier = client.randomPKCECodeVerifier()
      const kept = {
        service: id,
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier,
        next,
        act,
        connects,
      }
      const to = client.buildAuthorizationUrl(config, {
        redirect_uri: back,
        scope: named(id).scope,
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { to: to.href, kept }
    },

    /** Who came back to `url`, and of which ages that are `asked` somewhere; null where they pressed "cancel" there. Throws ServiceFailed where anything does not fit. */
    async arrive(kept: Leaving, url: URL, asked: readonly AskedThere[]): Promise<Known | null> {
      const config = await reach(kept.service)
      if (url.searchParams.get('error') === 'access_denied') return null
      const client = await import('openid-client')
      try {
        const checks = { pkceCodeVerifier: kept.verifier, expectedState: kept.state, expectedNonce: kept.nonce }
        const tokens = await client.authorizationCodeGrant(config, url, { ...checks, idTokenExpected: true })
        const claims = tokens.claims()!
        const { iss, sub } = claims
        const more = await moreOf(client, config, tokens.access_token, sub)
        const { email, email_verified } = more.email === undefined ? claims : more
        const verified = email_verified === true && typeof email === 'string'
        return {
          ...{ issuer: iss, subject: sub, email: verified ? email : null },
          resides: residesBy(named(kept.service).residence, { ...claims, ...more }),
          ages: agesBy(named(kept.service).age, { ...claims, ...more }, asked),
        }
      } catch (error) {
        throw new ServiceFailed(kept.service, { cause: error })
      }
    },
  }
}

type Mapping = z.infer<typeof service>['residence']

/** Several lines of one government: one of them suffices. */
function residesBy(residence: Mapping, claims: { [name: string]: unknown }): Resides[] {
  const says = ({ claim, is }: Mapping[number]) =>
    [claims[claim]].flat().some((value) => is.some((wanted) => wanted === value))
  const governments = [...new Set(residence.map(({ government }) => government))]
  return governments.map((government) => ({
    government,
    yes: residence.some((line) => line.government === government && says(line)),
  }))
}

type AgeMapping = z.infer<typeof service>['age']

/** Of each government the highest age that is asked for there and that some line shows. */
function agesBy(lines: AgeMapping, claims: { [name: string]: unknown }, asked: readonly AskedThere[]): OldEnough[] {
  return asked.flatMap(({ government, ages, today }) => {
    const shown = lines
      .filter((line) => line.government === government)
      .map(({ claim, at_least }) => {
        const value = claims[claim]
        // the word "true", or "false", is none of what OpenID Connect has for yes
        if (at_least !== undefined) return value === true ? at_least : 0
        return typeof value === 'string' ? (ageOn(value, today) ?? 0) : 0
      })
    const leastAge = ages.findLast((age) => age <= Math.max(0, ...shown))
    return leastAge === undefined ? [] : [{ government, leastAge }]
  })
}

/** Many services tell the address, and more, at their userinfo endpoint only. */
async function moreOf(
  client: typeof import('openid-client'),
  config: Configuration,
  token: string,
  subject: string,
): Promise<{ [claim: string]: unknown }> {
  if (!config.serverMetadata().userinfo_endpoint) return {}
  return client.fetchUserInfo(config, token, subject)
}

async function discover({ issuer, client_id, client_secret }: z.infer<typeof service>): Promise<Configuration> {
  const client = await import('openid-client')
  const auth = client_secret ? client.ClientSecretBasic(client_secret) : client.None()
  const execute = new URL(issuer).protocol === 'http:' ? [client.allowInsecureRequests] : []
  return client.discovery(new URL(issuer), client_id, undefined, auth, { execute, timeout })
}

// The only reader of process.env. Everything else gets a Config, or the engine below.
import { resolve } from 'node:path'
import { z } from 'zod'
import { holdsStrangers, isNetwork } from './lib/networks.ts'
import { wrongInOrigin } from './lib/origin.ts'
import { wrongWords } from './lib/wrong-words.ts'

/** What a page is in where neither the visitor nor the government says otherwise. */
export const usualLanguage = 'zh-Hant'
/** Where a government is that does not say. */
export const usualTimeZone = 'Asia/Taipei'

/** What nobody can guess. A word that is written again and again is long, and guessed all the same. */
function random(length: number) {
  const make = 'make one with: openssl rand -hex 32'
  return z
    .string()
    .min(length, `must be at least ${length} random characters; ${make}`)
    .refine((given) => new Set(given).size >= 8, `must be random, not a few characters again and again; ${make}`)
    .refine((given) => !/change.?me|openssl.rand|\$\(/i.test(given), `still holds the words of an example; ${make}`)
    .optional()
}

const settings = z.object({
  DATABASE_URL: z
    .string()
    .regex(
      /^(file:.+|postgres(ql)?:\/\/.+)$/,
      'must look like file:./var/fuyi.db or postgres://user:password@host/name',
    )
    .default('file:./var/fuyi.db'),
  DATABASE_REPLICA_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/.+$/, 'must look like postgres://user:password@host/name')
    .optional(),
  ORIGIN: z
    .url({ protocol: /^https?$/, error: 'must be the public address, like https://fuyi.example.gov' })
    .superRefine((given, { addIssue }) => {
      const wrong = wrongInOrigin(given)
      if (wrong) addIssue(wrong)
    })
    .transform((v) => new URL(v).origin)
    .optional(),
  SECRET: random(32),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+$/, 'must look like smtp://user:password@host:587')
    .optional(),
  MAIL_FROM: z.email('must be an e-mail address').optional(),
  BOUNCE_ADDRESS: z
    .email('must be an e-mail address')
    .regex(/^[^+@]{1,15}@/, 'must have at most 15 signs before the @, and no +: each mail adds 49 of its own')
    .optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i, 'must be a name like fuyi2026')
    .optional(),
  DKIM_KEY_FILE: z.string().min(1).optional(),
  DKIM_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain')
    .optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  TRUST_PROXY: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: random(16),
  PAGES_FILE: z.string().min(1).optional(),
  DUMPS_FOLDER: z.string().min(1).optional(),
  MIRRORS_FOLDER: z.string().min(1).optional(),
  DUMPS_DAYS: z.coerce.number().int().min(1).max(3660).default(14),
  DUMPS_MONTHS: z.coerce.number().int().min(0).max(1200).default(12),
  SIGN_IN_SERVICES_FILE: z.string().min(1).optional(),
  VERIFICATION_SERVICES_FILE: z.string().min(1).optional(),
  LISTEN_FDS: z.coerce.number().int().optional(),
  LISTEN_PID: z.coerce.number().int().optional(),
})

/** What the process was told. `origin` is null only in the demonstration, where the request's own host is used. */
export type Config = {
  databaseUrl: string
  engine: Engine
  replicaUrl: string | null // where open pages may be read from; they lag a moment
  origin: string | null
  secret: string
  smtpUrl: string | null
  mailFrom: string
  /** mails that cannot be delivered come back to an address made of this one and of their id; null: to `mailFrom` */
  bounceAddress: string | null
  dkim: { domain: string; selector: string; keyFile: string } | null // signs mail; null: the mail server does, or nobody
  port: number
  host: string
  trustProxy: string | false
  logLevel: string
  demonstration: boolean
  metricsToken: string | null
  pagesFile: string | null // where drawn pages are kept (platform/db/page-file.ts); null: in memory alone
  dumps: { folder: string; days: number; months: number } | null // of all that is public (open-data/dumps/); null: none
  mirrorsFolder: string | null // where logs of others that are kept here lie (domain/log/mirrors.ts); null: none are kept
  signInServicesFile: string | null // a list of them (domain/people/sign-in-services.ts); null: there are none
  verificationServicesFile: string | null // the same of domain/verification/verification-services.ts
  readOnly: boolean // pages are shown, and nothing is taken: the database is being worked on
  listenFd: number | null // a socket that systemd opened for this process; null: listen on host and port
}

export type Engine = 'sqlite' | 'postgres'

/** A setting that is missing or wrong: one clear line for the operator, exit code 2. */
export class ConfigError extends Error {}

const engineOf = (url: string): Engine => (url.startsWith('postgres') ? 'postgres' : 'sqlite')

/** Fixed once at import: the column builders of src/platform/db/columns.ts depend on it. */
export const engine: Engine = engineOf(process.env.DATABASE_URL ?? '')

/** Reads the environment for a command that needs only the database, whatever else is wrong there. Throws ConfigError. */
export function readDatabaseUrl(env: NodeJS.ProcessEnv = process.env): string {
  return parse(env, settings.pick({ DATABASE_URL: true })).DATABASE_URL
}

/** The public address for links printed by a command; the demonstration's where none is set. Throws ConfigError. */
export function readOrigin(env: NodeJS.ProcessEnv = process.env): string {
  return parse(env, settings.pick({ ORIGIN: true })).ORIGIN ?? 'http://localhost:3000'
}

/** The secret alone, for a command that reads what was sealed with it. Throws ConfigError. */
export function readSecret(env: NodeJS.ProcessEnv = process.env): string {
  const secret = parse(env, settings.pick({ SECRET: true })).SECRET
  if (!secret) throw new ConfigError('SECRET is not set. It must be the one that the platform runs with.')
  return secret
}

/** Where mirrors of logs lie, for a command; null where none are kept. Throws ConfigError. */
export function readMirrorsFolder(env: NodeJS.ProcessEnv = process.env): string | null {
  const found = parse(env, settings.pick({ DATABASE_URL: true, MIRRORS_FOLDER: true }))
  return beside(found.DATABASE_URL, found.MIRRORS_FOLDER, '-mirrors')
}

/** Reads the environment for production (`fuyi serve`): ORIGIN, SECRET and SMTP_URL must be there. Throws ConfigError. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const found = parse(env, settings)
  const missing = (['ORIGIN', 'SECRET', 'SMTP_URL'] as const).filter((name) => !found[name])
  if (missing.length)
    throw new ConfigError(
      `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set. README.md, "Settings", says what each one is for.`,
    )
  if (found.METRICS_TOKEN && found.METRICS_TOKEN === found.SECRET)
    throw new ConfigError(
      'METRICS_TOKEN must not be SECRET: whoever reads numbers could seal cookies. Make another one.',
    )
  if (!found.MAIL_FROM && !/[a-z]$/.test(new URL(found.ORIGIN!).hostname))
    throw new ConfigError('MAIL_FROM is not set, and ORIGIN has no name that mail could come from.')
  return toConfig(found, { secret: found.SECRET!, demonstration: false })
}

/** Settings for `npm start`: nothing is required, nothing leaves the machine. */
export function readDemoConfig(secret: string, env: NodeJS.ProcessEnv = process.env): Config {
  const found = parse({ LOG_LEVEL: 'warn', ...env, DATABASE_URL: env.DATABASE_URL ?? 'file:./var/demo.db' }, settings)
  return toConfig(found, { secret, demonstration: true })
}

/** How this command was called, for words that name another one: by npx in a clone, by itself where it is installed. */
export const fuyi = process.env.npm_command === 'exec' ? 'npx fuyi' : 'fuyi'

/** The environment for a program that we start, with more in it. */
export const environmentWith = (more: { [name: string]: string }): NodeJS.ProcessEnv => ({ ...process.env, ...more })

function parse<Wanted extends z.ZodObject>(env: NodeJS.ProcessEnv, wanted: Wanted): z.infer<Wanted> {
  const named = Object.fromEntries(Object.keys(wanted.shape).map((key) => [key, env[key] || undefined]))
  const result = wanted.safeParse(named, { error: wrongWords })
  if (result.success) return result.data
  throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '))
}

function toConfig(found: z.infer<typeof settings>, more: { secret: string; demonstration: boolean }): Config {
  return {
    databaseUrl: found.DATABASE_URL,
    engine: engineOf(found.DATABASE_URL),
    replicaUrl: replicaOf(found),
    origin: found.ORIGIN ?? null,
    smtpUrl: more.demonstration ? null : (found.SMTP_URL ?? null),
    mailFrom: found.MAIL_FROM ?? sender(found.ORIGIN),
    bounceAddress: found.BOUNCE_ADDRESS ?? null,
    dkim: dkimOf(found),
    port: found.PORT,
    host: found.HOST,
    trustProxy: trustProxy(found.TRUST_PROXY),
    logLevel: found.LOG_LEVEL,
    metricsToken: found.METRICS_TOKEN ?? null,
    listenFd: listenFd(found),
    pagesFile: beside(found.DATABASE_URL, found.PAGES_FILE, '-pages.db'),
    dumps: dumpsOf(found),
    mirrorsFolder: beside(found.DATABASE_URL, found.MIRRORS_FOLDER, '-mirrors'),
    signInServicesFile: found.SIGN_IN_SERVICES_FILE ?? null,
    verificationServicesFile: found.VERIFICATION_SERVICES_FILE ?? null,
    readOnly: false,
    ...more,
  }
}

/** Beside a SQLite file unless told otherwise, with its name. A server's database has no such place: there it must be named. */
function beside(url: string, named: string | undefined, ending: string): string | null {
  const usual = url.startsWith('file:') ? `${url.slice('file:'.length).replace(/\.[^./]*$/, '')}${ending}` : null
  const path = named === 'none' ? null : (named ?? usual)
  return path === null ? null : resolve(path)
}

function dumpsOf(found: z.infer<typeof settings>): Config['dumps'] {
  const folder = beside(found.DATABASE_URL, found.DUMPS_FOLDER, '-dumps')
  return folder === null ? null : { folder, days: found.DUMPS_DAYS, months: found.DUMPS_MONTHS }
}

/** Where nothing else is said, mail comes from the platform's own name. */
const sender = (origin = 'http://localhost') => `no-reply@${new URL(origin).hostname}`

function dkimOf(found: z.infer<typeof settings>): Config['dkim'] {
  const { DKIM_SELECTOR: selector, DKIM_KEY_FILE: keyFile, DKIM_DOMAIN } = found
  if (!selector && !keyFile && !DKIM_DOMAIN) return null
  if (!selector || !keyFile) throw new ConfigError('DKIM_SELECTOR and DKIM_KEY_FILE belong together.')
  return { selector, keyFile, domain: DKIM_DOMAIN ?? (found.MAIL_FROM ?? sender(found.ORIGIN)).replace(/^.*@/, '') }
}

/** sd_listen_fds(3): file descriptors begin at 3, and are meant for the process they name. We take one. */
function listenFd({ LISTEN_FDS: count, LISTEN_PID: pid }: z.infer<typeof settings>): number | null {
  if (!count || pid !== process.pid) return null
  if (count > 1) throw new ConfigError(`systemd handed over ${count} sockets; the .socket unit may name one.`)
  return 3
}

function replicaOf({ DATABASE_URL: url, DATABASE_REPLICA_URL: replica }: z.infer<typeof settings>): string | null {
  if (replica && engineOf(url) === 'sqlite')
    throw new ConfigError('DATABASE_REPLICA_URL is for PostgreSQL; DATABASE_URL names a file.')
  return replica ?? null
}

/** A comma-separated list of addresses or CIDR blocks, as Fastify takes it. */
function trustProxy(value: string): string | false {
  if (value === '' || value === 'false') return false
  const parts = value.split(',').map((part) => part.trim())
  const open = value === 'true' ? 'true' : parts.find((part) => isNetwork(part) && holdsStrangers(part))
  if (open !== undefined)
    throw new ConfigError(
      `TRUST_PROXY=${open} would believe every visitor who says where they come from. Name the proxies alone: 127.0.0.1 for one on this machine, uniquelocal for containers.`,
    )
  const wrong = parts.find((part) => !isNetwork(part))
  if (wrong !== undefined)
    throw new ConfigError(`TRUST_PROXY must be addresses and blocks like 127.0.0.1,10.0.0.0/8; "${wrong}" is neither.`)
  return value
}

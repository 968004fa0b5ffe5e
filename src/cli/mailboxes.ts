// mailbox doubles, mailbox rules, mailbox rule; and what migrate and restore do with addresses.
import { ConfigError } from '../config.ts'
import { doublesIn, dropRule, keepMailboxes, ownRules, rulesIn, setRule } from '../domain/people/mailboxes.ts'
import { withAsciiHost } from '../lib/email.ts'
import { noRule } from '../lib/mailbox-rules.ts'
import type { Database } from '../platform/db/database.ts'
import { write } from '../platform/db/write.ts'
import { withDatabase } from './open.ts'

/** Puts everybody's address in its one form, after the tables or the rules changed, and reports the mailboxes with two accounts. */
export async function settleMailboxes(db: Database): Promise<void> {
  await keepMailboxes(db, true)
  for (const line of await doublesInWords(db)) console.log(line)
}

/** One line for each mailbox with more than one account, after one that says what they are; none where there are none. */
async function doublesInWords(db: Database): Promise<string[]> {
  const groups = await doublesIn(db.reads)
  if (!groups.length) return []
  return [
    `${groups.length === 1 ? 'One mailbox has' : `${groups.length} mailboxes have`} more than one account, from before their addresses were known to be one. Nothing was changed: each account opens with the address it was made with, and together they count once from now on.`,
    ...groups.map(
      ({ mailbox, accounts }) => `  ${mailbox}: ${accounts.map(({ id, email }) => `${email} (${id})`).join(', ')}`,
    ),
  ]
}

export async function mailboxDoubles(): Promise<void> {
  await withDatabase(async (db) => {
    const lines = await doublesInWords(db)
    console.log(lines.length ? lines.join('\n') : 'Every mailbox has one account.')
  })
}

export async function mailboxRules(): Promise<void> {
  await withDatabase(async (db) => {
    const own = new Set((await ownRules(db.reads)).map(({ domain }) => domain))
    for (const [domain, rule] of [...(await rulesIn(db.reads))].sort(([a], [b]) => (a < b ? -1 : 1)))
      console.log(`${domain.padEnd(24)} ${inWords(rule).padEnd(44)} ${own.has(domain) ? 'own' : 'usual'}`)
  })
}

type RuleOptions = {
  sameAs?: string
  cut?: string
  ignore?: string
  subdomains?: boolean
  none?: boolean
  usual?: boolean
}

export async function mailboxRule(typed: string, options: RuleOptions): Promise<void> {
  const domain = domainOf(typed)
  const sameAs = options.sameAs === undefined ? null : domainOf(options.sameAs)
  const { cut = '', ignore: ignored = '', subdomains = false } = options
  const says = sameAs !== null || cut !== '' || ignored !== '' || subdomains
  if ([says, options.none, options.usual].filter(Boolean).length !== 1)
    throw new ConfigError(
      'Say what the provider ignores (--same-as, --cut, --ignore, --subdomains), or --none, or --usual.',
    )
  if (!/^[^\w\s@]*$/.test(cut) || !/^[^a-z0-9\s@]*$/i.test(ignored))
    throw new ConfigError('--cut and --ignore take signs like + - . _ and no letters.')
  if (sameAs === domain) throw new ConfigError('--same-as names another domain.')
  await withDatabase(async (db) => {
    const rules = await rulesIn(db.reads)
    if (sameAs !== null && rules.get(sameAs)?.sameAs)
      throw new ConfigError(`${sameAs} is itself the same as ${rules.get(sameAs)!.sameAs}: name that.`)
    const pointing =
      sameAs === null ? [] : [...rules].filter(([, rule]) => rule.sameAs === domain).map(([other]) => other)
    if (pointing.length) throw new ConfigError(`${pointing.join(', ')} are the same as ${domain}: change those first.`)
    if (options.usual) await write(db, (tx) => dropRule(tx, domain))
    else await write(db, (tx) => setRule(tx, domain, { ...noRule, sameAs, cut, ignored, subdomains }))
    console.log(`${domain}: ${inWords((await rulesIn(db.reads)).get(domain) ?? noRule)}.`)
    await settleMailboxes(db)
  })
}

function domainOf(typed: string): string {
  const domain = withAsciiHost(`x@${typed.trim().toLowerCase()}`).slice(2)
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain)) throw new ConfigError(`"${typed}" is not a domain.`)
  return domain
}

function inWords({ sameAs, cut, ignored, subdomains }: typeof noRule): string {
  const parts = [
    sameAs && `is ${sameAs}`,
    cut && `ignores what follows ${[...cut].join(' or ')}`,
    ignored && `ignores ${[...ignored].join(' ')}`,
    subdomains && 'x@name.domain is name@domain',
  ].filter(Boolean)
  return parts.length ? parts.join('; ') : 'ignores nothing'
}

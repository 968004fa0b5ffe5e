// What whoever guards the platform wants to see: who got in, who did not, who was given rights or refused. Features tell it
// here; the log writes it, whatever LOG_LEVEL says short of `silent`, beside the line of the request.
import { spawnSync } from 'node:child_process'
import type { FastifyRequest } from 'fastify'
import { requestFacts } from './request-log.ts'

export const securityEvents = [
  'signed_in',
  'sign_in_failed',
  'sign_in_limited',
  'codes_guessed',
  'signed_out',
  'signed_out_everywhere',
  'session_ended',
  'address_changed',
  'account_erased',
  'calendar_made',
  'calendar_ended',
  'webhook_made',
  'webhook_rotated',
  'webhook_removed',
  'passkey_added',
  'passkey_removed',
  'passkey_allowed',
  'account_linked',
  'account_unlinked',
  'residence_verified',
  'age_verified',
  'register_file_taken',
  'role_invited',
  'invitation_revoked',
  'role_given',
  'role_taken',
  'approver_set',
  'settings_changed',
  'refused',
  'cross_site_refused',
] as const
export type SecurityEvent = (typeof securityEvents)[number]
/** What only a command on the machine can do. */
export const commandEvents = ['government_added'] as const
type CommandEvent = SecurityEvent | (typeof commandEvents)[number]

/** Ids and words of ours, never an address or a name. `account` is who did it, where not who is signed in; `whose`: to whom. */
type Facts = {
  account?: string | null | undefined
  whose?: string | undefined
  role?: string | undefined
  area?: string
  limits?: string[]
  /** at how many mailboxes wrong codes were tried in this hour */
  mailboxes?: number
  /** how somebody signed in, or tried to */
  by?: string | undefined
  /** why a passkey was refused */
  reason?: string | undefined
  /** a passkey that a code from the mailbox was enough for, where a desk asks for passkeys: for which */
  desks?: string[]
}

/** After the change is saved, never inside its unit: what was rolled back did not happen. */
export function logSecurityEvent(request: FastifyRequest, event: SecurityEvent, facts: Facts = {}): void {
  const level = request.log.level === 'silent' ? 'silent' : 'info'
  const account = request.person?.id ?? null
  request.log
    .child({ channel: 'security' }, { level })
    .info({ event, account, ...facts, ...requestFacts(request) }, 'security')
}

/**
 * The same for what a command on the machine did. Its standard error is what a container keeps; a machine's guards read the
 * system's log, where it goes beside sudo's own lines. A machine without one loses nothing but that second copy.
 */
export function logCommandEvent(command: string, event: CommandEvent, facts: Facts & { government: string }): void {
  const told = { channel: 'security', event, account: null, ...facts, command, msg: 'security' }
  const line = JSON.stringify({ level: 30, time: Date.now(), ...told })
  console.error(line)
  spawnSync('logger', ['--tag', 'fuyi', '--priority', 'auth.info', '--', line], { stdio: 'ignore', timeout: 2000 })
}

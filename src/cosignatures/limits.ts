// How often somebody may press, and a newcomer ask for a mail. The numbers are the government's to set.
import type { FastifyRequest } from 'fastify'
import { limitsOf } from '../governments/government.ts'
import { blockOf } from '../lib/address-block.ts'
import { day, hour, type Limit } from '../people/limits.ts'
import { mailsPerCaseAndDay } from './cosignature.ts'

/** Pressing and taking back count together. */
export const pressesOf = ({ government }: FastifyRequest, personId: string): Limit => ({
  what: 'cosigning',
  who: `${government.id} ${personId}`,
  most: limitsOf(government).cosigningPerPerson,
  within: hour,
})

/** Newcomers from one block of addresses. */
export const shareOfSource = ({ government, ip }: FastifyRequest): Limit => ({
  what: 'newcomer-block',
  who: `${government.id} ${blockOf(ip)}`,
  most: limitsOf(government).newcomersPerBlock,
  within: hour,
})

/** Mails to one address, for one case and in all. */
export const mailsTo = ({ government }: FastifyRequest, proposalId: string, email: string): Limit[] => [
  { what: 'newcomer-case', who: `${proposalId} ${email}`, most: mailsPerCaseAndDay, within: day },
  {
    what: 'newcomer-mail',
    who: `${government.id} ${email}`,
    most: limitsOf(government).mailsPerAddress,
    within: day,
  },
]

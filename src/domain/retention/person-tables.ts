// Every table that holds a person, with how to find one in it. My data is read from this list, so is the copy that a person takes,
// and so is what the privacy notice names: a table that is missing here fails test/pages/help/privacy-notice.test.ts.
import { type AnyColumn, eq, inArray, ne, type SQL, type SQLWrapper, type Table } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { invitations, staff } from '../../schema/agencies.ts'
import { answerApprovers, answerLooks, answerReleases, answerVersions } from '../../schema/answer-releases.ts'
import { answers } from '../../schema/answers.ts'
import { assignmentChanges } from '../../schema/assignments.ts'
import { calendarLinks } from '../../schema/calendar-links.ts'
import { commitmentUpdates } from '../../schema/commitments.ts'
import { cosignatures, pendingCosignatures, reasonRemovals } from '../../schema/cosignatures.ts'
import { caseOfficers, deskItems } from '../../schema/desk.ts'
import { deskViews } from '../../schema/desk-views.ts'
import { digestItems, listFollows, pendingFollows } from '../../schema/following.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { cosignatureBatches, cosignatureBatchRows, cosignatureSignals } from '../../schema/integrity.ts'
import { corrections, moderationDecisions, pendingCorrections, privateMessages } from '../../schema/moderation.ts'
import { follows, mailings, outbox, returnedMail } from '../../schema/notifications.ts'
import { consents, staffLooks } from '../../schema/own-data.ts'
import { paperChanges, paperEntries, paperSheets } from '../../schema/paper.ts'
import { formerMailboxes, pendingAddresses, people, residences } from '../../schema/people.ts'
import { asks, evidence, proposals, proposalTexts, proposalUpdates, textVersions } from '../../schema/proposals.ts'
import { registerBatches, registerRequests } from '../../schema/register.ts'
import { sampleLines, samples } from '../../schema/samples.ts'
import { settingChanges } from '../../schema/settings.ts'
import {
  linkedAccounts,
  passkeyAllowances,
  passkeyChallenges,
  passkeys,
  sessions,
  signInCodes,
} from '../../schema/sign-in.ts'
import { counterVisits, signedSubjects, verifications, walletRequests } from '../../schema/verifications.ts'
import { webhookDeliveries, webhooks } from '../../schema/webhooks.ts'

/** What people know their data by: a heading on My data, and a line of the privacy notice (words: me.held.SECTION). */
export const sections = [
  'address',
  'district',
  'proposals',
  'cosignatures',
  'came',
  'follows',
  'consents',
  'looks',
  'mails',
  'letters',
  'sessions',
  'services',
  'verified',
  'passkeys',
  'calendars',
  'webhooks',
  'former',
  'unconfirmed',
  'staff',
] as const
export type Section = (typeof sections)[number]

/** Why something of a row is not shown to its person. 'withheld': whoever makes up people would learn what is noticed (docs/decisions/206). */
export const reasonsToLeaveOut = ['secret', 'others', 'withheld'] as const
export type WhyLeftOut = (typeof reasonsToLeaveOut)[number]

/**
 * `of`: columns with a person's id. `mailbox`: one with a mailbox in its one form; `address`: one with an address as it was typed, of
 * rows that are nobody's where `nobodys` is null.
 * `inCase`: one with the id of a case of theirs. `through`: one with the id of a row that is theirs.
 */
export type PersonTable = {
  table: Table
  section: Section
  of?: AnyColumn[]
  mailbox?: AnyColumn
  address?: AnyColumn
  nobodys?: AnyColumn
  inCase?: AnyColumn
  through?: { column: AnyColumn; rows: (db: Db, accounts: string[]) => SQLWrapper }
  /** since when a row is held; null where it does not say */
  since: AnyColumn | null
  /** what My data says of a row, beside its date and its case */
  says?: AnyColumn
  /** the id of its case */
  about?: AnyColumn
  /** columns that nobody is shown. Salts and hashes are always among the secret ones, by their names. */
  leftOut?: { [why in WhyLeftOut]?: AnyColumn[] }
  /** that there is such a row would say it already */
  whole?: 'withheld'
  only?: SQL
}

/** Columns that are secret whatever their table. */
const isSecret = (column: AnyColumn): boolean => /(?:^|_)(?:salt|hash|secret|sealed)$/.test(column.name)

/** Why a column is in no copy; null where it is in it. */
export function whyLeftOut({ leftOut, whole }: PersonTable, column: AnyColumn): WhyLeftOut | null {
  const named = reasonsToLeaveOut.find((why) => leftOut?.[why]?.includes(column))
  return whole ?? named ?? (isSecret(column) ? 'secret' : null)
}

const ofStaff = (table: Table & { personId: AnyColumn }, since: AnyColumn | null, about?: AnyColumn): PersonTable => ({
  ...{ table, section: 'staff', of: [table.personId], since },
  ...(about ? { about } : {}),
})

/** Built when it is asked for: nothing here is shared between applications. */
export const personTables = (): PersonTable[] => [
  {
    ...{ table: people, section: 'address', of: [people.id], since: people.createdAt, says: people.email },
    leftOut: { others: [people.formerAccountId] }, // whoever had this mailbox before
  },
  {
    ...{ table: residences, section: 'district', of: [residences.personId] },
    ...{ since: residences.statedAt, says: residences.districtCode },
  },
  {
    ...{ table: proposals, section: 'proposals', of: [proposals.authorId], since: proposals.createdAt },
    about: proposals.id,
  },
  {
    ...{ table: proposalUpdates, section: 'proposals', of: [proposalUpdates.personId] },
    ...{ since: proposalUpdates.writtenAt, about: proposalUpdates.proposalId, says: proposalUpdates.body },
  },
  ...[proposalTexts, textVersions, asks, evidence, corrections].map(
    (table): PersonTable => ({
      ...{ table, section: 'proposals', inCase: table.proposalId, since: null },
      about: table.proposalId,
    }),
  ),
  {
    ...{ table: cosignatures, section: 'cosignatures', of: [cosignatures.personId], since: cosignatures.signedAt },
    ...{ about: cosignatures.proposalId, says: cosignatures.reason },
    leftOut: { withheld: [cosignatures.state] }, // the receipt gives the salt
  },
  {
    ...{ table: cosignatureSignals, section: 'came', of: [cosignatureSignals.personId], since: cosignatureSignals.at },
    ...{ about: cosignatureSignals.proposalId },
    leftOut: { withheld: [cosignatureSignals.reason, cosignatureSignals.cleared] },
  },
  {
    ...{
      table: sampleLines,
      section: 'cosignatures',
      of: [sampleLines.personId],
      since: null,
      about: sampleLines.proposalId,
    },
    says: sampleLines.mark,
    leftOut: { others: [sampleLines.markedById] },
  },
  {
    ...ofStaff(sampleLines, sampleLines.markedAt, sampleLines.proposalId),
    of: [sampleLines.markedById],
    leftOut: { others: [sampleLines.personId] },
  },
  {
    ...{ table: samples, section: 'staff', of: [samples.announcedById, samples.toldById], since: samples.announcedAt },
    about: samples.proposalId,
  },
  {
    ...{ table: cosignatureBatchRows, section: 'came', of: [cosignatureBatchRows.personId], since: null },
    whole: 'withheld',
  },
  {
    ...{ table: reasonRemovals, section: 'cosignatures', of: [reasonRemovals.personId] },
    ...{ since: reasonRemovals.removedAt, about: reasonRemovals.proposalId, says: reasonRemovals.words },
    leftOut: { others: [reasonRemovals.removedById] },
  },
  {
    ...{ table: reasonRemovals, section: 'staff', of: [reasonRemovals.removedById], since: reasonRemovals.removedAt },
    ...{ about: reasonRemovals.proposalId, leftOut: { others: [reasonRemovals.personId, reasonRemovals.signedAt] } },
  },
  {
    ...{ table: follows, section: 'follows', of: [follows.personId], since: follows.since },
    about: follows.proposalId,
  },
  {
    ...{ table: listFollows, section: 'follows', of: [listFollows.personId] },
    ...{ since: listFollows.since, says: listFollows.target },
  },
  { table: digestItems, section: 'follows', of: [digestItems.personId], since: digestItems.addedAt },
  {
    ...{ table: consents, section: 'consents', of: [consents.personId], since: consents.givenAt },
    says: consents.purpose,
  },
  {
    ...{ table: staffLooks, section: 'looks', of: [staffLooks.personId], since: staffLooks.lookedAt },
    ...{ about: staffLooks.proposalId, says: staffLooks.reason, leftOut: { others: [staffLooks.lookerId] } },
  },
  {
    ...{ table: staffLooks, section: 'staff', of: [staffLooks.lookerId], since: staffLooks.lookedAt },
    ...{ about: staffLooks.proposalId, leftOut: { others: [staffLooks.personId] } },
  },
  {
    ...{ table: outbox, section: 'mails', of: [outbox.personId], since: outbox.createdAt },
    ...{ address: outbox.address, nobodys: outbox.personId },
    ...{ about: outbox.proposalId, says: outbox.kind, leftOut: { secret: [outbox.facts] } },
  },
  {
    ...{ table: returnedMail, section: 'mails', of: [returnedMail.personId] },
    ...{ since: returnedMail.returnedAt, says: returnedMail.bounce },
  },
  // a mailing to many notes whom it reached last, until it is done
  {
    table: mailings,
    section: 'mails',
    of: [mailings.cursor],
    since: mailings.createdAt,
    leftOut: { secret: [mailings.facts] },
  },
  {
    ...{ table: privateMessages, section: 'letters', of: [privateMessages.personId] },
    ...{ inCase: privateMessages.proposalId, since: privateMessages.writtenAt, about: privateMessages.proposalId },
    ...{ says: privateMessages.body, only: ne(privateMessages.kind, 'note') },
    leftOut: { others: [privateMessages.personId] },
  },
  {
    ...ofStaff(privateMessages, privateMessages.writtenAt, privateMessages.proposalId),
    only: eq(privateMessages.kind, 'note'),
  },
  {
    ...{ table: sessions, section: 'sessions', of: [sessions.personId], since: sessions.createdAt },
    says: sessions.device,
  },
  {
    ...{ table: signInCodes, section: 'sessions', mailbox: signInCodes.emailKey, since: signInCodes.createdAt },
    leftOut: { secret: [signInCodes.act] },
  },
  {
    ...{ table: linkedAccounts, section: 'services', of: [linkedAccounts.personId], since: linkedAccounts.createdAt },
    says: linkedAccounts.service,
  },
  {
    ...{ table: verifications, section: 'verified', of: [verifications.personId], since: verifications.givenAt },
    ...{ says: verifications.method, leftOut: { secret: [verifications.subjectKey] } },
  },
  {
    ...{ table: counterVisits, section: 'verified', since: counterVisits.createdAt },
    of: [counterVisits.personId],
    leftOut: { secret: [counterVisits.subjectKey], others: [counterVisits.openedById] },
  },
  {
    ...{ table: counterVisits, section: 'staff', of: [counterVisits.openedById], since: counterVisits.openedAt },
    leftOut: { secret: [counterVisits.subjectKey], others: [counterVisits.id, counterVisits.personId] },
  },
  {
    ...{ table: walletRequests, section: 'verified', of: [walletRequests.personId], since: walletRequests.createdAt },
    leftOut: { secret: [walletRequests.subjectKey, walletRequests.link] },
  },
  {
    ...{ table: registerRequests, section: 'verified', since: registerRequests.askedAt },
    of: [registerRequests.personId],
    leftOut: {
      ...{ secret: [registerRequests.subjectKey], others: [registerRequests.readById] },
      withheld: [registerRequests.answer],
    },
  },
  {
    ...{ table: registerRequests, section: 'staff', of: [registerRequests.readById], since: registerRequests.askedAt },
    leftOut: { secret: [registerRequests.subjectKey], others: [registerRequests.personId, registerRequests.answer] },
  },
  {
    ...{ table: registerBatches, section: 'staff', of: [registerBatches.askedById, registerBatches.sentById] },
    since: registerBatches.askedAt,
  },
  {
    ...{ table: signedSubjects, section: 'verified', of: [signedSubjects.personId], since: null },
    ...{ about: signedSubjects.proposalId, leftOut: { secret: [signedSubjects.key] } },
  },
  {
    ...{ table: passkeys, section: 'passkeys', of: [passkeys.personId], since: passkeys.createdAt },
    says: passkeys.name,
  },
  {
    ...{ table: passkeyChallenges, section: 'passkeys', of: [passkeyChallenges.personId], since: null },
  },
  { table: passkeyAllowances, section: 'passkeys', of: [passkeyAllowances.personId], since: null },
  {
    ...{ table: calendarLinks, section: 'calendars', of: [calendarLinks.personId], since: calendarLinks.createdAt },
  },
  {
    ...{ table: webhooks, section: 'webhooks', of: [webhooks.personId], since: webhooks.createdAt, says: webhooks.url },
  },
  {
    ...{ table: webhookDeliveries, section: 'webhooks', since: webhookDeliveries.createdAt },
    through: {
      column: webhookDeliveries.webhookId,
      rows: (db, accounts) => db.select({ id: webhooks.id }).from(webhooks).where(inArray(webhooks.personId, accounts)),
    },
    about: webhookDeliveries.proposalId,
  },
  {
    ...{ table: formerMailboxes, section: 'former', of: [formerMailboxes.personId], since: formerMailboxes.leftAt },
  },
  {
    ...{ table: pendingAddresses, section: 'unconfirmed', of: [pendingAddresses.personId] },
    ...{ since: pendingAddresses.createdAt, says: pendingAddresses.email },
    address: pendingAddresses.email, // also where somebody else says that it is theirs
  },
  {
    ...{ table: pendingCosignatures, section: 'unconfirmed', mailbox: pendingCosignatures.emailKey },
    ...{ since: pendingCosignatures.createdAt, about: pendingCosignatures.proposalId },
    says: pendingCosignatures.reason,
  },
  {
    ...{ table: pendingFollows, section: 'unconfirmed', mailbox: pendingFollows.emailKey },
    ...{ since: pendingFollows.createdAt, says: pendingFollows.target },
  },
  { table: staff, section: 'staff', of: [staff.personId], since: staff.createdAt, says: staff.role },
  {
    ...{ table: answerApprovers, section: 'staff', since: answerApprovers.createdAt },
    through: {
      column: answerApprovers.staffId,
      rows: (db, accounts) => db.select({ id: staff.id }).from(staff).where(inArray(staff.personId, accounts)),
    },
  },
  {
    ...{ table: invitations, section: 'staff', address: invitations.email, since: invitations.createdAt },
    says: invitations.role,
  },
  ofStaff(answerLooks, answerLooks.lookedAt),
  ofStaff(answerReleases, answerReleases.changedAt),
  ofStaff(answerVersions, answerVersions.writtenAt),
  ofStaff(answers, answers.createdAt, answers.proposalId),
  ofStaff(assignmentChanges, assignmentChanges.decidedAt, assignmentChanges.proposalId),
  {
    ...ofStaff(caseOfficers, caseOfficers.since, caseOfficers.proposalId),
    of: [caseOfficers.personId, caseOfficers.askerId],
  },
  ofStaff(commitmentUpdates, commitmentUpdates.writtenAt),
  {
    ...{ table: cosignatureBatches, section: 'staff', since: cosignatureBatches.askedAt },
    of: [
      ...[cosignatureBatches.askedById, cosignatureBatches.confirmedById],
      ...[cosignatureBatches.undoAskedById, cosignatureBatches.undoneById],
    ],
    about: cosignatureBatches.proposalId,
  },
  {
    ...ofStaff(paperEntries, paperEntries.typedAt, paperEntries.proposalId),
    leftOut: { others: [paperEntries.lines] },
  },
  {
    ...{ table: paperChanges, section: 'staff', of: [paperChanges.askedById, paperChanges.confirmedById] },
    ...{ since: paperChanges.askedAt, about: paperChanges.proposalId },
  },
  {
    ...{ table: paperSheets, section: 'staff', since: paperSheets.madeAt, of: [paperSheets.madeById] },
    about: paperSheets.proposalId,
  },
  ofStaff(deskItems, null, deskItems.proposalId),
  ofStaff(deskViews, deskViews.createdAt),
  { ...ofStaff(handOvers, handOvers.createdAt, handOvers.proposalId), of: [handOvers.personId, handOvers.endedById] },
  ofStaff(moderationDecisions, moderationDecisions.decidedAt, moderationDecisions.proposalId),
  ofStaff(pendingCorrections, pendingCorrections.askedAt, pendingCorrections.proposalId),
  ofStaff(settingChanges, settingChanges.changedAt),
]

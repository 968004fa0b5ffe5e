// Every table that holds a person, with how to find one in it. My data is read from this list, so is the copy that a person takes,
// and so is what the privacy notice names: a table that is missing here fails test/pages/help/privacy-notice.test.ts.
import { type AnyColumn, ne, type SQL, type Table } from 'drizzle-orm'
import { invitations, staff } from '../../schema/agencies.ts'
import { answerLooks, answerReleases, answerVersions } from '../../schema/answer-releases.ts'
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
import { moderationDecisions, pendingCorrections, privateMessages } from '../../schema/moderation.ts'
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
import { webhooks } from '../../schema/webhooks.ts'

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

/** `of`: columns with a person's id. `address`: one with an address. `inCase`: one with the id of a case of theirs. */
export type PersonTable = {
  table: Table
  section: Section
  of?: AnyColumn[]
  address?: AnyColumn
  inCase?: AnyColumn
  /** since when a row is held; null where it does not say */
  since: AnyColumn | null
  /** what My data says of a row, beside its date and its case */
  says?: AnyColumn
  /** the id of its case */
  about?: AnyColumn
  /** what is in no copy: hashes of secrets, and what is somebody else's */
  without?: AnyColumn[]
  only?: SQL
}

const ofStaff = (table: Table & { personId: AnyColumn }, since: AnyColumn | null, about?: AnyColumn): PersonTable => ({
  ...{ table, section: 'staff', of: [table.personId], since },
  ...(about ? { about } : {}),
})

/** Built when it is asked for: nothing here is shared between applications. */
export const personTables = (): PersonTable[] => [
  { table: people, section: 'address', of: [people.id], since: people.createdAt, says: people.email },
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
    without: [proposalUpdates.salt],
  },
  ...[proposalTexts, textVersions, asks, evidence].map(
    (table): PersonTable => ({
      ...{ table, section: 'proposals', inCase: table.proposalId, since: null },
      without: [proposalTexts.salt],
    }),
  ),
  {
    ...{ table: cosignatures, section: 'cosignatures', of: [cosignatures.personId], since: cosignatures.signedAt },
    ...{ about: cosignatures.proposalId, says: cosignatures.reason },
    // whoever makes up addresses would learn from the state what is noticed (docs/decisions/206); the receipt gives the salt
    without: [cosignatures.state, cosignatures.salt],
  },
  {
    ...{ table: cosignatureSignals, section: 'came', of: [cosignatureSignals.personId], since: cosignatureSignals.at },
    ...{ about: cosignatureSignals.proposalId, without: [cosignatureSignals.reason, cosignatureSignals.cleared] },
  },
  {
    ...{
      table: sampleLines,
      section: 'cosignatures',
      of: [sampleLines.personId],
      since: null,
      about: sampleLines.proposalId,
    },
    without: [sampleLines.mark, sampleLines.markedById],
  },
  {
    ...{ table: samples, section: 'staff', of: [samples.announcedById, samples.toldById], since: samples.announcedAt },
    about: samples.proposalId,
  },
  {
    ...{ table: cosignatureBatchRows, section: 'came', of: [cosignatureBatchRows.personId], since: null },
    without: [cosignatureBatchRows.batchId, cosignatureBatchRows.moved],
  },
  {
    ...{ table: reasonRemovals, section: 'cosignatures', of: [reasonRemovals.personId] },
    ...{ since: reasonRemovals.removedAt, about: reasonRemovals.proposalId, says: reasonRemovals.words },
    without: [reasonRemovals.removedById, reasonRemovals.salt],
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
    ...{ about: staffLooks.proposalId, says: staffLooks.reason, without: [staffLooks.lookerId] },
  },
  {
    ...{ table: outbox, section: 'mails', of: [outbox.personId], since: outbox.createdAt },
    ...{ about: outbox.proposalId, says: outbox.kind, without: [outbox.facts] },
  },
  {
    ...{ table: returnedMail, section: 'mails', of: [returnedMail.personId] },
    ...{ since: returnedMail.returnedAt, says: returnedMail.bounce },
  },
  // a mailing to many notes whom it reached last, until it is done
  { table: mailings, section: 'mails', of: [mailings.cursor], since: mailings.createdAt, without: [mailings.facts] },
  {
    ...{ table: privateMessages, section: 'letters', of: [privateMessages.personId] },
    ...{ inCase: privateMessages.proposalId, since: privateMessages.writtenAt, about: privateMessages.proposalId },
    ...{ says: privateMessages.body, without: [privateMessages.personId], only: ne(privateMessages.kind, 'note') },
  },
  {
    ...{ table: sessions, section: 'sessions', of: [sessions.personId], since: sessions.createdAt },
    ...{ says: sessions.device, without: [sessions.hash] },
  },
  {
    ...{ table: signInCodes, section: 'sessions', address: signInCodes.email, since: signInCodes.createdAt },
    without: [signInCodes.codeHash, signInCodes.browserHash],
  },
  {
    ...{ table: linkedAccounts, section: 'services', of: [linkedAccounts.personId], since: linkedAccounts.createdAt },
    says: linkedAccounts.service,
    without: [linkedAccounts.subjectHash],
  },
  {
    ...{ table: verifications, section: 'verified', of: [verifications.personId], since: verifications.givenAt },
    ...{ says: verifications.method, without: [verifications.subjectKey] },
  },
  {
    ...{ table: counterVisits, section: 'verified', since: counterVisits.createdAt },
    ...{ of: [counterVisits.personId, counterVisits.openedById] },
    without: [counterVisits.codeHash, counterVisits.subjectKey, counterVisits.openedById],
  },
  {
    ...{ table: walletRequests, section: 'verified', of: [walletRequests.personId], since: walletRequests.createdAt },
    without: [walletRequests.sessionHash, walletRequests.subjectKey, walletRequests.codeHash],
  },
  {
    ...{ table: registerRequests, section: 'verified', since: registerRequests.askedAt },
    of: [registerRequests.personId],
    without: [registerRequests.subjectKey, registerRequests.sealed, registerRequests.answer, registerRequests.readById],
  },
  {
    ...{ table: registerBatches, section: 'staff', of: [registerBatches.askedById, registerBatches.sentById] },
    since: registerBatches.askedAt,
  },
  {
    ...{ table: signedSubjects, section: 'verified', of: [signedSubjects.personId], since: null },
    ...{ about: signedSubjects.proposalId, without: [signedSubjects.key] },
  },
  {
    ...{ table: passkeys, section: 'passkeys', of: [passkeys.personId], since: passkeys.createdAt },
    says: passkeys.name,
  },
  {
    ...{ table: passkeyChallenges, section: 'passkeys', of: [passkeyChallenges.personId], since: null },
    without: [passkeyChallenges.hash, passkeyChallenges.browserHash],
  },
  { table: passkeyAllowances, section: 'passkeys', of: [passkeyAllowances.personId], since: null },
  {
    ...{ table: calendarLinks, section: 'calendars', of: [calendarLinks.personId], since: calendarLinks.createdAt },
    without: [calendarLinks.tokenHash],
  },
  {
    ...{ table: webhooks, section: 'webhooks', of: [webhooks.personId], since: webhooks.createdAt, says: webhooks.url },
    without: [webhooks.secret, webhooks.formerSecret],
  },
  {
    ...{ table: formerMailboxes, section: 'former', of: [formerMailboxes.personId], since: formerMailboxes.leftAt },
    without: [formerMailboxes.keyHash],
  },
  {
    ...{ table: pendingAddresses, section: 'unconfirmed', of: [pendingAddresses.personId] },
    ...{ since: pendingAddresses.createdAt, says: pendingAddresses.email, without: [pendingAddresses.tokenHash] },
  },
  {
    ...{ table: pendingCosignatures, section: 'unconfirmed', address: pendingCosignatures.email },
    ...{ since: pendingCosignatures.createdAt, about: pendingCosignatures.proposalId },
    without: [pendingCosignatures.tokenHash],
  },
  {
    ...{ table: pendingFollows, section: 'unconfirmed', address: pendingFollows.email },
    ...{ since: pendingFollows.createdAt, says: pendingFollows.target, without: [pendingFollows.tokenHash] },
  },
  { table: staff, section: 'staff', of: [staff.personId], since: staff.createdAt, says: staff.role },
  {
    ...{ table: invitations, section: 'staff', address: invitations.email, since: invitations.createdAt },
    ...{ says: invitations.role, without: [invitations.tokenHash] },
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
    ...{ of: [cosignatureBatches.askedById, cosignatureBatches.confirmedById], about: cosignatureBatches.proposalId },
    without: [cosignatureBatches.salt],
  },
  { ...ofStaff(paperEntries, paperEntries.typedAt, paperEntries.proposalId), without: [paperEntries.lines] },
  {
    ...{ table: paperChanges, section: 'staff', of: [paperChanges.askedById, paperChanges.confirmedById] },
    ...{ since: paperChanges.askedAt, about: paperChanges.proposalId, without: [paperChanges.salt] },
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

// What columns may hold: the words of each enumeration, and the shape of each JSON column. Pure: no drizzle, no zod.
// The column's type, its CHECK and the forms' zod share these lists. A new word needs a migration (README.md beside this file).

// People and governments

export const staffRoles = ['moderator', 'officer', 'administrator', 'checker'] as const
export type StaffRole = (typeof staffRoles)[number]

/** How sure we are who somebody is: 0 imported counts, 1 e-mail confirmed, 2 residence verified, 3 signed on paper. */
export const assuranceLevels = [0, 1, 2, 3] as const
/** No better than the others: another way, told apart from them. */
export const paperLevel = 3
/** What rules may ask of a person: the confirmed address that everybody has, or that their residence is verified. */
export const personLevels = [1, 2] as const
export type PersonLevel = (typeof personLevels)[number]

/** What is kept of a verification: the coarsest thing that rules ask for. 'age': at least so old as a rule asks, in whole years. */
export const verifiedClaims = ['resident', 'age'] as const
export type VerifiedClaim = (typeof verifiedClaims)[number]
/**
 * How somebody's residence or age was verified: a sign-in service said so, the roll has them, a yes/no service or the register
 * office said so, a card in their wallet does, or two of the staff saw them.
 */
export const verificationMethods = ['sign_in', 'roll', 'service', 'wallet', 'register', 'counter'] as const
export type VerificationMethod = (typeof verificationMethods)[number]
/** What came of a card that a wallet sent; `taiwan-wallet.ts` asks for it instead. */
export const walletOutcomes = ['found', 'incomplete', 'elsewhere', 'young', 'rejected', 'cancelled'] as const
/** What a roll, a yes/no service or the counter may ask somebody for. Nothing of it is kept. */
export const identityFields = ['id_number', 'birth_date', 'name', 'postcode', 'reference'] as const
export type IdentityField = (typeof identityFields)[number]
/** What the register office says of one line of a file: it knows somebody like that who lives here, or nobody. */
export const registerAnswers = ['yes', 'no'] as const
export type RegisterAnswer = (typeof registerAnswers)[number]

/** The calendar that a government's pages count years in; 'roc' is 民國. */
export const calendars = ['gregorian', 'roc'] as const
export type Calendar = (typeof calendars)[number]

/** Hex colours for light and dark surfaces. */
export type Accent = { light: string; dark: string }

/** What somebody may do where an answer is overdue: remind the agency, or write to whoever supervises it, or to an ombudsman. */
export const overdueSteps = ['reminder', 'supervisor', 'ombudsman'] as const
export type OverdueStep = (typeof overdueSteps)[number]

/** One version of a government's rules. Days are calendar days unless the name says working days. */
export type Rules = {
  threshold: number
  cosigningDays: number
  checkingWorkingDays: number
  scheduleWorkingDays: number
  contactDays: number
  answerMonths: number
  extensionMonths: number // of one extension, at most
  extensions: number // how often the due date of an answer may be extended
  earlyWarningShare: number // of the threshold, 0 to 1
  cooldownMonths: number
  keptMonths: number // after their last case ended people are kept for so long
  forgottenMonths: number // a draft or returned case that is left alone for so long ends, after a mail
  withdrawalAllowed: boolean
  elsewhereCounts: boolean // whether who lives elsewhere, and works or studies here, may co-sign; else they only follow
  takeBackMinutes: number // for so long what was published can be taken back, and is not mailed
  correctionShare: number // of a text's letters that staff may correct, 0 to 1
  overdueStep: OverdueStep // what a case tells the citizen to do next once its answer is overdue
  overdueTo: string // to whom, as the citizen reads it: a name and an address; '': to the government's contact
  fourEyes: boolean // an answer is released by another person than its writer
} & UnusualRules &
  LevelRules

/** How sure it has to be who somebody is (personLevels). A case keeps those it was submitted under. */
export type LevelRules = {
  levelToPropose: PersonLevel
  levelToCount: PersonLevel // a co-signature below it is accepted, and counts once its signer is verified
  ageToPropose: number // in years, verified; 0: none is asked for
  ageToCount: number // likewise: a co-signature of whoever is not verified to be so old is accepted, and waits
  sampleSize: number // so many co-signatures are drawn at random where staff look into them
  verifiedMonths: number // a verification lasts so long; what it counted stays counted
}

/**
 * What makes co-signatures of one case unusual, so that they are held apart and not counted until somebody has looked (domain/integrity).
 * Those in force when somebody signs apply, whatever version the case keeps: they say nothing of what it needs, only who looks.
 */
export type UnusualRules = {
  holdsUnusual: boolean
  seriesFrom: number // so many addresses that are alike
  seriesShare: number // and at a provider that anybody may use, such a share of its addresses, 0 to 1
  domainFrom: number // so many of a mail domain that nobody here knows
  blockFrom: number // so many of an address block, most of them of unknown domains or from nowhere
  deviceFrom: number // so many confirmed by one browser
  massFrom: number // of so many in an hour or a day it is asked what share is unknown
  unknownShare: number // the share of unknown domains from which those are held, 0 to 1
  loneShare: number // the share of links pressed in a browser that never asked, from which those are held, 0 to 1
  decidedAlone: number // so many may one person hold, release or invalidate without a second one
  moreDisposable: string // mail domains that are disposable besides the usual list, with a space between them
  trustedDomains: string // mail domains that are never unusual by themselves, likewise
}

/** Why a co-signature is held apart; 'staff': somebody held it. In the order in which they are asked. */
export const unusualReasons = ['disposable', 'series', 'domain', 'device', 'block', 'mass', 'lone', 'staff'] as const
export type UnusualReason = (typeof unusualReasons)[number]
/** What a group of unusual ones has in common: a digest, or an hour or day of the case. */
export const groupKinds = ['series', 'domain', 'device', 'block', 'hour', 'day'] as const
export type GroupKind = (typeof groupKinds)[number]
/** Of a group: its members are held; or somebody looked, and it is left alone. */
export const groupStates = ['unusual', 'cleared'] as const

/** 'held': accepted, and not counted until somebody has looked. 'invalid': somebody looked, and it does not count. */
export const decidedStates = ['counted', 'held', 'invalid'] as const
/** 'unverified': accepted, and not counted until its signer is verified, where the rules ask for that. */
export const cosignatureStates = [...decidedStates, 'unverified'] as const
export type CosignatureState = (typeof cosignatureStates)[number]
/** What staff may move one to. */
export type DecidedState = (typeof decidedStates)[number]

/** What staff decide of many at once: waits for a second person; is carried out; is over; is taken back; or was called off. */
export const batchStates = ['waiting', 'running', 'done', 'stopped', 'undoing', 'undone', 'dropped'] as const
export type BatchState = (typeof batchStates)[number]

/** How well a mail domain is known. 'public': of a provider that anybody may use; 'institution': only those can have one. */
export const domainKinds = ['disposable', 'public', 'institution', 'known', 'unknown'] as const
export type DomainKind = (typeof domainKinds)[number]

/** How often people may do what others have to read or be mailed about. A government may have its own, in `governments.limits`. */
export type Limits = {
  /** co-signatures and withdrawals of one signed-in person, per hour */
  cosigningPerPerson: number
  /** newcomers' forms from one address block, per hour: a whole school may sit behind one address */
  newcomersPerBlock: number
  /** mails that newcomers' forms send to one address, per day, over all cases */
  mailsPerAddress: number
  /** drafts one person may begin, per day */
  draftsPerPerson: number
  /** proposals one person may hand in, per day */
  proposalsPerPerson: number
}

/** How somebody showed that it is them; `link`: of a co-signature; `service`: a sign-in service that they connected. */
export const signInMeans = ['code', 'link', 'passkey', 'service', 'demonstration'] as const
export type SignInMeans = (typeof signInMeans)[number]

/** What somebody agrees to when they sign, say why, ask for news, follow, write, hand in, open an account or add something to it. */
export const consentPurposes = [
  'cosign',
  'reason',
  'news',
  'follow',
  'propose',
  'district',
  'account',
  'draft',
  'letter',
  'seat',
  'service',
  'passkey',
  'calendar',
  'webhook',
  'verified',
  'age',
  'register', // a question to the register office
] as const
export type ConsentPurpose = (typeof consentPurposes)[number]
/** Until when what was given is kept, as it was said then; `date`: a day that stands beside it. */
export const consentEnds = ['case', 'stop', 'account', 'draft', 'seat', 'date'] as const
export type ConsentEnd = (typeof consentEnds)[number]
/**
 * What ended a consent that its person did not take back: what it was for is done; another one stands in its place; the co-signature moved to
 * another case; the rules end what was left alone; the office ended the seat.
 */
export const consentEndings = ['done', 'replaced', 'moved', 'rules', 'office'] as const
export type ConsentEnding = (typeof consentEndings)[number]

/** What waits for its person to sign in; it is done as soon as the code is right. */
export type PendingAction =
  | { kind: 'cosign'; government: string; number: string }
  | { kind: 'propose'; government: string }
  | { kind: 'join'; token: string }

/** The dates that must be computed again: closing dates after a change of the pauses, due dates after one of the office days. */
export const recomputedDates = ['closing', 'due'] as const

export const settingsAreas = [
  'rules',
  'blackouts',
  'announcements',
  'holidays',
  'agencies',
  'topics',
  'districts',
  'reasons',
  'people',
  'passkeys',
  'limits',
  'register',
  'face',
] as const
export type SettingsArea = (typeof settingsAreas)[number]

export const settingsActs = [
  'added',
  'changed',
  'removed',
  'moved',
  'retired',
  'restored',
  'loaded',
  'coordinating',
  'invited',
  'sent_again',
  'revoked',
  'ended',
  'passkey_allowed',
  'passkey_added',
  'sent', // a file to the register office
  'answered',
] as const
export type SettingsAct = (typeof settingsActs)[number]

// Proposals

export const stages = [
  'draft',
  'checking',
  'returned',
  'gathering',
  'review',
  'resolved',
  'refused',
  'expired',
  'merged',
  'withdrawn',
  'last_seen', // imported, and its source's dates have passed: what became of it nobody here knows
] as const
export type Stage = (typeof stages)[number]

/** What an agency decides about one ask. */
export const decisions = ['adopted', 'partly', 'under_study', 'not_adopted'] as const
export type Decision = (typeof decisions)[number]

/** Stages in which a case has ended without an answer; the outcome has the same name. */
export const unansweredEnds = ['refused', 'expired', 'merged', 'withdrawn'] as const

/** How a case ended: by its answer ('answered': an imported one, in prose), or without one. */
export const answeredOutcomes = [...decisions, 'answered'] as const
export const outcomes = [...answeredOutcomes, ...unansweredEnds] as const
export type Outcome = (typeof outcomes)[number]

/** What publishing an answer changes of its case. `endedAt`: ISO. */
export type CaseBefore = { stage: Stage; outcome: Outcome | null; endedAt: string | null }

/** Where an imported case comes from, as its page shows it, and what the next import must know of the last one. */
export type Source = {
  name: string
  number: string | null
  url: string | null
  status: string // the source's own word for the state
  stage: Stage // ours
  digest: string | null // of all that the last import brought: the same again is nothing new
  series: { kind: string; base: number } | null // what gave the days of its co-signatures; how many are older than these
  images: number // left out
  attachments: string[] // left out, by title
}

/**
 * What another Fuyi had published of a case that came from its dump. Districts as they were told there, suppressed ones as null, and
 * steps of the case in their order. Moments are ISO.
 */
export type ToldElsewhere = {
  districts: { code: string; count: number | null }[]
  districtsThrough: string | null
  assurance: { level: number; count: number }[]
  statement: StatementElsewhere | null
  underReview: number | null
  timeline: {
    kind: EntryKind
    role: ActorRole
    agency: { code: string; name: { [language: string]: string } } | null
    commitment: number | null // of its case
    reason: string | null // words of staff
    occurredAt: string
    recordedAt: string
    facts: EntryFacts
  }[]
}
type ToldThere = { count: number; on: string | null }
type StatementElsewhere = {
  since: string
  levels: { level: number; count: number }[]
  unverified: number | null
  refusedForms: number | null
  undecided: number
  paperTakenBack?: number // older dumps have neither
  maybeTwice?: number | null
  leastAge?: number | null
  refusedDoubles: number
  held: ToldThere
  released: ToldThere
  invalidated: ToldThere
}

/** Where the draft of an answer stands on its way out. */
export const releaseStates = ['asked', 'sent_back', 'scheduled', 'stopped'] as const
/** As what somebody releases an answer. */
export const releaseRoles = ['officer', 'administrator'] as const

/** The draft of an answer as it was saved. `dueOn`: a local date, '' where there is none yet. */
export type DraftContent = {
  analysis: string
  deliberation: string
  note: string
  unit?: string // drafts of before units were named have none
  asks: { askNumber: number; decision: Decision | null; reason: string }[]
  commitments: { askNumber: number | null; what: string; measure: string; owner: string; dueOn: string }[]
  attachments?: { fileHash: string; title: string; description: string }[] // drafts of before there were any have no such list
}

/** What may be attached to an answer. */
export const fileTypes = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
export type FileType = (typeof fileTypes)[number]

export const proposalUpdateKinds = ['author', 'schedule', 'progress'] as const

export const assignmentRoles = ['lead', 'supporting'] as const
export type AssignmentRole = (typeof assignmentRoles)[number]
export const assignmentChangeKinds = ['transferred', 'extended', 'part_added', 'part_released', 'part_dated'] as const

/** To a government here: offered, then accepted, or sent back. To somebody elsewhere: open until it returns. Both may be called back. */
export const handOverStates = ['offered', 'accepted', 'sent_back', 'open', 'returned', 'called_back'] as const
export type HandOverState = (typeof handOverStates)[number]

/** What moderators decide and mark. */
export const moderationKinds = [
  'approved',
  'returned',
  'refused',
  'merged',
  'held',
  'released',
  'hidden',
  'shown',
] as const
/** Those that can be taken back: an approval until somebody signs, the others within a day. */
export const undoableKinds = ['approved', 'returned', 'refused', 'merged'] as const

/** 'note' is among staff alone; 'contact' says what was spoken of. */
export const privateMessageKinds = ['to_proposer', 'from_proposer', 'contact', 'note'] as const

/** What waits on the desk: owed now, could be answered early, on hold. */
export const deskLanes = ['owed', 'early', 'held'] as const
export type DeskLane = (typeof deskLanes)[number]
export const deskTasks = ['reply', 'check', 'schedule', 'contact', 'answer', 'contribution', 'early', 'held'] as const
export type DeskTask = (typeof deskTasks)[number]
/** Who sees a view of the desk that somebody keeps: its owner alone, or the colleagues of one desk as well. */
export const deskViewReaders = ['owner', 'moderators', 'agency'] as const
export type DeskViewReaders = (typeof deskViewReaders)[number]

export const commitmentEnds = ['kept', 'changed', 'dropped'] as const
/** In published answers. */
export const publicCommitmentStates = ['open', ...commitmentEnds] as const
export const commitmentStates = ['draft', ...publicCommitmentStates] as const
export type CommitmentState = (typeof commitmentStates)[number]
/** What its agency says of a commitment, and what a checker found. */
export const commitmentUpdateKinds = ['progress', 'done', 'changed', 'dropped', 'checked'] as const
/** How far a checker found a commitment to be. Only 'complete' ends it as kept. */
export const verdicts = ['no_evidence', 'not_started', 'limited', 'substantial', 'complete'] as const
export type Verdict = (typeof verdicts)[number]

/** A sheet of paper: given out, typed by one, typed differently by two, counted, counted and taken back, or not used. */
export const sheetStates = ['printed', 'typed', 'differs', 'counted', 'taken_back', 'void'] as const
export type SheetState = (typeof sheetStates)[number]
/** What staff found of one co-signature of a sample. No mark: its signer gave no answer. */
export const sampleMarks = ['confirmed', 'not_confirmed'] as const
export type SampleMark = (typeof sampleMarks)[number]

/** What two of the staff do with a counted sheet, and with one that was taken back. */
export const sheetActs = ['take_back', 'restore'] as const
export type SheetAct = (typeof sheetActs)[number]

// The record

export const actorRoles = [
  'author',
  'citizen',
  'moderator',
  'officer',
  'administrator',
  'checker',
  'system',
  'import',
] as const
export type ActorRole = (typeof actorRoles)[number]

/** The record is never changed, so these words stay as they were first written. */
export const entryKinds = [
  'submitted',
  'resubmitted',
  'published',
  'returned',
  'refused',
  'reconsidered',
  'merged',
  'withdrawn',
  'cosigned',
  'cosignature_withdrawn',
  'cosignature_moved',
  'reason_removed',
  'early_warning',
  'threshold_met',
  'expired',
  'assigned',
  'transferred',
  'part_released',
  'part_dated',
  'handed_over',
  'hand_over_accepted',
  'hand_over_ended',
  'scheduled',
  'contacted',
  'extended',
  'overdue',
  'answered',
  'supplemented',
  'answer_taken_back',
  'promised',
  'promise_updated',
  'promise_kept',
  'promise_changed',
  'promise_dropped',
  'promise_handed_over',
  'promise_done', // its agency says so; 'promise_kept' was the same, before anybody checked
  'promise_checked',
  'held',
  'released',
  'hidden',
  'shown',
  'updated',
  'corrected',
  'contributed',
  'closing_moved',
  'due_recomputed',
  'undone',
  'approval_taken_back',
  'asks_drawn_up',
  'imported',
  'source_corrected',
  'lost_sight',
  'settings_changed',
  'count_mended',
  // How many, why (`reason`), and what that changes in the public count (`change`, with its sign): docs/decisions/205.
  'cosignatures_held',
  'cosignatures_released',
  'cosignatures_invalidated',
  // One sheet: `sheet`, `count`, `doubles`, `unknown`, and `change` as above. `what` 'taken_back' or 'restored': a sheet that was counted
  // on `day`.
  'paper_counted',
  'sampled', // of a sample that staff look into: `what`, 'announced', 'drawn' or 'told', and its numbers (docs/decisions/259)
  'cosignature_level_changed', // its signer was verified, or is no longer: `level`, and `change` as above
] as const
export type EntryKind = (typeof entryKinds)[number]

/** Codes, dates (ISO strings) and numbers only. */
export type EntryFacts = { [name: string]: string | number | boolean | null | string[] }

/** What a key of the log signs: a government's checkpoints, or those of others that this deployment has looked at, or keeps whole. */
export const logKeyUses = ['log', 'witness', 'mirror'] as const
export type LogKeyUse = (typeof logKeyUses)[number]
/** Who signs our checkpoints beside us: who looked at them, or who keeps all lines as well. */
export const cosignerKinds = ['witness', 'mirror'] as const
export type CosignerKind = (typeof cosignerKinds)[number]

// Mail

export const messageKinds = [
  'sign_in_code',
  'confirm_cosignature',
  'already_cosigned',
  'invitation',
  'passkey_added',
  'passkey_removed',
  'passkey_allowed',
  'passkey_of_colleague',
  'stage_changed',
  'reach_proposer',
  'proposer_replied',
  'text_corrected',
  'closing_moved',
  'early_warning',
  'assigned',
  'check_due',
  'check_overdue',
  'due_14',
  'due_7',
  'due_0',
  'overdue',
  'transferred',
  'routed',
  'routed_followed',
  'extended',
  'answer_release',
  'answer_published',
  'answer_supplemented',
  'merge_question',
  'text_corrected_signed',
  'commitment_to_check',
  'commitment_checked',
  'case_news',
  'author_news',
  'digest',
  'confirm_follow',
  'already_following',
  'confirm_address',
  'address_taken',
  'address_changed',
  'webhook_paused',
  'verification_answered',
  'sample_drawn',
] as const
export type MessageKind = (typeof messageKinds)[number]

/** Lower is sent first. */
export const mailPriorities = [0, 1, 2] as const

/** What a message's words need: titles, numbers, paths, codes. Kept only as long as the message. */
export type MessageFacts = { [name: string]: string | number | boolean | null }

// Following

/** How soon somebody hears of what they follow: at once, or gathered in one mail a day or a week. */
export const paces = ['now', 'daily', 'weekly'] as const
export type Pace = (typeof paces)[number]

/** The groups of news that somebody may choose from. */
export const newsGroups = ['new', 'progress', 'dates', 'answer', 'commitments', 'end'] as const
export type NewsGroup = (typeof newsGroups)[number]

/** Lists of cases that can be followed. */
export const caseLists = ['agency', 'topic', 'district', 'search'] as const
/** And the log of the record, of which each day's checkpoint is mailed; its target is 'days'. */
export const followedLists = [...caseLists, 'log'] as const
export type FollowedList = (typeof followedLists)[number]
export const followable = ['case', ...followedLists] as const
export type Followable = (typeof followable)[number]
/** What a webhook may be told of. */
export const hookedTo = ['government', 'case', ...caseLists] as const

// Mentions and other cases

/** Where a case is cited. */
export const citedKinds = ['news', 'paper', 'minutes', 'elsewhere'] as const
/** What another case is to it; one that is earlier has it as a later one. */
export const linkKinds = ['related', 'earlier', 'later', 'opposing'] as const
export const referenceKinds = [...citedKinds, ...linkKinds] as const
export type ReferenceKind = (typeof referenceKinds)[number]
export type LinkKind = (typeof linkKinds)[number]
export const referenceStates = ['waiting', 'shown', 'declined'] as const
export type ReferenceState = (typeof referenceStates)[number]
export const referenceSources = ['anybody', 'proposer', 'staff'] as const

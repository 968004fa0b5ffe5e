// What changes there are to what an administrator sets. Pure.

export const areas = [
  'rules',
  'blackouts',
  'holidays',
  'agencies',
  'topics',
  'districts',
  'reasons',
  'people',
  'passkeys',
  'limits',
  'face',
] as const
export type Area = (typeof areas)[number]

/** Seats and invitations are the government's own affair: everything else is said in the public record. */
export const isPublicArea = (area: Area): boolean => area !== 'people'

export type Act =
  | 'added'
  | 'changed'
  | 'removed'
  | 'moved'
  | 'retired'
  | 'restored'
  | 'loaded'
  | 'coordinating'
  | 'invited'
  | 'sent_again'
  | 'revoked'
  | 'ended'
  | 'passkey_allowed'
  | 'passkey_added'

export type Change = {
  area: Area
  act: Act
  /** a code, a date, a version, an id: never a name or an address */
  subject: string
  /** codes, dates and numbers for the public record */
  facts?: { [name: string]: string | number | boolean | null }
}

// Who is signed in, as every page knows them. Pure.

export type Viewer = {
  id: string
  email: string
  displayName: string | null
  language: string
  /** several accounts of one mailbox: the one that has its key; null as a rule */
  doubleOf: string | null
  /** who had their mailbox before, and left it for another one; null as a rule */
  formerAccountId: string | null
  /** in whatever government */
  holdsSeat: boolean
  sessionId: string
  /** by the machine's clock */
  signedInAt: Date
  /** whether this session was opened with a passkey, and not from a mailbox alone */
  byPasskey: boolean
  /** opened by the link of a co-signature, which may have been passed on: it opens no seat, and changes nothing about signing in */
  byLink: boolean
  /** when this session ends unless it is used, by the machine's clock; null where it holds no seat */
  idleUntil: Date | null
}

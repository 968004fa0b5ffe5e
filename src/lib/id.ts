import { hash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { randomWord } from './random.ts'

/** A new id: UUIDv7, so that rows lie in the order of their making. */
export const newId = (): string => uuidv7()
/** An unguessable token of 32 bytes, for links and cookies; only its hash is kept. */
export const newToken = (): string => randomWord(32, 'base64url')
/** SHA-256 in hex. */
export const sha256 = (said: string | Buffer): string => hash('sha256', said, 'hex')

// The mail server: a pool of connections that hand messages over.
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import nodemailer from 'nodemailer'
import { type Config, ConfigError } from '../../config.ts'
import { withAsciiHost } from '../../lib/email.ts'
import { connections } from './per-domain-rate-limit.ts'

/** A mail as the server gets it. */
type OutgoingMail = {
  from: { name: string; address: string }
  to: string
  /** the same when it goes out again */
  messageId: string
  subject: string
  text: string
  html: string
  headers: { [name: string]: string }
  /** where it comes back to when it cannot be delivered */
  returnTo: string
}

export type Transport = {
  send: (mail: OutgoingMail, at: Date) => Promise<void>
  close: () => void
}

/** A pooled SMTP connection. Null in the demonstration: there mail is read at /demo/mail and never leaves the machine. */
export function smtpTransport({
  smtpUrl,
  dkim,
}: Pick<Config, 'smtpUrl'> & Partial<Pick<Config, 'dkim'>>): Transport | null {
  if (!smtpUrl) return null
  const pool = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    maxRequeues: 0, // the outbox alone decides what is tried again
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    // Patient on purpose: giving up on a server that has the message already is what makes duplicates (RFC 5321, 4.5.3.2.6).
    socketTimeout: 120_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && { dkim: signing(dkim) }),
  })
  return {
    async send(mail, at) {
      const to = withAsciiHost(mail.to) // by the standard that browsers keep to, not by the mailer's own tables
      await pool.sendMail({
        from: mail.from,
        to: { name: '', address: to },
        envelope: { from: mail.returnTo, to: [to] },
        messageId: mail.messageId,
        date: at,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: mail.headers,
      })
    },
    close: () => pool.close(),
  }
}

/** RFC 8058 wants both headers of unsubscribing signed; the mailer's own list lacks the second. */
const signedHeaders =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:List-Unsubscribe:List-Unsubscribe-Post'

const signing = (dkim: NonNullable<Config['dkim']>) => ({
  domainName: dkim.domain,
  keySelector: dkim.selector,
  privateKey: signingKey(dkim),
  headerFieldNames: signedHeaders,
})

/** The private key that signs our mail, read once: from PEM it takes three times as long, for each mail. Throws ConfigError where the file holds none. */
export function signingKey({ keyFile }: NonNullable<Config['dkim']>): KeyObject {
  try {
    return createPrivateKey(readFileSync(keyFile))
  } catch (error) {
    throw new ConfigError(`DKIM_KEY_FILE ${keyFile} holds no private key: ${(error as Error).message}`)
  }
}

/** Asks the mail server whether it would take mail from us: connects, and signs in where SMTP_URL says so. Throws its words. */
export async function checkMailServer(smtpUrl: string): Promise<void> {
  const transport = nodemailer.createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000 })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

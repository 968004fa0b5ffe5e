// A delivery report (RFC 3464), as mail servers send it to the return address of a mail that they could not deliver: what
// happened, in the status codes of RFC 3463, and which mail it was.
import PostalMime from 'postal-mime'
import { cut } from '../../lib/graphemes.ts'

export type Report = {
  /** of the mail that came back, without its brackets; null where the report does not say */
  messageId: string | null
  /** where the report was sent to: one of them may be a return address of ours */
  sentTo: string[]
  /** 'failed' for good; 'delayed' and others need nobody */
  action: string
  /** like '5.1.1' */
  status: string
  /** the server's words, without addresses */
  words: string
}

/** Longer than any report with the mail it is about. */
export const longestReport = 5_000_000 // bytes

/** What a message reports; null where it is no delivery report, like a reply or a note that somebody is on holiday. */
export async function readReport(raw: Buffer | string): Promise<Report | null> {
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' })
  const part = (type: RegExp) => mail.attachments.filter(({ mimeType }) => type.test(mimeType)).map(contentOf)[0]
  const status = part(/^message\/(global-)?delivery-status$/)
  if (status === undefined) return null
  const fields = fieldsOf(status)
  const returned = part(/^(message\/(rfc822|global)|text\/rfc822-headers|message\/(global|rfc822)-headers)$/)
  const headers = mail.headers.filter(({ key }) => /^(delivered-to|x-original-to|to|envelope-to)$/.test(key))
  const code = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(
    `${fields.get('status') ?? ''} ${fields.get('diagnostic-code') ?? ''}`,
  )
  return {
    messageId: /^message-id:\s*<([^>\s]+)>/im.exec(returned ?? '')?.[1] ?? null,
    sentTo: headers.flatMap(({ value }) => value.match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? []),
    action: (fields.get('action') ?? '').toLowerCase(),
    status: code?.[1] ?? '',
    words: withoutAddresses(fields.get('diagnostic-code') ?? ''),
  }
}

const contentOf = ({ content }: { content: ArrayBuffer | Uint8Array | string }): string =>
  typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('utf8')

/** The first of each field: a mail of ours goes to one person. Lines that go on begin with a space. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
    if (name && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value!)
  }
  return fields
}

const withoutAddresses = (words: string) =>
  cut(
    words
      .replace(/^\s*[\w-]+\s*;\s*/, '')
      .replace(/[^\s<>@]+@[^\s<>@]+/g, '…')
      .replace(/\s+/g, ' ')
      .trim(),
    200,
  )

// What a mail server's words come to, for people who are no operators. Pure. The codes: RFC 3463.

const reasonsReturned = ['no_mailbox', 'no_domain', 'full', 'refused', 'other'] as const
export type WhyReturned = (typeof reasonsReturned)[number]

const known: [RegExp, WhyReturned][] = [
  [
    /\b[45]\.1\.(0|1|3|6|10)\b|user unknown|unknown user|no such (user|mailbox)|does not exist|not an address/i,
    'no_mailbox',
  ],
  [/\b[45]\.(1\.2|4\.4)\b|domain not found|host not found|no mx/i, 'no_domain'],
  [/\b[45]\.2\.2\b|mailbox (is )?full|over quota|quota exceeded/i, 'full'],
  [/\b[45]\.7\.\d+\b|spam|blocked|blacklist|blocklist|policy/i, 'refused'],
]

/** Why a mail did not arrive, from a status and the words that came with it. */
export const whyReturned = (words: string): WhyReturned =>
  known.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'

// What people paste becomes clean plain text with paragraphs. Linear in the length of the input.
import { convert } from 'html-to-text'

const markup =
  /<\/?(?:p|div|span|br|b|i|u|strong|em|a|img|font|table|tr|td|th|tbody|ul|ol|li|h[1-6]|style|script|o:p|html|body|head|meta|blockquote|pre|iframe|!--|!\[|\?xml)(?=[\s/>[-])/i

/** Text without tags passes untouched but for tidying; HTML and Word paste lose everything but words, lists, tables and links. */
export function cleanText(input: string): string {
  return tidy(markup.test(input) ? fromHtml(input) : input)
}

/** One line: for titles and names. */
export const cleanLine = (input: string): string => cleanText(input).replace(/\s+/g, ' ').trim()

function fromHtml(html: string): string {
  return convert(html.slice(0, 2_000_000), {
    wordwrap: false,
    limits: { maxDepth: 60, maxInputLength: 2_000_000 },
    selectors: [
      {
        selector: 'a',
        options: { ignoreHref: false, hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['(', ')'] },
      },
      { selector: 'img', format: 'skip' },
      { selector: 'style', format: 'skip' },
      { selector: 'script', format: 'skip' },
      { selector: 'ul', options: { itemPrefix: '• ' } },
      { selector: 'table', format: 'block' },
      { selector: 'tr', format: 'block' },
      { selector: 'td', format: 'block' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  })
}

function tidy(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      // control characters, and bidirectional overrides, which can make a text read as what it is not
      .replace(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g,
        '',
      )
      .replace(/[\t\u00a0]/g, ' ')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}

const fillers = new Set([
  '',
  '編輯中',
  '撰寫中',
  '處理中',
  '研議中',
  '待補',
  '待補充',
  '無',
  '略',
  '同上',
  '如上',
  'na',
  'none',
  'tbd',
  'test',
  '測試',
  '暫無',
  '尚無',
  '免填',
  'x',
  'xx',
  'xxx',
])

/** Empty, or a placeholder that is no answer: "(編輯中)", "N/A", "無", punctuation only. */
export function isFiller(text: string): boolean {
  return fillers.has(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\p{P}\p{S}\s]/gu, ''),
  )
}

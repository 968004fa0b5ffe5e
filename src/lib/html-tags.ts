// HTML as people and their editors really write it, made into HTML that a parser reads without losing a word: a bracket that
// begins no tag becomes "&lt;", a quote that nobody closes ends with its tag, and a comment or a <select> that nobody closes is a
// word. Linear in the length of the input. Pure.

const inline =
  'a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|q|rb|rp|rt|rtc|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr'
const block =
  'address|article|aside|blockquote|body|br|caption|center|col|colgroup|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hgroup|hr|html|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul'
const rare =
  'applet|area|audio|base|button|canvas|datalist|dialog|embed|frame|frameset|iframe|input|keygen|link|map|marquee|math|meta|meter|noembed|noframes|noscript|object|output|param|picture|progress|script|slot|source|style|svg|template|track|video|xml'
/** Their words are shown, each on lines of its own; a parser would take all that follows for the words of some of them. */
const boxes = 'legend|listing|optgroup|option|plaintext|select|textarea|title|xmp'

const named = (names: string) => new RegExp(`^(?:${names})$`)
const known = named([inline, block, rare, boxes].join('|'))
const isBox = named(boxes)
const isOffice = /^[a-z][a-z0-9]{0,8}:[a-z][a-z0-9-]*$/ // <o:p>, <w:View>, <st1:place>
const breaksLines = named(`${block}|${boxes}`)
/** What editors leave open, or need not close. Any other tag that has neither attributes nor its pair is a word. */
const mayStandAlone = named(
  'a|b|big|blockquote|body|br|center|col|colgroup|dd|div|dl|dt|em|font|h[1-6]|head|hr|html|i|li|ol|p|pre|rb|rp|rt|rtc|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|wbr',
)
const voids = named('area|base|br|col|embed|frame|hr|img|input|keygen|link|meta|param|source|track|wbr')
const closesItself = named('p|li|dt|dd|tr|td|th')
const deepest = 200

// A value ends before what looks like a tag: its closing quote was forgotten. A name without a value is a word but for those of HTML.
const value = `(?:"(?:[^"<]|<(?![a-z/!]))*"|'(?:[^'<]|<(?![a-z/!]))*'|[^\\s"'=<>\`]+)`
const flag =
  '(?:checked|compact|controls|default|defer|disabled|hidden|loop|multiple|muted|noshade|nowrap|open|readonly|required|reversed|selected)'
const attribute = `\\s+(?:${flag}(?=[\\s/>])|[a-z_@:][\\w.:-]*\\s*=\\s*${value})`
const wellFormed = new RegExp(`<(/?)([a-z][^\\s/<>"'=]*)((?:${attribute})*)\\s*/?>`, 'iy')
const halfFormed = /<(\/?)([a-z][a-z0-9:]*)(\s+[a-z_@:][\w.:-]*\s*=[^<>]*|[\s/]+)>/iy
const declaration = /<!\[(?:if|else|endif)\b[^<>]*>|<!doctype\b[^<>]*>|<\?xml\b[^<>]*>/iy

type Token = { raw: string; name: string | null; closing: boolean; attributes: string }

/** Whether there is anything in a text that a browser would not show as it stands. */
export const hasMarkup = (html: string): boolean => /[<&]/.test(html)

/** The same text with nothing in it that looks like a tag and is none. `hasBlocks`: some of its tags break lines. */
export function wellFormedHtml(html: string): { html: string; hasBlocks: boolean } {
  const tokens = tokensOf(html)
  const lonely = withoutPair(tokens)
  const open: string[] = []
  let hasBlocks = false
  const said = tokens.map((token) => {
    const { raw, name, closing, attributes } = token
    if (name === null || lonely.has(token)) return raw.replaceAll('<', '&lt;')
    if (isOffice.test(name) || code[name]) return '<wbr>'
    if (breaksLines.test(name)) hasBlocks = true
    const shown = isBox.test(name) ? 'div' : name
    if (voids.test(name)) return closing && name !== 'br' ? '' : `<${shown}${attributes}>`
    if (closing) {
      const at = open.lastIndexOf(shown)
      if (at >= 0) open.length = at
      return `</${shown}>`
    }
    if (open.at(-1) !== shown || !closesItself.test(shown)) {
      if (open.length >= deepest) return '<wbr>' // the parser takes quadratic time over open tags
      open.push(shown)
    }
    return `<${shown}${attributes}>`
  })
  return { html: said.join(''), hasBlocks }
}

/** Tags without attributes that are not known to be forgotten, and whose pair is missing: somebody wrote about them. */
function withoutPair(tokens: Token[]): Set<Token> {
  const lonely = new Set<Token>()
  const waiting = new Map<string, Token[]>()
  for (const token of tokens) {
    const { name, closing, attributes } = token
    if (name === null || isOffice.test(name) || mayStandAlone.test(name)) continue
    if (code[name]) {
      if (!attributes) lonely.add(token)
    } else if (voids.test(name)) {
      if (!attributes && !closing) lonely.add(token)
    } else if (!closing) {
      if (!waiting.get(name)?.push(token)) waiting.set(name, [token])
    } else if (!waiting.get(name)?.pop()) lonely.add(token)
  }
  for (const token of [...waiting.values()].flat()) if (!token.attributes) lonely.add(token)
  return lonely
}

/** Words and tags in turn. What nobody would see is left out: closed comments, styles and scripts. */
function tokensOf(html: string): Token[] {
  const tokens: Token[] = []
  const word = (raw: string) => raw && tokens.push({ raw, name: null, closing: false, attributes: '' })
  const endOf = endFinder(html)
  let from = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', from)) {
    word(html.slice(from, at))
    from = at
    from = endOfUnseen(html, at, endOf) ?? at
    if (from > at) continue
    const token = tagAt(html, at)
    const unseen = token && !token.closing ? code[token.name ?? ''] : undefined
    from = at + (token?.raw.length ?? 1)
    const end = unseen ? endOf(`</${token!.name}\\s*>`, from) : null
    if (end !== null && unseen!.test(html.slice(from, Math.min(end, from + longestGlance)))) from = end
    else if (token) tokens.push(token)
    else word('<')
  }
  word(html.slice(from))
  return tokens
}

/** Where a comment or a declaration that begins at `at` ends; null where none does. */
function endOfUnseen(html: string, at: number, endOf: ReturnType<typeof endFinder>): number | null {
  if (html.startsWith('<!--', at)) {
    const empty = ['<!-->', '<!--->'].find((comment) => html.startsWith(comment, at))
    return empty ? at + empty.length : endOf('-->', at + 4)
  }
  declaration.lastIndex = at
  return declaration.test(html) ? declaration.lastIndex : null
}

/** What tells code from words that somebody put between two such tags, at its beginning. */
const code: { [name: string]: RegExp } = {
  style: /[{@]|^\s*<\/style/i,
  script: /[{;=]|\w\s*\(|^\s*<\/script/i,
  xml: /<\/?[a-z]\w*:|^\s*<\/xml/i,
}
const longestGlance = 2000

/** Finds where a sign ends next; null where there is none. What was found, or not, is not looked for again before it is passed. */
function endFinder(html: string): (sign: string, from: number) => number | null {
  const known = new Map<string, { start: number; end: number | null }>()
  return (sign, from) => {
    const last = known.get(sign)
    if (last && (last.end === null || last.start >= from)) return last.end
    const pattern = new RegExp(sign, 'gi')
    pattern.lastIndex = from
    const found = pattern.exec(html)
    known.set(sign, { start: found?.index ?? 0, end: found ? pattern.lastIndex : null })
    return found ? pattern.lastIndex : null
  }
}

function tagAt(html: string, at: number): Token | null {
  for (const form of [wellFormed, halfFormed]) {
    form.lastIndex = at
    const [raw, slash, typed, attributes] = form.exec(html) ?? []
    if (raw === undefined) continue
    const name = typed!.toLowerCase()
    if (!known.test(name) && !isOffice.test(name)) return null
    // of a tag whose quotes are broken only that it has attributes is known
    return {
      raw,
      name,
      closing: slash === '/',
      attributes: form === wellFormed ? attributes! : attributes!.trim() && ' ',
    }
  }
  return null
}

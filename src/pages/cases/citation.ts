// How a case is cited: as a sentence, for programs that keep references, and for Wikipedia. Pure.

/** What may be said of it. A text that is not public has no title and no author here, whoever asks. */
export type Cited = {
  /** in words that are true of it now: 'Proposal 2026-0001 (text hidden)' where the title is not public */
  title: string
  author: string | null
  government: string
  site: string
  number: string
  /** the case's own address, which names it for ever */
  id: string
  /** address of the version that was read; the case's own where versions are not public */
  url: string
  /** local days; `issued` null where nobody knows when it was published */
  issued: string | null
  accessed: string
  /** how far it came, where a reader must know: merged, not accepted, withdrawn, hidden, as seen on another platform */
  note: string | null
  /** of the text */
  language: string
}

export const citationFormats = ['bib', 'ris', 'csl'] as const
type CitationFormat = (typeof citationFormats)[number]

export const citationTypes: { [format in CitationFormat]: string } = {
  bib: 'application/x-bibtex; charset=utf-8',
  ris: 'application/x-research-info-systems; charset=utf-8',
  csl: 'application/vnd.citationstyles.csl+json; charset=utf-8',
}

/** One record of it, in a format. */
export const citationAs = (format: CitationFormat, cited: Cited): string =>
  format === 'bib' ? bibtex(cited) : format === 'ris' ? ris(cited) : `${JSON.stringify([cslJson(cited)], null, 2)}\n`

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()

/** What TeX takes for commands, written so that it prints them. Letters stay as they are: bibliographies are UTF-8. */
const texSigns: { [sign: string]: string } = {
  ...{ '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '#': '\\#', '%': '\\%', _: '\\_' },
  ...{ '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' },
}
/** Two signs that TeX would print as one: dashes and quotation marks. */
const ligatures = /([-'`,<>])(?=\1)|[!?](?=`)/g
const tex = (text: string): string =>
  oneLine(text)
    .replace(/[\\{}$&#%_~^]/g, (sign) => texSigns[sign]!)
    .replace(ligatures, '$&{}')

/** `@misc`, which every style of BibTeX and biblatex knows. Braces keep names whole and letters as they are. */
export function bibtex(c: Cited): string {
  const [year, month] = (c.issued ?? '').split('-')
  const fields: [string, string | null | undefined][] = [
    ['author', c.author && `{${tex(c.author)}}`],
    ['title', `{${tex(c.title)}}`],
    ['year', year || null],
    ['month', month],
    ['date', c.issued],
    ['publisher', `{${tex(c.government)}}`],
    ['howpublished', tex(c.site)],
    ['number', c.number],
    ['url', c.url],
    ['urldate', c.accessed],
    ['note', tex([c.note, c.id].filter(Boolean).join('; '))],
    ['langid', c.language.startsWith('zh') ? 'chinese' : 'english'],
  ]
  const key = `fuyi-${c.id.replace(/^https?:\/\/[^/]*\//, '').replace(/[^A-Za-z0-9]+/g, '-')}`
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}}`] : []))
  return `@misc{${key},\n${lines.join(',\n')}\n}\n`
}

/** A line is a tag and a value; nothing in it may begin another line. A name is one piece: a comma would part it into two. */
export function ris(c: Cited): string {
  const lines: [string, string | null | undefined][] = [
    ['TY', 'ELEC'],
    ['AU', c.author && oneLine(c.author).replace(/,/g, '，')],
    ['TI', oneLine(c.title)],
    ['PB', oneLine(c.government)],
    ['T2', oneLine(c.site)],
    ['PY', c.issued?.slice(0, 4)],
    ['DA', c.issued?.replaceAll('-', '/')],
    ['M1', c.number],
    ['UR', c.url],
    ['Y2', c.accessed.replaceAll('-', '/')],
    ['N1', oneLine([c.note, c.id].filter(Boolean).join('; '))],
    ['LA', c.language],
  ]
  const told = lines.flatMap(([tag, value]) => (value ? [`${tag}  - ${value}\r\n`] : []))
  return `${told.join('')}ER  - \r\n`
}

/** https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html */
export function cslJson(c: Cited) {
  const day = (date: string) => ({ 'date-parts': [date.split('-').map(Number)] })
  return {
    id: c.id,
    type: 'webpage',
    title: oneLine(c.title),
    ...(c.author ? { author: [{ literal: oneLine(c.author) }] } : {}),
    publisher: oneLine(c.government),
    'container-title': oneLine(c.site),
    number: c.number,
    URL: c.url,
    ...(c.issued ? { issued: day(c.issued) } : {}),
    accessed: day(c.accessed),
    note: oneLine([c.note, c.id].filter(Boolean).join('; ')),
    language: c.language,
  }
}

/** In a value of a template: what would end it, or begin something else. */
const wikiSigns: { [sign: string]: string } = {
  ...{ '|': '{{!}}', '[': '&#91;', ']': '&#93;', '{': '&#123;', '}': '&#125;', '<': '&lt;', '>': '&gt;', '&': '&amp;' },
  ...{ "'": '&#39;', '~': '&#126;', '=': '&#61;' },
}
const wiki = (text: string): string => oneLine(text).replace(/[|[\]{}<>&'~=]/g, (sign) => wikiSigns[sign]!)

/** For the English Wikipedia, and the Chinese one, which takes the same names of fields and tells languages by its own codes. */
export function wikipedia(c: Cited, edition: 'en' | 'zh'): string {
  const fields: [string, string | null][] = [
    ['author', c.author && wiki(c.author)],
    ['title', wiki(c.title)],
    ['url', c.url],
    ['website', wiki(c.site)],
    ['publisher', wiki(c.government)],
    ['date', c.issued],
    ['access-date', c.accessed],
    ['language', edition === 'zh' ? (c.language.startsWith('zh') ? 'zh-hant-tw' : c.language) : c.language],
    ['id', wiki(c.number)],
  ]
  const told = fields.flatMap(([name, value]) => (value ? [` |${name}=${value}`] : []))
  return `{{${edition === 'zh' ? 'Cite web' : 'cite web'}${told.join('')}}}`
}

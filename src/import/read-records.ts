// Objects of a list in a JSON file, one by one, for files of any length: the list itself, or the one that a page of an interface
// calls `data` or `service_requests`; pages may follow each other in one file. What is wrong with one object refuses that one alone:
// reading goes on at the next line that begins as objects of the list do.
import { readLines } from './read-lines.ts'
import type { Refuse } from './report.ts'

const lists = /"(?:data|service_requests|requests)"\s*:\s*$/
const longest = 4_000_000 // characters of one object

type Held = { line: number; name: string; text: string; depth: number; wrong: string | null }
/** `lost`: in a list, behind something that is no part of one. */
type Where = 'outside' | 'list' | 'lost'

/**
 * Each with the line it begins on, and with what it is called where objects do not begin lines, as in what interfaces answer: all of it is
 * line 1 then.
 */
export async function* readRecords(
  path: string,
  refuse: Refuse,
): AsyncGenerator<[line: number, record: unknown, name: string]> {
  let where = 'outside' as Where
  let before = '' // what was met since the last list, to know one by its name
  let held = null as Held | null
  const beginning = await beginningOf(path)
  let begun = 0
  const nameOf = (n: number) => (beginning === null ? `record ${n}: ` : '')

  for await (const { number, text, refused } of readLines(path)) {
    if (text === undefined) {
      if (held) held.wrong ??= `line ${number} ${refused}`
      else refuse(number, refused)
      continue
    }
    if (beginning !== null && indentOf(text) === beginning) {
      if (held) refuse(held.line, held.name + (held.wrong ?? 'does not end where the next begins'))
      held = null
      where = 'list'
    }
    let from = 0
    let inString = false // no string goes over the end of a line
    for (let i = 0; i < text.length; i++) {
      const sign = text[i]!
      if (inString) {
        if (sign === '\\') i++
        else if (sign === '"') inString = false
      } else if (held) {
        if (sign === '"') inString = true
        else if (sign === '{' || sign === '[') held.depth++
        else if (sign === '}' || sign === ']') held.depth--
        if (held.depth > 0) continue
        held.text += text.slice(from, i + 1)
        const read = recordOf(held)
        if ('wrong' in read) refuse(held.line, held.name + read.wrong)
        else yield [held.line, read.record, held.name]
        held = null
        from = i + 1
      } else if (where === 'list') {
        if (sign === '{') {
          held = { line: number, name: nameOf(++begun), text: '', depth: 1, wrong: null }
          from = i
        } else if (sign === ']') {
          where = 'outside'
          before = ''
          from = i + 1
        } else if (!/[\s,]/.test(sign)) {
          refuse(number, `${nameOf(begun + 1)}is no record: each in the list begins with {`)
          where = 'lost'
        }
      } else if (where === 'outside') {
        if (sign === '"') inString = true
        else if (sign === '[') {
          where =
            (before + text.slice(from, i)).trim() === '' || lists.test(before + text.slice(from, i)) ? 'list' : where
          before = ''
          from = i + 1
        }
      }
    }
    if (where === 'outside') before = `${before}${text.slice(from)}`.slice(-200)
    if (!held) continue
    held.text += `${text.slice(from)}\n`
    if (held.text.length > longest) held.wrong ??= 'is longer than 4 million characters'
    if (held.wrong) held.text = ''
  }
  if (held) refuse(held.line, held.name + (held.wrong ?? 'does not end before the file does'))
}

const indentOf = (text: string): string | null => /^\s*(?=\{)/.exec(text)?.[0] ?? null

/**
 * The white space before the objects of the list; null where they do not begin lines. It is the shortest before many of the lines
 * that begin an object: objects within them are further in. A file that is one object begins with none itself.
 */
async function beginningOf(path: string): Promise<string | null> {
  const counts = new Map<string, number>()
  let first: string | null = null
  for await (const { text = '', refused } of readLines(path)) {
    first ??= refused === undefined ? (text.trim()[0] ?? null) : '?' // a line that cannot be read may have begun the list
    const indent = indentOf(text)
    if (indent !== null && !(indent === '' && first === '{')) counts.set(indent, (counts.get(indent) ?? 0) + 1)
  }
  const many = Math.max(...counts.values()) * 0.3
  return [...counts].sort(([a], [b]) => a.length - b.length).find(([, count]) => count >= many)?.[0] ?? null
}

function recordOf({ wrong, text }: Held): { record: unknown } | { wrong: string } {
  if (wrong) return { wrong }
  try {
    return { record: JSON.parse(text) }
  } catch {
    return { wrong: 'not JSON' }
  }
}

// What a person should know after an import: which lines were refused, and what was taken over but is hard to believe. Pure.
import { basename } from 'node:path'

/** Leaves a line out, with the reason in words for whoever made the file. */
export type Refuse = (line: number, reason: string) => void

/** Warnings by what they are about, in the order of the report. */
export const topics = {
  implausible: 'Hard to believe, and taken over as it is written',
  counts: 'Counts that disagree: the largest stands',
  answers: 'Answers that are not in the files',
  unsaid: 'What the files do not say',
  left_out: 'Images and attachments that were left out',
  kept: 'Cases that were left as they are here',
} as const
export type Topic = keyof typeof topics

export type Finding = { file: string; line: number; reason: string }
export type Report = {
  refused: Finding[]
  warnings: (Finding & { topic: Topic })[]
}

export const newReport = (): Report => ({ refused: [], warnings: [] })

export const refuseIn =
  (report: Report, path: string): Refuse =>
  (line, reason) => {
    report.refused.push({ file: basename(path), line, reason: printable(reason) })
  }

export const warnIn =
  (report: Report, path: string) =>
  (line: number, topic: Topic, reason: string): void => {
    report.warnings.push({ file: basename(path), line, topic, reason: printable(reason) })
  }

/** A file may hold what moves the cursor of a terminal. */
const printable = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')

/**
 * One line for each finding; neighbouring lines of a file with the same reason are one: 'x.csv lines 2 to 9: not JSON'. The
 * lines of the `main` file need no name before them.
 */
export function findingLines(findings: readonly Finding[], main = ''): string[] {
  const spans: (Finding & { last: number })[] = []
  for (const { file, line, reason } of inOrder(findings)) {
    const before = spans.at(-1)
    if (before?.file === file && before.reason === reason && line === before.last + 1) before.last = line
    else spans.push({ file, line, reason, last: line })
  }
  return spans.map(({ file, line, last, reason }) => {
    const lines = line === last ? `line ${line}` : `lines ${line} to ${last}`
    const where = [file === main ? '' : file, line ? lines : ''].filter(Boolean).join(' ') // line 0: the whole file
    return where ? `${where}: ${reason}` : reason
  })
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const files = [...new Set(findings.map(({ file }) => file))]
  return [...findings].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line)
}

/** The whole report as plain text. `head`: what was imported, where and when. `main`: the name of the file of cases. */
export function reportText(report: Report, head: readonly string[], main: string): string {
  const parts = [section('Refused lines', report.refused, main)]
  for (const [topic, heading] of Object.entries(topics))
    parts.push(
      section(
        heading,
        report.warnings.filter((warning) => warning.topic === topic),
        main,
      ),
    )
  return `${[head.join('\n'), ...parts.filter(Boolean)].join('\n\n')}\n`
}

/** Its number is that of the findings, as the summary has it: several may be told in one line. */
const section = (heading: string, findings: readonly Finding[], main: string): string =>
  findings.length
    ? [`${heading} (${findings.length})`, ...findingLines(findings, main).map((line) => `  ${line}`)].join('\n')
    : ''

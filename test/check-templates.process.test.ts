// What a template names is there, and is what the template takes it for: the check of `npm run lint`, tried with a breach of each rule.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the check says of all templates once these files are changed: one line for each problem, the template first. */
function problemsAfter(changes: { [file: string]: (text: string) => string }): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-views-'))
  try {
    cpSync(join(root, 'views'), folder, { recursive: true })
    for (const [file, change] of Object.entries(changes)) {
      const path = join(folder, file)
      writeFileSync(path, change(readFileSync(path, { encoding: 'utf8', flag: 'a+' })))
    }
    const { stderr } = spawnSync(process.execPath, ['src/check-templates.mjs', folder], { cwd: root, encoding: 'utf8' })
    const said = stderr.split('\n').filter((line) => /^\S/.test(line))
    return said.map((line) => line.replace(/^.*?fuyi-views-\w+\//, '').replace(/: error TS\d+:/, ':'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const renamed = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from)
  return text.replace(from, to)
}

test('a breach of each rule is found, in its template and line, and nothing else in any template', () => {
  const changes = {
    // a fact by another name, and another one by a name that the language does not have
    'cases/_answers.eta': renamed('it.answers.forEach', 'it.replies.forEach'),
    'cases/_tally.eta': renamed('p.threshold && it.sheet', 'p.treshold && it.sheet'),
    // a part that does not exist, and one that is not given all that it takes
    'agencies/agencies.eta': (text: string) => `${text}<%~ it.part('agencies/_nothing') %>`,
    'lists/_front.eta': (text: string) => `${text}\n<%~ it.part('shared/input', { name: 'q' }) %>`,
    // nobody said what it takes
    'help/_untold.eta': () => '<h1><%= it.title %></h1>',
    'help/_unfounded.eta': () => '<% /* it: Numbers. Of nobody knows which file. */ %>',
    // text that would stand in the page as markup, and what would be printed as null
    'me/me.eta': (text: string) => `${text}\n<%~ it.title %>`,
    'desk/_find.eta': (text: string) => `${text}\n<%= it.notice %>`,
    // more than the page that renders it gives
    'sign-in/code.eta': renamed('it: CodePage,', 'it: CodePage & { more: string },'),
  }
  const problems = problemsAfter(changes)
  const expected = [
    /^help\/_untold\.eta:1: the first line must say/,
    /^help\/_unfounded\.eta:1: Numbers comes from no file/,
    /^cases\/_answers\.eta:3: Property 'replies' does not exist/,
    /^cases\/_tally\.eta:\d+: Property 'treshold' does not exist/,
    /^agencies\/agencies\.eta:\d+: .*"agencies\/_nothing"/,
    /^lists\/_front\.eta:\d+: .*is missing.*|^lists\/_front\.eta:\d+: Argument of type/,
    /^me\/me\.eta:\d+: Argument of type 'string' is not assignable to parameter of type 'Html'/,
    /^desk\/_find\.eta:\d+: Argument of type 'string \| null'/,
    /^sign-in\/code\.eta:1: Type 'CodePage' is not assignable/,
  ]
  const unfound = expected.filter((one) => !problems.some((problem) => one.test(problem)))
  const others = problems.filter((problem) => !(problem.split(':')[0]! in changes))
  expect({ unfound, others }).toEqual({ unfound: [], others: [] })
})

// Compiles every template against the type that its first line names, so that a fact that is renamed is an error: part of
// `npm run lint`. `node src/check-templates.mjs FOLDER` checks the templates of another folder.
//
// Eta takes a template apart; what stands in its tags becomes a TypeScript file in a temporary folder, one for each template, and
// tsc reads them all. It has no other interface than its command.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'

const root = fileURLToPath(new URL('..', import.meta.url))
const views = resolve(process.argv[2] ?? join(root, 'views'))
const eta = new Eta({ autoTrim: false })

/** Types that a first line need not say the file of: those of every template, and TypeScript's own. */
const ours = ['Frame', 'InPlace', 'SignedIn']
/** A mail has a frame of its own, and every kind of mail is given the same facts. */
const isMail = (file) => file.startsWith('emails/')
const isKindOfMail = (file) => isMail(file) && !file.startsWith('emails/_')
const builtIn = ['Date', 'Extract', 'NonNullable', 'Omit', 'Partial', 'Pick', 'Record']

const templates = readdirSync(views, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.eta'))
  .sort()
  .map((file) => ({ file, name: file.replace(/\.eta$/, ''), text: readFileSync(join(views, file), 'utf8') }))

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'fuyi-templates-'))
/** For each file written, the line of the template that each of its lines came from. */
const lines = new Map()
const problems = []
/** Of the file with a line for each page. */
const linesBeforePages = 5
try {
  for (const template of templates) writeTemplate(template)
  writeTypes()
  compile()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
if (problems.length) process.exitCode = 1

/** `<% /* it: TYPE, from src/FILE.ts. Words. *\/ %>`: the type, and where its names come from. */
function typeOf({ file, text }) {
  const said = /^<%-? *\/\* it: (.+?)(?:, from (src\/[\w./-]+\.ts))?\.(?=\s)/.exec(text)
  const [, type = 'unknown', from] = said ?? []
  if (!said) problems.push(`${shown(file)}:1: the first line must say "it: TYPE, from src/FILE.ts."`)
  const names = [...type.replace(/'[^']*'/g, '').matchAll(/(?<![\w.])[A-Z]\w*/g)].map(([name]) => name)
  const imported = [...new Set(names)].filter((name) => !ours.includes(name) && !builtIn.includes(name))
  if (imported.length && !from) problems.push(`${shown(file)}:1: ${imported.join(', ')} comes from no file`)
  return {
    type,
    always: ours.filter((name) => names.includes(name)),
    imports: from && imported.length ? `import type { ${imported.join(', ')} } from '${join(root, from)}'` : '',
  }
}

/** What a tag prints is handed to `$text` or `$raw`, whose types say what may be printed. */
function writeTemplate(template) {
  const { type, always, imports } = typeOf(template)
  const up = relative(dirname(template.file), '.') || '.'
  const written = [
    [
      `import type { ${['Fold', isMail(template.file) ? 'MailIt as It' : 'It', 'Raw', 'Text', ...always].join(', ')} } from '${up}/types.ts'`,
      1,
    ],
    [imports, 1],
    [`export type Own = ${type}`, 1],
    ['export function draw(it: It<Own>, $text: Text, $raw: Raw, fold: Fold): void {', 1],
  ]
  let at = 0
  for (const piece of eta.parse(template.text)) {
    if (typeof piece === 'string') continue
    at = template.text.indexOf(piece.val, at)
    const first = template.text.slice(0, at).split('\n').length
    at += piece.val.length
    const code = piece.t === 'i' ? `$text(${piece.val})` : piece.t === 'r' ? `$raw(${piece.val})` : piece.val
    for (const [i, line] of code.split('\n').entries()) written.push([line, first + i])
    if (piece.t !== 'e') written.push([';', first])
  }
  written.push(['}', template.text.split('\n').length])
  const path = `${template.file}.ts`
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), written.map(([line]) => line).join('\n'))
  lines.set(path, { file: template.file, of: written.map(([, line]) => line) })
}

/** Which template takes what, and what each may ask of another. */
function writeTypes() {
  const view = join(root, 'src/platform/web/view.ts')
  const own = templates.map(({ name, file }) => `  '${name}': import('./${file}.ts').Own`)
  writeFileSync(
    join(folder, 'types.ts'),
    `import type { Frame as Given, InPlace, PageName, Pages, SignedIn } from '${view}'
import type { Html } from '${join(root, 'src/platform/web/html.ts')}'
import type { Details } from '${join(root, 'src/platform/web/parts.ts')}'
import type { MailFrame } from '${join(root, 'src/platform/mail/draw-mail.ts')}'
export type { InPlace, SignedIn }
export type Frame = object
export type Templates = {
${own.join('\n')}
}
type Over<A, B> = Omit<A, keyof B> & B
type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false
/** The facts that a template takes and that are not there, or are something else there. */
type Lacking<T, Has> = {
  [K in keyof T]-?: K extends keyof Has ? (Has[K] extends T[K] ? never : K) : IsOptional<T, K> extends true ? never : K
}[keyof T]
/** Where one of several templates is meant, all that any of them lacks; a layout draws whichever page it is. */
type LackingAny<N extends keyof Templates, Has> = PageName extends N ? never : N extends unknown ? Lacking<Templates[N], Has> : never
type More<N extends keyof Templates, Has> = { [K in LackingAny<N, Has>]: Wanted<N, K> } & { [K in Keys<N>]?: Wanted<N, K> | undefined }
type Keys<N extends keyof Templates> = N extends unknown ? keyof Templates[N] : never
type Wanted<N extends keyof Templates, K extends PropertyKey> = N extends unknown ? (K extends keyof Templates[N] ? Templates[N][K] : never) : never
type Part<Has> = <N extends keyof Templates>(
  template: N,
  ...more: object extends More<N, Has> ? [more?: More<N, Has>] : [more: More<N, Has>]
) => Html
type Facts<Own> = Over<Omit<Given, 'part'>, Own>
export type It<Own> = Facts<Own> & { part: Part<Facts<Own>> }
type InMail<Own> = Over<Omit<MailFrame, 'part'>, Own>
export type MailIt<Own> = InMail<Own> & { part: Part<InMail<Own>> }
export type Text = (value: string | number) => void
export type Raw = (value: Html) => void
export type Fold = (what: Omit<Details, 'body'>, draw: () => void) => void
export const known = (name: keyof Pages): keyof Templates => name
/** No fact of a page hides one of the frame's: it may only say more of these two. */
type Hidden = { [P in keyof Pages]: Exclude<keyof Pages[P] & keyof Given, 'government' | 'person'> }[keyof Pages]
export const hidden = (name: Hidden): never => name
`,
  )
  const check = ({ file, name }, i) =>
    `export const page${i} = (given: ${isKindOfMail(file) ? 'MailFacts' : `PageOf<'${name}'>`}): Templates['${name}'] => given`
  const heading = `import type { Pages } from '${view}'
import type { Templates } from './types.ts'
import type { MailFacts } from '${join(root, 'src/domain/notifications/mail-facts.ts')}'
type PageOf<N> = N extends keyof Pages ? Pages[N] : never
// what render is given for a page is what its template takes`
  writeFileSync(join(folder, 'pages.ts'), [heading, ...templates.map(check)].join('\n'))
}

function compile() {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      noUnusedLocals: true,
      noUnusedParameters: false,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['.', join(root, 'src/**/*.d.ts')],
    files: [join(root, 'src/app.ts')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  })
  if (status === 0) return
  for (const line of stdout.split('\n').filter(Boolean)) {
    const [, path = '', row = '', message] = /^([^\s(][^(]*)\((\d+),\d+\): (.*)$/.exec(line) ?? []
    const template = path === 'pages.ts' ? templates[Number(row) - linesBeforePages - 1] : lines.get(path)
    problems.push(template ? `${shown(template.file)}:${template.of?.[Number(row) - 1] ?? 1}: ${message}` : line)
  }
}

function shown(file) {
  return relative(process.cwd(), join(views, file))
}

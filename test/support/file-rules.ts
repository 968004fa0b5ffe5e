// Rules of src/README.md that are kept inside one file, as code: what breaks one, in words.

/** Its first comment says so: law without HTTP, SQL, clock or chance. */
export const isPure = (text: string): boolean => /\bPure\b/.test(firstComment.exec(text)?.[0] ?? '')
const firstComment = /^\s*(?:(?:\/\/.*\n)+|\/\*[\s\S]*?\*\/)/

/** Files that are longer than one reads at a time, each with its reason. */
export const longForAReason: { [file: string]: string } = {
  'schema/values.ts': 'a list of words that columns, checks and forms share: it is looked up, not read',
  'demo/cases.ts': 'content: the invented cases of the demonstration',
  'domain/search/usual-english.ts': 'content: words with their Chinese, a line each',
  'domain/retention/person-tables.ts': 'a list: each table that holds a person, a few lines each',
  'app.ts': 'the table of contents: a line for each plugin and page',
  'domain/search/usual-synonyms.ts': 'content: words that mean one thing, a line each',
  'domain/search/usual-words.ts': 'content: more of both, a line each',
}

const rules: { [rule: string]: (file: string, text: string) => boolean } = {
  'registers routes, and its name does not end in -routes.ts, or the other way about': (file, text) =>
    /^(pages|open-data|operations)\//.test(file) &&
    /\b(?:app|pages|scope)\.(get|post|all|route)(<[^(]*>)?\(/.test(text) !==
      (file.endsWith('-routes.ts') || file === 'pages/shared/government-scope.ts'),
  'reads the environment, which only config.ts does': (file, text) => file !== 'config.ts' && /process\.env/.test(text),
  'takes somebody to be signed in: requirePerson (pages/shared) leads whoever is not to the page that signs in': (
    _,
    text,
  ) => /\bperson!/.test(text),
  'reads what stands after the ? beside the schema of its route (platform/http/query-schemas.ts)': (file, text) =>
    /^pages\/(?!shared\/)|-routes\.ts$/.test(file) &&
    /wordIn\((request\.)?query|request\.(query|params) as /.test(text),
  'puts rows in the order of a moment alone: of one moment either may come first, so the id or number decides': (
    _,
    text,
  ) => /\.orderBy\((?:(?:asc|desc)\(\w+\.\w+(?:At|On)\)|\w+\.\w+(?:At|On))\)/.test(text),
  'is a barrel': (file) => /(^|\/)index\.ts$/.test(file),
  'says it is pure and asks for the time, for chance or for the process': (_, text) =>
    isPure(text) && /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|(?<!\.)\bprocess\.[a-z]/.test(text),
  'keeps something at module level that two applications would share': (_, text) =>
    /^(export )?let |^(export )?const \w+(: [^=\n]+)? = new (Map|Set|LRUCache)(<[^(\n]*>)?\(\)/m.test(text),
  'exports a function and does not say what it gives: units, null, what it throws': (file, text) =>
    /^(lib|platform|domain)\//.test(file) && undocumented.test(text),
  'has more than 250 lines': (file, text) => lines(text) > 250 && !longForAReason[file],
  'is not so long any more as the reason for it says': (file, text) => lines(text) <= 250 && file in longForAReason,
}

/** A line that exports a function, with no comment and no other shape of the same function on the line above it. */
const undocumented =
  /(?<!\*\/\n|^export function .*\n)^export (async )?(function|const \w+(: [^=\n]+)? = (async )?(<[^\n]*>)?(\(|\w+ =>))/m

const lines = (text: string) => text.trimEnd().split('\n').length

/** Every rule that a file breaks, in words. */
export const brokenBy = (file: string, text: string): string[] =>
  Object.entries(rules).flatMap(([rule, breaks]) => (breaks(file, text) ? [`${file} ${rule}`] : []))

/** Names that a file exports and that stand nowhere else: `texts` are all that may use them, by their paths. */
export function unusedExports(texts: ReadonlyMap<string, string>): string[] {
  const inFiles = new Map<string, number>()
  for (const text of texts.values())
    for (const word of new Set(text.match(/[A-Za-z_$][\w$]*/g))) inFiles.set(word, (inFiles.get(word) ?? 0) + 1)
  const exported = /^export (?:async )?(?:function\*?|const|type|class) (\w+)/gm
  return [...texts].flatMap(([file, text]) =>
    /^src\/.*\.ts$/.test(file)
      ? [...text.matchAll(exported)].flatMap(([, name]) => (inFiles.get(name!)! > 1 ? [] : `${file} exports ${name}`))
      : [],
  )
}

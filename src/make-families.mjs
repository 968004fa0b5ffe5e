// Writes src/lib/simplified.ts anew from OpenCC's table, by way of opencc-js: `npm run families`, after that package was updated.
import { writeFileSync } from 'node:fs'
import characters from 'opencc-js/dict/TSCharacters'

const pairs = characters
  .split('|')
  .map((entry) => entry.split(' '))
  .filter(([from, to]) => from && to && from !== to && [...from].length === 1)
const lines = []
const all = pairs.map(([from, to]) => from + to).join(' ')
for (let rest = all; rest; rest = rest.slice(120)) lines.push(rest.slice(0, 120))
writeFileSync(
  new URL('lib/simplified.ts', import.meta.url),
  `// Traditional characters, each followed by its Simplified one. Written by src/make-families.mjs: not by hand.
// From OpenCC (https://github.com/BYVoid/OpenCC, Apache License 2.0).

// biome-ignore format: a table
export const simplified = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('')
`,
)

// What people write around what they look for, and sentences as their words.
import { expect, test } from 'vitest'
import { folded } from '../../../src/lib/folded.ts'
import { tellingWords } from '../../../src/platform/db/asking-words.ts'
import { parseQuery } from '../../../src/platform/db/search-query.ts'

const terms = (typed: string, how = {}) => parseQuery(typed, undefined, how)!.all.map(([way]) => way!.term)

test.each([
  ['has anyone asked for more trees', ['more', 'tree']],
  ['How can I propose a bridge?', ['bridg']],
  ['what about', ['what', 'about']], // nothing else was typed
  ['"the bridge"', ['the bridge']],
])('%s: English words that only ask are left out where others remain', (typed, remaining) => {
  expect(terms(typed)).toEqual(remaining)
})

test.each([
  ['颱風停班停課', ['颱風', '停班', '停課']],
  ['有沒有人提過基本工資', ['基本', '工資']],
  ['機車可以上高速公路嗎', ['機車', '高速公路']],
  ['每週工時40小時', ['每週', '工時', '40小時']],
  ['行人路權', ['行人', '路權']],
  ['的', []],
])('%s: a sentence is read as the words that say something', (sentence, words) => {
  expect(tellingWords(folded(sentence))).toEqual(words.map(folded))
})

test('words of a sentence must be what a case is about, since a long text has any few words somewhere', () => {
  const [way] = parseQuery('颱風停班停課', undefined, { loosely: true })!.all[0]!
  expect(way!.tokens).toEqual([`!${folded('颱風')}`])
  expect(terms('颱風停班停課')).toEqual([folded('颱風停班停課')])
})

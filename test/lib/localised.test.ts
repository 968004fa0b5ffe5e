import { expect, test } from 'vitest'
import { localised } from '../../src/lib/localised.ts'

const both = { 'zh-Hant': '環境保護局', en: 'Environment Bureau' }

test.each([
  [both, 'en', undefined, 'Environment Bureau'],
  [both, 'zh-Hant', undefined, '環境保護局'],
  [both, 'fr', undefined, '環境保護局'],
  [both, 'fr', 'en', 'Environment Bureau'],
  [{ en: 'Only English' }, 'zh-Hant', undefined, 'Only English'],
  [{}, 'en', undefined, ''],
])('%o read in %s, else in %s, is "%s"', (name, language, otherwise, words) => {
  expect(localised(name, language, otherwise)).toBe(words)
})

// Messages that are put together by our own code say what i18next would say.
import { expect, test } from 'vitest'
import { catalogue, fullTranslator, languages, translator } from '../../../src/platform/i18n/i18n.ts'

function messagesOf(messages: object, prefix = ''): [key: string, message: string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : messagesOf(value, `${prefix}${key}.`),
  )
}

const values = ['路燈 / <b>lamp</b> & {{count}}', 'مصباح الشارع', 12, null, undefined]

test.each(languages)('every message in %s reads as i18next has it, whatever it is filled with', (language) => {
  const [ours, theirs] = [translator(language), fullTranslator(language)]
  const different = messagesOf(catalogue(language)).flatMap(([full, message]) => {
    const key = full.replace(/_(zero|one|two|few|many|other)$/, '')
    const names = [...message.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]!)
    const filled = [
      ...values.map((value) => Object.fromEntries(names.map((name) => [name, value]))),
      ...[0, 1, 2, 1.5].map((count) => ({ ...Object.fromEntries(names.map((n) => [n, n])), count })),
    ]
    return filled.filter((params) => ours(key, params) !== theirs(key, params)).map((params) => [key, params])
  })
  expect(different).toEqual([])
  expect(ours('no.such.message')).toBe(theirs('no.such.message'))
})

test('what a person wrote is shown as it is, even where it looks like a message', () => {
  const title = '$t(frame.language) {{title}}'
  expect(translator('en')('mail.quote', { number: '2026-0001', title })).toContain(title)
})

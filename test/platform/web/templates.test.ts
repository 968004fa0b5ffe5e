// Parts of pages: what each is lent, and what is left afterwards.
import { expect, test } from 'vitest'
import type { Html } from '../../../src/platform/web/html.ts'
import { partOf, Templates, views } from '../../../src/platform/web/templates.ts'

/** Draws invented templates instead of those in views/. */
function drawing(templates: { [name: string]: (it: { [fact: string]: unknown }) => string }) {
  const eta = new Templates({ views })
  eta.resolvePath = (name) => name
  eta.readFile = () => ''
  eta.render = ((name: string, it: object) => templates[name]!({ ...it })) as typeof eta.render
  return partOf(eta) as (this: object, name: string, more?: object) => Html
}

test('a part has the facts of its page and some of its own; the page has its own again afterwards', () => {
  const part = drawing({
    line: (it) => `${it.language} ${it.name}${it.deeper ? part.call({ ...it }, 'word', { name: 'deep' }) : ''}`,
    word: (it) => `/${it.name}`,
  })
  const page: { [fact: string]: unknown } = { language: 'en', name: 'page' }
  expect(part.call(page, 'line', { name: 'own', deeper: true })).toBe('en own/deep')
  expect(part.call(page, 'line')).toBe('en page')
  expect(page).toEqual({ language: 'en', name: 'page', deeper: undefined })
})

test('a part that fails leaves its page as it was', () => {
  const part = drawing({
    broken: () => {
      throw new Error('no such word')
    },
  })
  const page = { name: 'page' }
  expect(() => part.call(page, 'broken', { name: 'own' })).toThrow('no such word')
  expect(page).toEqual({ name: 'page' })
})

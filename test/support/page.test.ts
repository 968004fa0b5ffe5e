// The helper that all tests of pages rest on: what it reads, and what it refuses.
import { expect, test } from 'vitest'
import { page } from './page.ts'

const whole = (main: string) =>
  page({ body: `<!doctype html><html lang="en"><head><title>T</title></head><body><main>${main}</main></body></html>` })

const shown = whole(`
  <h1>Night  market</h1>
  <p role="status">Saved.</p>
  <section aria-labelledby="a"><h2 id="a">Asks</h2><ol><li>No <mark>plastic</mark></li><li lang="zh-Hant">改善</li></ol></section>
  <h2>Dates</h2><p>Closes <b>soon</b>, they say</p><h3>How</h3><p>60 days</p>
  <h2>Figures</h2>
  <table><caption>By district</caption><thead><tr><th>Name</th></tr></thead><tr><th>Shibi</th><td>3</td></tr></table>
  <dl><dt>Open</dt><dd>7<small>cases</small></dd></dl>
  <details><summary>More</summary><a href="/more?a=1&amp;b=2">All of them</a></details>
  <p hidden>nobody reads this</p><script>nor(this)</script>
  <div role="alert"><ul><li><a href="#email">Mail: too long</a></li></ul></div>
  <form action="/send">
    <input type="hidden" name="next" value="/me">
    <label for="email">Mail</label><p id="email-error"><span class="govuk-visually-hidden">Error: </span>too long</p>
    <input id="email" name="email" value="a&quot;b" aria-describedby="email-error">
    <label for="words">Words</label><textarea id="words" name="words">
one
two</textarea>
    <label for="where">Where</label><select id="where" name="where"><option value="">Choose</option><option value="x" selected>X</option></select>
    <fieldset id="kind"><legend>Kind</legend><label><input type="radio" name="kind" value="a"> A</label>
      <label><input type="radio" name="kind" value="b" checked> B</label></fieldset>
    <button name="act" value="go">Go</button>
  </form>`)

test('words are read as they are spoken, without tags and without what is not shown', () => {
  expect([shown.title, shown.lang, shown.heading, shown.notice]).toEqual(['T', 'en', 'Night market', 'Saved.'])
  expect(shown.text).toContain('Closes soon, they say')
  expect(shown.text).not.toMatch(/nobody|nor\(|</)
  expect(shown.items.slice(0, 2)).toEqual(['No plastic', '改善'])
  expect([shown.marked, shown.langOf('改善'), shown.langOf('soon')]).toEqual([['plastic'], 'zh-Hant', 'en'])
})

test('a part is what its heading or its name stands for, and no more', () => {
  expect(shown.part('Asks').items).toHaveLength(2)
  expect(shown.part('Dates').text).toBe('Dates Closes soon, they say How 60 days')
  expect(shown.part('How').text).toBe('How 60 days')
  expect(shown.part('More').link('All of them')).toBe('/more?a=1&b=2')
  expect(shown.part('Asks').link('All of them')).toBeNull()
  expect(shown.item('plastic').text).toBe('No plastic')
  expect(() => shown.part('Nowhere')).toThrow('among: Night market | Asks')
})

test('tables and figures are read by their names', () => {
  expect(shown.table('By district')).toEqual([['Shibi', '3']])
  expect(shown.facts).toEqual({ Open: '7cases' })
})

test('fields are found by id or name, with what stands in them and what is wrong', () => {
  const form = shown.form('/send')
  expect(form.fields).toEqual(['email', 'words', 'where', 'kind'])
  expect(form.field('email')).toMatchObject({ label: 'Mail', value: 'a"b', error: 'too long', type: 'text' })
  expect(form.field('words')).toMatchObject({ value: 'one\ntwo', error: null, type: 'textarea' })
  expect(form.field('where')).toMatchObject({ value: 'x', options: { '': 'Choose', x: 'X' } })
  expect(form.field('kind')).toMatchObject({ label: 'Kind', value: 'b', options: { a: 'A', b: 'B' } })
  expect([form.sends('next'), form.sends('act'), form.sends('none')]).toEqual(['/me', 'go', null])
  expect(shown.problems).toEqual({ email: 'Mail: too long' })
  expect(() => form.field('phone')).toThrow('among: email, words, where, kind')
})

test.each([
  ['<p id="x"></p><p id="x"></p>', 'two elements have the id “x”'],
  ['<a href="#y">There</a>', 'leads to #y, which is not there'],
  ['<label for="z">Z</label>', 'for="z" names nothing'],
  ['<input name="mail">', 'nothing labels the field “mail”'],
  ['<div role="alert"><li><a href="#m">Wrong</a></li></div><input id="m" name="m" aria-label="M">', 'beside #m “null”'],
  ['<h1>Another</h1>', '2 headings of the first rank'],
])('a page with %s is refused', (fault, words) => {
  expect(() => whole(`<h1>One</h1>${fault}`)).toThrow(words)
})

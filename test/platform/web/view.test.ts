// What every template may count on.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('templates use what their page was given, and copy nothing of it', () => {
  const templates = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eta'))
  expect(templates.length).toBeGreaterThan(100)
  const copying = templates.filter((name) => /\.\.\.it\b(?!\.)/.test(readFileSync(`views/${name}`, 'utf8')))
  expect(copying).toEqual([])
  const byEta = templates.filter((name) =>
    /(?<![\w.])(?:include|includeAsync|layout)\(/.test(readFileSync(`views/${name}`, 'utf8')),
  )
  expect(byEta, 'it.part instead of Eta’s own include and layout').toEqual([])
})

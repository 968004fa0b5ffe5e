// One class is laid out in one file of styles: a second one changes what stands on every other page that has it.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../views/styles/', import.meta.url)

// The boxes that tick rows of the queue were called like the filters of lists, and all choices of the platform stood in the middle.
test('no class is laid out by two files of styles', () => {
  const files = new Map<string, Set<string>>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.scss')))
    for (const [, name] of readFileSync(new URL(file, folder), 'utf8').matchAll(/^\.([\w-]+) \{/gm))
      files.set(name!, (files.get(name!) ?? new Set()).add(file))
  expect(files.size).toBeGreaterThan(100)
  expect([...files].filter(([, by]) => by.size > 1).map(([name, by]) => `.${name}: ${[...by].join(', ')}`)).toEqual([])
})

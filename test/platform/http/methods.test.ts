// Which addresses there are, and with which methods.
import { expect, test } from 'vitest'
import { testWorld } from '../../support/world.ts'

test('two applications in one process each know their own addresses, whichever was asked first', async () => {
  const one = await testWorld()
  const demonstration = await testWorld({ config: { demonstration: true } })
  const other = await testWorld()
  const methodsOf = ({ app }: typeof one) => app.methodsOf('/demo/sign-in')
  expect([one, demonstration, other].map(methodsOf)).toEqual([[], ['POST'], []])
  expect(one.app.isPage('/haicheng/proposals')).toBe(true)
  expect(one.app.isPage('/haicheng/proposals/2026-0001/cosignatures')).toBe(false) // a form is sent there, and no page is read
})

// What is watched exists: a rule about a number that nobody measures would stay silent for ever.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { setStatus } from '../../src/operations/deployment-status.ts'
import { operationJobs } from '../../src/operations/jobs.ts'
import { write } from '../../src/platform/db/write.ts'
import { tick } from '../../src/platform/process/scheduler.ts'
import { mailDomainDays } from '../../src/schema/notifications.ts'
import { testWorld } from '../support/world.ts'

const file = (name: string) => readFileSync(`deploy/watching/${name}`, 'utf8')
const named = (text: string) => [...new Set(text.match(/\bfuyi_\w+/g))].sort()

async function measured(): Promise<{ names: Set<string>; text: string }> {
  const world = await testWorld()
  await world.visitor().get('/haicheng')
  await setStatus(world.db, 'last_backup', world.clock.now.toISOString())
  await tick(world.deps, operationJobs, world.clock.now, world.app.countJob)
  const day = world.clock.now.toISOString().slice(0, 10)
  await write(world.db, (tx) =>
    tx
      .insert(mailDomainDays)
      .values({ day, domain: 'b.test', asked: 9, pressed: 7 })
      .returning({ day: mailDomainDays.day }),
  )
  const text = (await world.app.inject({ url: '/metrics' })).body
  const samples = text.split('\n').filter((line) => /^fuyi_/.test(line))
  return { names: new Set(samples.map((line) => line.split(/[{ ]/)[0]!)), text }
}

test('alerts and dashboard name only what is measured', async () => {
  const { names } = await measured()
  for (const text of [file('alerts.yaml'), file('grafana.json')]) {
    expect(named(text).length).toBeGreaterThan(5)
    expect(named(text).filter((name) => !names.has(name))).toEqual([])
  }
})

test('whatever is measured stands on the dashboard', async () => {
  const { text } = await measured()
  const families = [...text.matchAll(/^# TYPE (fuyi_\w+)/gm)].map(([, name]) => name!)
  const shown = file('grafana.json')
  expect(families.filter((name) => !shown.includes(name))).toEqual([])
})

test('labels that rules and panels choose by are labels of that number', async () => {
  const { text } = await measured()
  for (const [, name, label] of `${file('alerts.yaml')}${file('grafana.json')}`.matchAll(/\b(fuyi_\w+)\{\\?(\w+)/g))
    expect(text).toMatch(new RegExp(`^${name}\\{.*\\b${label}="`, 'm'))
})

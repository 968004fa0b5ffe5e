// The workload as rows: by desk or by colleague, in the order that was asked for.
import { expect, test } from 'vitest'
import { workloadRows, workloadSum } from '../../../src/pages/desk/workload-rows.ts'

const load = (desk: string, person: string, total: number, late: number, week = 0) => ({
  ...{ agencyId: desk, personId: person, desk, person, href: `/${desk}/${person}`, total, late, week },
})
const loads = [
  load('Transport', 'Lin', 5, 0, 4),
  load('Transport', 'Nobody', 9, 1),
  load('Environment', 'Lin', 2, 2),
  load('Archive', 'Chen', 1, 0),
]
const shown = (by: 'desk' | 'person', sort: 'late' | 'week' | 'total' | 'name') =>
  workloadRows(loads, { by, sort }, 'en').map(({ name, parts }) => [name, ...parts.map((part) => part.name)].join(' '))

test('a row for each desk, with whoever has most first', () => {
  expect(shown('desk', 'late')).toEqual(['Environment Lin', 'Transport Nobody Lin', 'Archive Chen'])
  expect(shown('desk', 'total')).toEqual(['Transport Nobody Lin', 'Environment Lin', 'Archive Chen'])
  expect(shown('desk', 'name')).toEqual(['Archive Chen', 'Environment Lin', 'Transport Nobody Lin'])
})

test('a row for each colleague, with all that they have', () => {
  expect(shown('person', 'late')).toEqual(['Lin Transport Environment', 'Nobody Transport', 'Chen Archive'])
  const [lin] = workloadRows(loads, { by: 'person', sort: 'week' }, 'en')
  expect(lin).toMatchObject({ name: 'Lin', total: 7, late: 2, week: 4 })
  expect(workloadSum(loads)).toEqual({ total: 17, late: 3, week: 4 })
})

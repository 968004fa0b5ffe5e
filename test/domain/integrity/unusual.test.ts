// The law of what is unusual, and what an address says of itself.
import { describe, expect, test } from 'vitest'
import { usualUnusual } from '../../../src/domain/governments/government.ts'
import { isInstitution, isPublicProvider, registrableOf, shapeOf } from '../../../src/domain/integrity/mail-domain.ts'
import {
  heldAtOnce,
  isMember,
  nameOf,
  type Signs,
  type Sums,
  unusualIn,
} from '../../../src/domain/integrity/unusual.ts'

const nothing: Sums = { domains: [], series: [], devices: [], blocks: [], hours: [], unknown: [] }
const found = (sums: Partial<Sums>, rules = {}) =>
  unusualIn({ ...nothing, ...sums }, { ...usualUnusual, ...rules }).map(nameOf)
const signs: Signs = {
  ...{ block: 'b', domain: 'd', domainKind: 'unknown', familiar: 0, series: 's', device: 'v', lone: false, hour: 48 },
}

test.each([
  ['voter0007', 'voter####'],
  ['Voter.0007', 'voter####'],
  ['a1', 'a#'],
  ['mei+one', 'mei+'],
  ['mei1+x', 'mei#+'],
  ['mei', null],
  ['m.ei', 'mei.'],
] as const)('%s is of the series %s', (local, shape) => {
  expect(shapeOf(local)).toBe(shape)
})

test.each([
  ['mail.example.com.tw', 'example.com.tw'],
  ['a.b.example.org', 'example.org'],
  ['example.tw', 'example.tw'],
  ['school.edu.tw', 'school.edu.tw'],
])('%s belongs to whoever has %s', (host, registered) => {
  expect(registrableOf(host)).toBe(registered)
})

test('schools and authorities have names that nobody else can have; providers are open to anybody', () => {
  expect(['ntu.edu.tw', 'mail.gov.tw', 'ox.ac.uk', 'mit.edu'].map(isInstitution)).toEqual([true, true, true, true])
  expect(['edu.example.com', 'gov-tw.com', 'ac.tw', 'myedu.tw'].map(isInstitution)).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(['gmail.com', 'msa.hinet.net', 'yahoo.com.tw'].map(isPublicProvider)).toEqual([true, true, true])
  expect(isPublicProvider('gmail.com.example.tw')).toBe(false)
})

describe('what is unusual', () => {
  const series = (n: number, kind: 'public' | 'unknown' | 'institution', of: number) =>
    found({ series: [{ key: 's', domain: 'd', kind, n }], domains: [{ key: 'd', kind, n: of, familiar: 9 }] })

  test('addresses that are alike: ten of an unknown domain, at a large provider a share of them as well; pupils’ numbers never', () => {
    expect(series(9, 'unknown', 9)).toEqual([])
    expect(series(10, 'unknown', 10)).toEqual(['series s series'])
    expect(series(10, 'public', 1000)).toEqual([])
    expect(series(30, 'public', 1000)).toEqual(['series s series'])
    expect(series(500, 'institution', 500)).toEqual([])
  })

  test('a domain nobody knows is unusual from 25 on, one that some people had before from as many times more', () => {
    const domain = (n: number, familiar: number) => found({ domains: [{ key: 'd', kind: 'unknown', n, familiar }] })
    expect([domain(24, 0), domain(25, 0)]).toEqual([[], ['domain d domain']])
    expect([domain(99, 3), domain(100, 3)]).toEqual([[], ['domain d domain']])
    for (const kind of ['public', 'known', 'institution'] as const)
      expect(found({ domains: [{ key: 'd', kind, n: 9999, familiar: 0 }] })).toEqual([])
  })

  test('a block is unusual by what comes from it, not by how much', () => {
    const block = (unknown: number, lone: number) => found({ blocks: [{ key: 'b', n: 1000, unknown, lone }] })
    expect([block(0, 500), block(500, 0)]).toEqual([[], []])
    expect([block(501, 0), block(0, 900)]).toEqual([['block b block'], ['block b lone']])
    expect(found({ blocks: [{ key: 'b', n: 29, unknown: 29, lone: 29 }] })).toEqual([])
  })

  test('one browser for many is unusual, but in a school', () => {
    expect(found({ devices: [{ key: 'v', n: 30, institutions: 14 }] })).toEqual(['device v device'])
    expect(found({ devices: [{ key: 'v', n: 30, institutions: 15 }] })).toEqual([])
  })

  test('many unknown domains with a few each are unusual together; one address each of many domains is not, up to twice their share', () => {
    const many = (n: number, each: number) => ({
      hours: [{ hour: 48, n: 1000, lone: 0 }],
      domains: Array.from({ length: n }, (_, i) => ({ key: `d${i}`, kind: 'unknown' as const, n: each, familiar: 0 })),
      unknown: Array.from({ length: n }, (_, i) => ({ hour: 48, domain: `d${i}`, n: each })),
    })
    expect(found(many(49, 3))).toEqual([])
    expect(found(many(50, 3))).toHaveLength(50)
    expect(found(many(299, 1))).toEqual([])
    expect(found(many(300, 1))).toHaveLength(300)
  })

  test('an hour or a day in which nearly all pressed a link they never asked for', () => {
    expect(found({ hours: [{ hour: 48, n: 100, lone: 89 }] })).toEqual([])
    expect(found({ hours: [{ hour: 48, n: 100, lone: 90 }] })).toEqual(['hour 48 lone', 'day 2 lone'])
    const drip = Array.from({ length: 24 }, (_, i) => ({ hour: 48 + i, n: 5, lone: 5 }))
    expect(found({ hours: drip })).toEqual(['day 2 lone'])
  })

  test('where the rules hold nothing, nothing is', () => {
    expect(found({ devices: [{ key: 'v', n: 99, institutions: 0 }] }, { holdsUnusual: false })).toEqual([])
    expect(
      heldAtOnce({ ...signs, domainKind: 'disposable' }, new Set(), { ...usualUnusual, holdsUnusual: false }),
    ).toBeNull()
  })
})

test('whoever comes as one of a group that is known is held at once, and a neighbour is not', () => {
  const at = (one: Partial<Signs>, ...groups: string[]) =>
    heldAtOnce({ ...signs, ...one }, new Set(groups), usualUnusual)
  expect(at({ domainKind: 'disposable' })).toBe('disposable')
  expect(at({}, 'series s series')).toBe('series')
  expect(at({ series: 'other' }, 'series s series')).toBeNull()
  expect(at({}, 'block b block')).toBe('block')
  expect(at({ domainKind: 'public' }, 'block b block')).toBeNull()
  expect(at({ lone: true, domainKind: 'public' }, 'block b lone')).toBe('lone')
  expect(at({ lone: true }, 'day 2 lone')).toBe('lone')
  expect(at({ lone: true }, 'day 3 lone')).toBeNull()
  expect(at({ domainKind: 'institution' }, 'series s series', 'device v device')).toBeNull()
  expect(isMember({ ...signs, device: 'w' }, { kind: 'device', key: 'v', reason: 'device' })).toBe(false)
})

test('a suffix that is for sale makes no school, whatever it is called', () => {
  expect(['evil.edu.pl', 'evil.ac.ru', 'evil.gov.example', 'x.edu.evil.com'].map(isInstitution)).toEqual([
    ...[false, false, false, false],
  ])
})

test('a thousand domains with one mailbox each are a mass; the companies among honest people are not', () => {
  const rules = usualUnusual
  const sums = (unknown: number, all: number) => ({
    ...{ domains: [], series: [], devices: [], blocks: [], hours: [{ hour: 5, n: all, lone: 0 }] },
    unknown: Array.from({ length: unknown }, (_, i) => ({ hour: 5, domain: `d${i}`, n: 1 })),
  })
  expect(unusualIn(sums(300, 1000), rules)).toHaveLength(300)
  expect(unusualIn(sums(290, 1000), rules)).toEqual([])
  expect(unusualIn(sums(60, 90), rules), 'fewer than are looked at').toEqual([])
})

// A share of domains that nobody knew, beside other cases: what the invented crowds of the bench come to, many times over.
import { expect, test } from 'vitest'
import { broadcast, type Comer, crowds, inOrder, seeded } from '../../../bench/crowds.ts'
import { kindOf } from '../../../src/domain/integrity/arrival.ts'
import { besideOthers, type NewDomains } from '../../../src/domain/integrity/new-domains.ts'

const rules = { moreDisposable: '', trustedDomains: '' }
const sumOf = (crowd: Comer[]): NewDomains => ({
  n: crowd.length,
  unknown: crowd.filter(({ email }) => kindOf(email.slice(email.lastIndexOf('@') + 1), rules, new Set()) === 'unknown')
    .length,
})
const seeds = Array.from({ length: 20 }, (_, i) => i + 1)
/** Honest cases of 200 to 3,000 people, of one seed. */
function honest(seed: number): NewDomains[] {
  const people = broadcast(seeded(seed))
  const sizes = [200, 250, 300, 400, 500, 700, 1000, 1500, 2000, 3000]
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0))
  return sizes.map((size, i) => sumOf(people.slice(starts[i]!, starts[i]! + size)))
}

test('honest cases do not stand out among each other: none of 200', () => {
  const far = seeds.flatMap((seed) => {
    const cases = honest(seed)
    return cases.filter(
      (own, i) =>
        besideOthers(
          own,
          cases.filter((_, other) => other !== i),
        )!.isFar,
    )
  })
  expect(far).toEqual([])
})

test('600 own domains among 3,000 honest people stand out each time; mailboxes that were bought at large providers never do', () => {
  const told = (name: RegExp) =>
    seeds.filter((seed) => {
      const { make } = crowds.find((crowd) => name.test(crowd.name))!
      return besideOthers(sumOf(inOrder(make(seeded(seed)))), honest(seed + 100))!.isFar
    })
  expect(told(/each of 600 own domains/)).toHaveLength(20)
  expect(told(/bought at large providers/)).toEqual([])
})

test('nothing is said where few other cases are there, and few co-signatures never stand out', () => {
  const usual = { n: 1000, unknown: 60 }
  expect(besideOthers({ n: 500, unknown: 500 }, [usual, usual, { n: 99, unknown: 0 }])).toBeNull()
  expect(besideOthers({ n: 0, unknown: 0 }, [usual, usual, usual])).toBeNull()
  expect(besideOthers({ n: 199, unknown: 199 }, [usual, usual, usual])).toMatchObject({ isFar: false, usual: 0.06 })
  expect(besideOthers({ n: 200, unknown: 24 }, [usual, usual, usual])).toMatchObject({ isFar: true, share: 0.12 })
  expect(besideOthers({ n: 200, unknown: 21 }, [usual, usual, usual])).toMatchObject({ isFar: false })
})

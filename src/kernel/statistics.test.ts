// What is said of chance: against published tables and identities, and held to the plain sums by chosen numbers.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  binomialAtLeast,
  clopperPearson,
  compareRates,
  compareShares,
  falseDiscoveries,
  gammaPoissonAtLeast,
  kappa,
  lnGamma,
  pChart,
  poissonAtLeast,
  uChart,
  wilson,
} from './statistics.ts'

const near = (got: number, want: number, relative = 1e-10) =>
  assert.ok(Math.abs(got - want) <= relative * Math.max(Math.abs(want), 1e-300), `${got} instead of ${want}`)

const count = fc.integer({ min: 0, max: 400 })
const mean = fc.double({ min: 1e-6, max: 300, noNaN: true })

describe('statistics', () => {
  test('ln Γ: factorials and the half', () => {
    near(lnGamma(11), Math.log(3628800))
    near(lnGamma(0.5), Math.log(Math.sqrt(Math.PI)))
    near(lnGamma(0.1), 2.252712651734206)
  })

  test('Poisson: as the tables say, and far out', () => {
    // P(X ≤ k) for mean 2: 0.1353, 0.4060, 0.6767, 0.8571 (any table of the Poisson distribution).
    assert.deepEqual(
      [1, 2, 3, 4].map((n) => (1 - poissonAtLeast(n, 2)).toFixed(4)),
      ['0.1353', '0.4060', '0.6767', '0.8571'],
    )
    near(poissonAtLeast(4, 0.2), 5.684024e-5, 1e-6)
    // P(X ≥ 1) = 1 − e^−m, without losing the small ones.
    near(poissonAtLeast(1, 1e-12), -Math.expm1(-1e-12), 1e-9)
    assert.ok(poissonAtLeast(150, 1) > 0 && poissonAtLeast(150, 1) < 1e-260)
    assert.equal(poissonAtLeast(0, 5), 1)
    assert.equal(poissonAtLeast(1, 0), 0)
  })

  test('Poisson: never rises with n, always with the mean, and steps by its own term', () => {
    fc.assert(
      fc.property(count, mean, (n, m) => {
        const here = poissonAtLeast(n, m)
        const next = poissonAtLeast(n + 1, m)
        assert.ok(here >= 0 && here <= 1 && next <= here + 1e-14)
        assert.ok(poissonAtLeast(n, m * 1.1) >= here - 1e-12)
        const term = Math.exp(n * Math.log(m) - m - lnGamma(n + 1))
        assert.ok(Math.abs(here - next - term) < 1e-11, `${here - next} ${term}`)
      }),
    )
  })

  test('binomial: as the tables say; both sides make one; the Poisson is its limit', () => {
    // P(X ≤ 2) of ten with a third: 0.2991 (any table).
    near(1 - binomialAtLeast(3, 10, 1 / 3), 0.2991413, 1e-6)
    near(binomialAtLeast(10, 10, 0.5), 2 ** -10)
    assert.equal(binomialAtLeast(11, 10, 0.5), 0)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        count,
        (t, p, n) => {
          const k = n % (t + 1)
          assert.ok(Math.abs(binomialAtLeast(k, t, p) + binomialAtLeast(t - k + 1, t, 1 - p) - 1) < 1e-10)
        },
      ),
    )
    near(binomialAtLeast(5, 1_000_000, 2e-6), poissonAtLeast(5, 2), 1e-4)
  })

  test('gamma–Poisson: shape one is geometric; a sure mean is the Poisson; doubt makes many likelier', () => {
    near(gammaPoissonAtLeast(4, 3, 1), (3 / 4) ** 4)
    near(gammaPoissonAtLeast(6, 2, 1e7), poissonAtLeast(6, 2), 1e-5)
    fc.assert(
      fc.property(count, mean, fc.double({ min: 0.05, max: 500, noNaN: true }), (n, m, shape) => {
        const [here, next] = [gammaPoissonAtLeast(n, m, shape), gammaPoissonAtLeast(n + 1, m, shape)]
        assert.ok(here >= 0 && here <= 1 && next <= here + 1e-12)
      }),
    )
    assert.ok(gammaPoissonAtLeast(6, 1, 0.5) > poissonAtLeast(6, 1))
  })

  test('false discoveries: the example of Benjamini and Hochberg', () => {
    // The fifteen p-values of their paper (1995, section 3.2): four fall at 0.05.
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ]
    assert.deepEqual(
      falseDiscoveries(p, 0.05),
      p.map((_, i) => i < 4),
    )
    assert.deepEqual(falseDiscoveries([], 0.05), [])
    assert.deepEqual(falseDiscoveries([0.9, 0.04], 0.05), [false, false])
  })

  test('Wilson: Newcombe’s figures, and no interval that leaves its place', () => {
    // Newcombe 1998 (Stat. Med. 17), table I, method 3: 81/263, 15/148, 0/20, 1/29.
    const said = (
      [
        [81, 263],
        [15, 148],
        [0, 20],
        [1, 29],
      ] as const
    ).map(([hits, n]) => Object.values(wilson(hits, n)).map((x) => x.toFixed(4)))
    assert.deepEqual(said, [
      ['0.2553', '0.3662'],
      ['0.0624', '0.1605'],
      ['0.0000', '0.1611'],
      ['0.0061', '0.1718'],
    ])
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const { from, until } = wilson(a, a + b)
        const share = a + b === 0 ? 0.5 : a / (a + b)
        assert.ok(from >= 0 && until <= 1 && from <= share + 1e-12 && share <= until + 1e-12)
      }),
    )
  })

  test('control charts: three sigma around the whole', () => {
    const [first] = uChart([4, 2, 6], [1, 1, 1])
    assert.deepEqual(first, { middle: 4, lower: 0, upper: 10 })
    const [small, large] = pChart([10, 40], [100, 400])
    near(small!.upper, 0.19)
    near(large!.upper, 0.145)
    near(large!.lower, 0.055)
  })

  test('kappa: Cohen’s own example, and none where nothing can be told', () => {
    // Cohen 1960, table 1 (shares of 200): observed 0.70, expected 0.41, kappa 0.492.
    const it = kappa([
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ])
    assert.equal(it.kappa?.toFixed(3), '0.492')
    assert.equal(it.observed.toFixed(2), '0.70')
    assert.equal(it.expected.toFixed(2), '0.41')
    assert.ok(it.from < 0.492 && it.until > 0.492 && it.until - it.from < 0.25)
    assert.equal(
      kappa([
        [5, 0],
        [0, 0],
      ]).kappa,
      null,
    )
    assert.equal(
      kappa([
        [5, 0],
        [0, 5],
      ]).kappa,
      1,
    )
  })

  test('the exact interval of a share, as published tables give it', () => {
    const { from, until } = clopperPearson(2, 20)
    near(from, 0.01234853, 1e-6)
    near(until, 0.31698271, 1e-6)
    assert.deepEqual(clopperPearson(0, 10).from, 0)
    near(clopperPearson(0, 10).until, 0.30849711, 1e-6)
  })

  test('two Poisson rates and two shares, as R has them', () => {
    // poisson.test(c(8, 20), c(90, 90), alternative = 'less'); its two-sided interval.
    const rates = compareRates({ count: 20, of: 90 }, { count: 8, of: 90 })
    near(rates.asLow, 0.01784907, 1e-6)
    near(rates.from, 0.15238774, 1e-6)
    near(rates.until, 0.94805822, 1e-6)
    // fisher.test(matrix(c(2, 98, 10, 90), 2), alternative = 'less')
    near(compareShares({ count: 10, of: 100 }, { count: 2, of: 100 }).asLow, 0.01652006, 1e-6)
    near(compareRates({ count: 3, of: 10 }, { count: 0, of: 10 }).asLow, 0.125)
  })

  test('an improvement is what lies wholly below: the interval and the test say the same', () =>
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.nat(60),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        (b, a, m, n) => {
          const it = compareRates({ count: b, of: m }, { count: a, of: n })
          if (Math.abs(it.asLow - 0.025) < 1e-9 || a + b === 0) return
          assert.equal(it.until < 1, it.asLow < 0.025)
          assert.ok(it.asLow + it.asHigh >= 1 - 1e-9)
        },
      ),
    ))
})

// Promises of the retry policy and of the reasons: nobody is called at noon, and the dead never.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayOf, minutesOfDay } from '#kernel/time.ts'
import type { Disposition } from '#modules/contacts/dispositions.ts'
import { type RetryPolicy, retryPolicy } from '#src/standards.ts'
import { firstCallable, isFinal, nextAttempt, reasonOf, unreachedReasons } from './dispositions.ts'

const on = (iso: string) => new Date(`${iso}+08:00`)
const tries = (...isos: string[]) => isos.map((iso) => ({ at: on(iso) }))
const next = (history: { at: Date }[], now: string, promised?: string) =>
  nextAttempt(history, on(now), retryPolicy, promised === undefined ? undefined : on(promised))

test('a first call waits only for the quiet hours', () => {
  assert.deepEqual(next([], '2026-03-09T09:00'), { at: on('2026-03-09T09:00') })
  assert.deepEqual(next([], '2026-03-09T12:00'), { at: on('2026-03-09T14:00') })
  assert.deepEqual(next([], '2026-03-09T11:59'), { at: on('2026-03-09T11:59') })
  assert.deepEqual(next([], '2026-03-09T20:00'), { at: on('2026-03-10T08:00') })
  assert.deepEqual(next([], '2026-03-09T03:00'), { at: on('2026-03-09T08:00') })
})

test('tries are two hours apart, and the third falls on a second date', () => {
  assert.deepEqual(next(tries('2026-03-09T09:00'), '2026-03-09T09:05'), { at: on('2026-03-09T11:00') })
  assert.deepEqual(next(tries('2026-03-09T10:30'), '2026-03-09T10:31'), { at: on('2026-03-09T14:00') })
  assert.deepEqual(next(tries('2026-03-09T09:00', '2026-03-09T14:30'), '2026-03-09T15:00'), {
    at: on('2026-03-10T08:00'),
  })
  assert.deepEqual(next(tries('2026-03-09T09:00', '2026-03-10T09:00'), '2026-03-10T09:10'), {
    at: on('2026-03-10T11:00'),
  })
  assert.deepEqual(next(tries('2026-03-09T09:00', '2026-03-09T14:30', '2026-03-10T08:00'), '2026-03-10T08:05'), {
    exhausted: true,
  })
})

test('three tries on one day do not exhaust the policy: another date is still owed', () => {
  const oneDay = tries('2026-03-09T08:00', '2026-03-09T10:00', '2026-03-09T14:00')
  assert.deepEqual(next(oneDay, '2026-03-09T15:00'), { at: on('2026-03-10T08:00') })
})

test('a promised call-back outranks quiet hours, distance and exhaustion; a missed one is due now', () => {
  const done = tries('2026-03-09T09:00', '2026-03-09T14:30', '2026-03-10T08:00')
  assert.deepEqual(next(done, '2026-03-10T09:00', '2026-03-10T12:30'), { at: on('2026-03-10T12:30'), promised: true })
  assert.deepEqual(next([], '2026-03-10T21:00', '2026-03-10T20:30'), { at: on('2026-03-10T21:00'), promised: true })
})

test('whatever the policy: followed to its end, it gives exactly what it promises', () => {
  const policies = fc.record({
    tries: fc.integer({ min: 1, max: 6 }),
    apartHours: fc.integer({ min: 1, max: 48 }),
    dates: fc.integer({ min: 1, max: 5 }),
    quiet: fc.constantFrom(retryPolicy.quiet, [], [{ from: '12:00', until: '14:00' }]),
  })
  const starts = fc.date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  const delays = fc.array(fc.integer({ min: 0, max: 3 * 24 * 60 }), { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(policies, starts, delays, (policy: RetryPolicy, start, wait) => {
      const history: { at: Date }[] = []
      let now = start
      for (let i = 0; i < 12; i++) {
        const step = nextAttempt(history, now, policy)
        if ('exhausted' in step) break
        assert.ok(step.at >= now)
        assert.equal(firstCallable(step.at, policy), step.at)
        const last = history.at(-1)?.at
        if (last) assert.ok(step.at.getTime() - last.getTime() >= policy.apartHours * 3_600_000)
        // The same question at the hour it named gives the same answer: the worklist does not drift.
        assert.deepEqual(nextAttempt(history, step.at, policy), { at: step.at })
        // The caller is late by some minutes, but never in quiet hours.
        const made = firstCallable(new Date(step.at.getTime() + wait[i]! * 60_000), policy)
        history.push({ at: made })
        now = made
      }
      assert.deepEqual(nextAttempt(history, now, policy), { exhausted: true })
      assert.ok(history.length >= policy.tries)
      assert.ok(new Set(history.map((attempt) => dayOf(attempt.at))).size >= policy.dates)
      assert.equal(history.length, Math.max(policy.tries, policy.dates), 'nobody is called more often than promised')
    }),
    { numRuns: 400 },
  )
})

test('no moment of a default day is callable at noon, in the evening or at night', () => {
  for (let m = 0; m < 1440; m++) {
    const moment = new Date(on('2026-03-09T00:00').getTime() + m * 60_000)
    const allowed = (m >= 480 && m < 720) || (m >= 840 && m < 1200)
    assert.equal(firstCallable(moment, retryPolicy) === moment, allowed, `${minutesOfDay(moment)}`)
  }
  assert.throws(
    () => firstCallable(on('2026-03-09T00:00'), { ...retryPolicy, quiet: [{ from: '00:00', until: '24:00' }] }),
    RangeError,
  )
})

test('twelve reasons; death and refusal end every call for good', () => {
  const reasons = Object.entries(unreachedReasons)
  assert.equal(reasons.length, 12)
  assert.deepEqual(
    reasons.filter(([, reason]) => reason.doNotCall).map(([key]) => key),
    ['refused', 'died'],
  )
  for (const [key, reason] of reasons) assert.equal(reason.final, reason.retry === 'none', key)
  for (const disposition of ['reached', 'busy', 'not-now', ...Object.keys(unreachedReasons)] as Disposition[])
    assert.equal(isFinal(disposition), reasonOf(disposition) !== null && unreachedReasons[reasonOf(disposition)!].final)
  assert.equal(reasonOf('busy'), 'no-answer')
  assert.equal(reasonOf('reached'), null)
})

// When a hotline is open, and by when somebody is called back who was missed at night, before a holiday, or just before closing.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { stateCalendar } from '#kernel/calendar.ts'
import { callBackBy, isOpenAt, opensAt } from './hours.ts'

const daily = { days: 'all', from_clock: '08:00', until_clock: '18:00' }
const office = { ...daily, days: 'workdays' }
const at = (text: string) => new Date(`2026-${text}:00+08:00`)

describe('hours of a hotline', () => {
  test('half-open, by the working days of the calendar', () => {
    assert.equal(isOpenAt(at('03-09T08:00'), daily, stateCalendar), true)
    assert.equal(isOpenAt(at('03-09T18:00'), daily, stateCalendar), false)
    assert.equal(isOpenAt(at('03-08T10:00'), office, stateCalendar), false, 'a Sunday')
    assert.deepEqual(opensAt(at('03-06T19:00'), office, stateCalendar), at('03-09T08:00'))
    assert.deepEqual(opensAt(at('03-09T06:00'), office, stateCalendar), at('03-09T08:00'))
  })

  test('the minutes of a call back are minutes of service', () => {
    assert.deepEqual(callBackBy(at('03-09T10:00'), 30, daily, stateCalendar), at('03-09T10:30'))
    assert.deepEqual(callBackBy(at('03-09T22:00'), 30, daily, stateCalendar), at('03-10T08:30'))
    assert.deepEqual(callBackBy(at('03-06T17:50'), 30, office, stateCalendar), at('03-09T08:30'))
    const round = { days: 'all', from_clock: '00:00', until_clock: '24:00' }
    assert.deepEqual(callBackBy(at('03-09T23:50'), 30, round, stateCalendar), at('03-10T00:20'))
  })
})

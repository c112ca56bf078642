// What an error tells the log: where it happened and what went wrong, and of no row whose it is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorInLog } from './log.ts'

test('an error of the database names the constraint, never the number or the name', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "silenced_pkey"'), {
    code: '23505',
    constraint: 'silenced_pkey',
    detail: 'Key (number, name)=(13900000777, 张三) already exists.',
    where: 'unnamed portal parameter $1 = 13900000777',
    client: { password: 'x' },
  })
  const told = JSON.stringify(errorInLog(error))
  assert.match(told, /silenced_pkey/)
  assert.doesNotMatch(told, /13900000777|张三|password/)
})

test('what an error repeats of what was sent loses its numbers and keeps its ids', () => {
  const id = '019cd01b-aa80-7057-8874-6e6ebdfd93b1'
  const told = JSON.stringify(
    errorInLog(
      new Error(`no such thing: "139 0000 0777", 0512-65226551, 11010519491231002X; subject ${id}, line 17:42`),
    ),
  )
  assert.doesNotMatch(told, /0777|65226551|110105/)
  assert.match(told, new RegExp(id))
  assert.match(told, /17:42/)
})

// Promises about a hospital's first day: its departments from one list, its first administrator, and nothing by halves.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { readDepartments, setUp } from './setup.ts'

const list = (text: string) => readDepartments(Buffer.from(text))

const faults = async (text: string): Promise<string[]> => {
  try {
    await setUp(undefined as never, { admin: '王工', departments: await list(text) })
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error))
    return error.fields.map(({ field, reason }) => `${field}: ${reason}`)
  }
  return []
}

describe('the first day', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ people: false })
  })
  after(() => desk.close())

  test('a fault is named by row, column and reason', async () => {
    assert.deepEqual(await faults('院区,科室,科室组\n本部,,内科\n本部,儿科,儿科\n本部,儿科,内科\n'), [
      '第 2 行 科室: 不能为空',
      '第 4 行 科室: 与第 3 行重复',
    ])
    assert.deepEqual(await faults('院区,科室\n本部,儿科\n'), ['第 1 行: 缺少“科室组”一列'])
  })

  test('campuses, departments and an administrator who must change his password', async () => {
    const departments = await list('\ufeff科室组,院区,科室\n内科,本部,心内科\n外科,本部,骨科\n外科,东院区,骨科\n')
    await assert.rejects(setUp(desk.house, { admin: '不 行', departments }), Refusal)
    const { login, password, ...counts } = await setUp(desk.house, { admin: '王工', departments })
    assert.deepEqual([login, counts], ['王工', { campuses: 2, departments: 3 }])
    const admin = await desk.signIn('王工', password)
    assert.equal((await admin.session.me()).person?.mustChangePassword, true)
    await admin.session.changePassword({ current: password, fresh: 'eleven lanterns by the well' })
    const { campuses, rows } = await admin.departments.list()
    assert.deepEqual(
      campuses.map(({ name }) => name),
      ['本部', '东院区'],
    )
    assert.deepEqual(
      rows.map(({ campus, name, group }) => `${campus} ${name} ${group}`),
      ['本部 心内科 内科', '本部 骨科 外科', '东院区 骨科 外科'],
    )
    await assert.rejects(setUp(desk.house, { admin: '别人', departments }), Refusal, 'a second time is refused')
  })
})

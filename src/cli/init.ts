// `init`: a real hospital begins, with its departments and the person who lets everybody else in.
import path from 'node:path'
import { w } from '#kernel/words.ts'
import { readDepartments, setUp } from '#modules/directory/setup.ts'
import { withHouse } from './beside.ts'
import type { Call } from './command.ts'
import { setOrigin } from './hospital.ts'

/** Prints the first password once; it has to be changed at the first sign-in. */
export const init = (call: Call): Promise<undefined> =>
  withHouse(call, async (house) => {
    const file = path.resolve(call.option('departments')!)
    const departments = await readDepartments(file)
    call.say(w(`科室表：${departments.length} 个科室`, `${departments.length} departments`))
    const made = await setUp(house, { admin: call.option('admin')!, departments })
    await setOrigin(house.db, 'init')
    call.answer(
      made,
      [
        `✔ 医院已建立：${made.campuses} 个院区，${made.departments} 个科室 · the hospital is set up`,
        '',
        `  登录名 login      ${made.login}`,
        `  首次密码 password  ${made.password}`,
        '',
        '  密码只显示这一次，首次登录须修改。现在执行 npm start 开放。',
        '  The password is shown once and must be changed at the first sign-in. Now npm start opens the hospital.',
      ].join('\n'),
    )
    return undefined
  })

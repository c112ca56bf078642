// The demo's sheets of the 12345 line: brought in the morning, signed for the next, answered when the person has been told.
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'
import { dispatch } from '#modules/cases/commands.ts'
import { reply, sign } from '#modules/sheets/commands.ts'
import { checked } from '#modules/sheets/reading.ts'
import { sheetSheet } from '#modules/sheets/sheet.ts'
import { takeAll } from '#modules/sheets/taking.ts'
import { act, unlessRefused } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

type Brought = Readonly<Record<string, string>>

/** By how many days before today. */
const brought: Readonly<Record<number, readonly Brought[]>> = {
  9: [
    {
      kind: '投诉',
      title: '候诊时间长',
      text: '市民反映上周三在心内科门诊候诊三个多小时，叫号屏不动，也没有人解释。',
      demand: '希望医院改进叫号并给予答复',
      department: '心内科',
      name: '薛先生',
      phone: '19900003101',
      term: '5个工作日',
    },
  ],
  4: [
    {
      kind: '建议',
      title: '建议增设轮椅租借点',
      text: '市民建议在门诊大门口增设轮椅租借点，老人就诊更方便。',
      name: '雷女士',
      phone: '19900003102',
      term: '5个工作日',
    },
    {
      kind: '投诉',
      title: '停车收费不明',
      text: '市民反映医院停车场收费牌看不清，出场时多收了钱。',
      demand: '退还多收的费用',
      name: '贺先生',
      phone: '19900003103',
      term: '3天',
    },
  ],
  0: [
    {
      kind: '求助',
      title: '检查报告打印不出',
      text: '市民反映自助机打印不出检查报告，窗口让第二天再来，家住郊区很不方便。',
      name: '倪女士',
      phone: '19900003104',
      term: '24小时',
    },
    {
      kind: '投诉',
      title: '护士态度生硬',
      text: '市民反映夜间输液时呼叫多次没有人来，护士说话语言生硬。',
      name: '汤先生',
      phone: '19900003105',
      term: '5个工作日',
    },
  ],
}

const seen = async (house: OpenHouse, condition: ReturnType<typeof sql<boolean>>): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select sheets.id from sheets join cases on cases.id = sheets.case_id
    where not sheets.restricted and ${condition} order by sheets.id`.execute(house.db)
  return rows.map(({ id }) => id)
}

/** A morning with the line; `left`: days until today. */
export const lines = async (house: OpenHouse, { people }: DemoHospital, left: number): Promise<void> => {
  for (const id of await seen(house, sql<boolean>`sheets.status = 'received'`))
    await unlessRefused(act(house, people.xiaoman!, sign, { id }))
  // A department of the matter's own, or the first: the demo's heads answer for all of them.
  const { rows: waiting } = await sql<{ id: string; department: string }>`
    select c.id, coalesce(c.department_id, (select id from departments where active order by id limit 1)) as department
    from sheets s join cases c on c.id = s.case_id
    where s.status = 'signed' and c.status = 'received' and not c.restricted and c.kind = 'complaint'`.execute(house.db)
  for (const { id, department } of waiting)
    await unlessRefused(
      act(house, people.zuzhang!, dispatch, { id, departmentId: department, demand: '请核实情况，说明原因和改进' }),
    )
  for (const id of await seen(house, sql<boolean>`sheets.status = 'signed' and cases.status in ('told', 'archived')`)) {
    const { draft } = await sheetSheet(house.ctx(house.db, people.zuzhang!), id)
    const contactedAt = draft.contactedAt?.toISOString() ?? null
    await unlessRefused(act(house, people.zuzhang!, reply, { ...draft, id, contactedAt }))
  }
  const now = house.clock.now()
  const rows = (brought[left] ?? []).map((sheet, i) => ({
    row: i + 1,
    ...checked({ ...sheet, number: `2600${left}${i}17`, dispatchedAt: now.toISOString() }),
  }))
  const ctx = { ...house.ctx(house.db, people.xiaoman!), tx: house.db }
  await takeAll(ctx, rows)
  house.committed(ctx)
}

// The demo hospital's campuses, departments and people. None of them exists.
import type { Ctx } from '#engine/ctx.ts'
import { hashPassword } from '#engine/sessions.ts'
import { newId } from '#kernel/ids.ts'
import type { Me, Role } from '#kernel/permission.ts'

/** Shown on the sign-in page of a demo, and of nothing else. */
const demoPassword = 'huiyin-demo-2026'

export const campuses = ['本部', '东院区', '北院区'] as const
export type Campus = (typeof campuses)[number]

export const departmentGroups = {
  普外科: '外科',
  骨科: '外科',
  泌尿外科: '外科',
  神经外科: '外科',
  心内科: '内科',
  呼吸内科: '内科',
  消化内科: '内科',
  神经内科: '内科',
  内分泌科: '内科',
  妇科: '妇产科',
  产科: '妇产科',
  儿科: '儿科',
  新生儿科: '儿科',
} as const
export type DepartmentName = keyof typeof departmentGroups

/** Offices of the first campus: matters of their categories go to them by themselves. */
const officeNames = ['医务部', '护理部', '门诊办', '信息科', '后勤科', '食堂', '财务科'] as const
export type OfficeName = (typeof officeNames)[number]

type Part = {
  login: string
  name: string
  role: Role
  department?: DepartmentName | OfficeName
  campus?: Campus
  superior?: string
  listed: boolean
}

// Superiors before those they lead.
const cast: readonly Part[] = [
  { login: 'yuanzhang', name: '沈院长', role: 'leadership', listed: true },
  { login: 'xinxike', name: '郑信息', role: 'admin', listed: true },
  { login: 'jiancha', name: '方正平', role: 'supervision', superior: 'yuanzhang', listed: true },
  { login: 'jiancha2', name: '严守真', role: 'supervision', superior: 'yuanzhang', listed: false },
  { login: 'zuzhang', name: '陈若兰', role: 'lead', superior: 'yuanzhang', listed: true },
  { login: 'xiaoman', name: '林小满', role: 'agent', campus: '本部', superior: 'zuzhang', listed: true },
  { login: 'yinuo', name: '周一诺', role: 'agent', campus: '东院区', superior: 'zuzhang', listed: true },
  { login: 'zhixia', name: '许知夏', role: 'agent', campus: '北院区', superior: 'zuzhang', listed: false },
  { login: 'wanqing', name: '秦晚晴', role: 'agent', superior: 'zuzhang', listed: false },
  { login: 'hexi', name: '何夕', role: 'agent', superior: 'zuzhang', listed: false },
  { login: 'xinnei', name: '顾心安', role: 'department', department: '心内科', superior: 'yuanzhang', listed: true },
  { login: 'yishi', name: '陆行知', role: 'department', department: '心内科', superior: 'xinnei', listed: true },
  { login: 'puwai', name: '韩立行', role: 'department', department: '普外科', superior: 'yuanzhang', listed: true },
  { login: 'chanke', name: '苏映月', role: 'department', department: '产科', superior: 'yuanzhang', listed: true },
  { login: 'erke', name: '童安宁', role: 'department', department: '儿科', superior: 'yuanzhang', listed: true },
  { login: 'guke', name: '石坚白', role: 'department', department: '骨科', superior: 'yuanzhang', listed: false },
  { login: 'miniao', name: '江清源', role: 'department', department: '泌尿外科', superior: 'yuanzhang', listed: false },
  {
    login: 'shenwai',
    name: '白思远',
    role: 'department',
    department: '神经外科',
    superior: 'yuanzhang',
    listed: false,
  },
  { login: 'huxi', name: '云舒', role: 'department', department: '呼吸内科', superior: 'yuanzhang', listed: false },
  {
    login: 'xiaohua',
    name: '谷和畅',
    role: 'department',
    department: '消化内科',
    superior: 'yuanzhang',
    listed: false,
  },
  {
    login: 'shennei',
    name: '穆清和',
    role: 'department',
    department: '神经内科',
    superior: 'yuanzhang',
    listed: false,
  },
  {
    login: 'neifenmi',
    name: '唐平衡',
    role: 'department',
    department: '内分泌科',
    superior: 'yuanzhang',
    listed: false,
  },
  { login: 'fuke', name: '叶青禾', role: 'department', department: '妇科', superior: 'yuanzhang', listed: false },
  {
    login: 'xinshenger',
    name: '安小禾',
    role: 'department',
    department: '新生儿科',
    superior: 'yuanzhang',
    listed: false,
  },
  { login: 'yiwu', name: '任持衡', role: 'department', department: '医务部', superior: 'yuanzhang', listed: false },
  { login: 'huli', name: '水清扬', role: 'department', department: '护理部', superior: 'yuanzhang', listed: false },
  { login: 'menzhen', name: '齐有序', role: 'department', department: '门诊办', superior: 'yuanzhang', listed: true },
  { login: 'xitong', name: '程一行', role: 'department', department: '信息科', superior: 'yuanzhang', listed: false },
  { login: 'houqin', name: '常安在', role: 'department', department: '后勤科', superior: 'yuanzhang', listed: false },
  { login: 'shitang', name: '米溢香', role: 'department', department: '食堂', superior: 'yuanzhang', listed: false },
  { login: 'caiwu', name: '明细账', role: 'department', department: '财务科', superior: 'yuanzhang', listed: false },
]

export type DemoHospital = {
  readonly people: Readonly<Record<string, Me>>
  /** The department of the first campus that bears this name. */
  placeOf(name: DepartmentName | OfficeName): string
  /** Who answers for a department. */
  headOf(departmentId: string): Me | undefined
  /** Whether its head can be signed in as. */
  isListed(departmentId: string): boolean
}

/** Puts campuses, departments and people into an empty hospital. Only the listed ones can sign in. */
export const foundHospital = async (ctx: Ctx): Promise<DemoHospital> => {
  const { tx, now } = ctx
  const campusIds = Object.fromEntries(campuses.map((name) => [name, newId(now)])) as Record<Campus, string>
  await tx
    .insertInto('campuses')
    .values(campuses.map((name, sort) => ({ id: campusIds[name], name, sort })))
    .execute()
  const place = (campus: Campus, name: string, group: string) => ({
    id: newId(now),
    campus_id: campusIds[campus],
    name,
    department_group: group,
  })
  const departments = [
    ...campuses.flatMap((campus) =>
      Object.entries(departmentGroups).map(([name, group]) => place(campus, name, group)),
    ),
    ...officeNames.map((name) => place(campuses[0], name, '职能部门')),
  ]
  await tx.insertInto('departments').values(departments).execute()
  const password = await hashPassword(demoPassword)
  const ids = Object.fromEntries(cast.map(({ login }) => [login, newId(now)]))
  const people = cast.map((part) => ({
    id: ids[part.login]!,
    login: part.login,
    name: part.name,
    role: part.role,
    departments: departments.filter(({ name }) => name === part.department).map(({ id }) => id),
    campus_id: part.campus ? campusIds[part.campus] : null,
    superior_id: part.superior ? ids[part.superior]! : null,
    password_hash: part.listed ? password : null,
    demo: part.listed,
    created_at: now,
    updated_at: now,
  }))
  await tx.insertInto('staff').values(people).execute()
  await tx
    .insertInto('settings')
    .values([
      { key: 'demo', value: JSON.stringify({ password: demoPassword }) },
      { key: 'hospitalName', value: JSON.stringify('回音示范医院') },
      { key: 'hotline', value: JSON.stringify('0512-0000-0000') },
    ])
    .execute()
  const heads = people.filter(({ role }) => role === 'department')
  return {
    people: Object.fromEntries(
      people.map(({ login, id, name, role, departments: own }) => [login, { id, name, role, departments: own }]),
    ),
    placeOf: (name) => departments.find((one) => one.name === name)!.id,
    headOf: (departmentId) => heads.find((head) => head.departments.includes(departmentId)),
    isListed: (departmentId) => heads.some((head) => head.demo && head.departments.includes(departmentId)),
  }
}

// The demo's discharge lists: invented people in the columns that hospitals really export.
import { addDays, type Day } from '#kernel/time.ts'
import type { Chance } from './chance.ts'
import { campuses, type DepartmentName, departmentGroups } from './hospital.ts'

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
]
const given = [
  ...'安宁清和明远思齐若水知行文博佳禾景云书雅子涵一诺嘉言梓晨雨桐浩然欣怡俊杰秀英建国桂兰志强玉梅春生德厚淑贞永康海棠晓峰丽华家豪美玲国平素心',
]

const diagnoses: Record<DepartmentName, readonly string[]> = {
  普外科: ['急性阑尾炎', '胆囊结石', '腹股沟疝', '甲状腺结节'],
  骨科: ['股骨颈骨折', '桡骨远端骨折', '腰椎间盘突出', '膝关节置换术后'],
  泌尿外科: ['输尿管结石', '前列腺增生', '肾结石'],
  神经外科: ['脑膜瘤术后', '颅脑外伤', '慢性硬膜下血肿'],
  心内科: ['冠心病', '心力衰竭', '心房颤动', '高血压病'],
  呼吸内科: ['慢性阻塞性肺疾病', '社区获得性肺炎', '支气管哮喘'],
  消化内科: ['消化性溃疡', '急性胰腺炎', '结肠息肉'],
  神经内科: ['脑梗死', '眩晕', '帕金森病'],
  内分泌科: ['2型糖尿病', '甲状腺功能亢进', '痛风'],
  妇科: ['子宫肌瘤', '卵巢囊肿', '异位妊娠'],
  产科: ['剖宫产', '单胎顺产', '妊娠期糖尿病'],
  儿科: ['支气管肺炎', '小儿腹泻病', '川崎病', '热性惊厥'],
  新生儿科: ['新生儿黄疸', '早产儿', '新生儿肺炎'],
}
const doctors: Partial<Record<DepartmentName, string>> = {
  心内科: '陆行知',
  普外科: '韩立行',
  产科: '苏映月',
  儿科: '童安宁',
}

const header = [
  '病案号',
  '住院次数',
  '姓名',
  '性别',
  '年龄',
  '出生日期',
  '联系电话',
  '联系人电话',
  '联系地址',
  '院区',
  '出院科室',
  '入院日期',
  '出院日期',
  '出院诊断',
  '主治医师',
  '离院方式',
]

const ageOf = (chance: Chance, department: DepartmentName): number => {
  if (department === '新生儿科') return 0
  if (department === '儿科') return chance.whole(0, 13)
  if (department === '产科') return chance.whole(21, 39)
  if (department === '妇科') return chance.whole(25, 62)
  return chance.whole(24, 88)
}

/** Numbers that no telephone company gives out: 199 0000 xxxx. */
const phoneOf = (n: number): string => `1990000${String(n % 10_000).padStart(4, '0')}`

const rowOf = (chance: Chance, day: Day, number: number): string[] => {
  const department = chance.one(Object.keys(departmentGroups) as DepartmentName[])
  const age = ageOf(chance, department)
  const women = department === '妇科' || department === '产科'
  const born = addDays(day, -age * 365 - chance.whole(6, 300))
  const name = chance.one(surnames) + chance.one(given) + (chance.happens(0.7) ? chance.one(given) : '')
  const leaving = chance.happens(0.012)
    ? '死亡'
    : chance.happens(0.03)
      ? '医嘱转院'
      : chance.happens(0.02)
        ? '非医嘱离院'
        : '医嘱离院'
  return [
    String(60_000_000 + number * 7),
    '1',
    name,
    women || chance.happens(0.5) ? '女' : '男',
    String(age),
    born,
    chance.happens(0.02) ? '' : phoneOf(number),
    chance.happens(0.3) ? phoneOf(number + 5000) : '',
    `${chance.one(['和平路', '建设路', '文化路', '人民路', '解放路'])}${chance.whole(1, 300)}号`,
    chance.one(campuses),
    department,
    addDays(day, -chance.whole(3, 12)),
    day,
    chance.one(diagnoses[department]),
    doctors[department] ?? '',
    leaving,
  ]
}

/** The list of one day: `count` discharges, numbered from `from` on, as CSV. */
export const dischargeList = (chance: Chance, day: Day, from: number, count: number): string =>
  [header, ...Array.from({ length: count }, (_, i) => rowOf(chance, day, from + i))]
    .map((row) => row.join(','))
    .join('\r\n')

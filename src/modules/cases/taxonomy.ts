// What people speak up about: categories of two levels with the office that handles each (after HCAT and KO41a).
import { type Words, w } from '#kernel/words.ts'

/** Offices as roles of a hospital; the directory says which department fills each. */
export const offices = {
  'own-department': w('所在科室', 'The department itself'),
  'medical-affairs': w('医务部', 'Medical affairs'),
  nursing: w('护理部', 'Nursing'),
  pharmacy: w('药学部', 'Pharmacy'),
  'infection-control': w('院感科', 'Infection control'),
  'outpatient-office': w('门诊办', 'Outpatient office'),
  'medical-records': w('病案室', 'Medical records'),
  information: w('信息科', 'Information technology'),
  finance: w('财务科', 'Finance'),
  insurance: w('医保办', 'Insurance office'),
  logistics: w('后勤科', 'Logistics'),
  security: w('保卫科', 'Security'),
  canteen: w('食堂', 'Canteen'),
  personnel: w('人事科', 'Personnel'),
  equipment: w('设备科', 'Equipment'),
  supervision: w('监察室', 'Supervision office'),
  centre: w('客户服务中心', 'The centre'),
} as const satisfies Record<string, Words>

export type Office = keyof typeof offices

/** `ordinary` is seen by the ordinary scopes, `integrity` by supervision alone, `staff` is a domain of its own. */
export type Domain = 'ordinary' | 'integrity' | 'staff'

export type Subcategory = {
  readonly code: string
  readonly name: Words
  /** Who handles it unless the one who assigns says otherwise. */
  readonly office: Office
}

export type Category = {
  readonly code: string
  readonly name: Words
  readonly domain: Domain
  /** False for enquiries, suggestions and praise, which no complaint clock or complaint count may include. */
  readonly complaint: boolean
  readonly items: readonly Subcategory[]
}

type Item = readonly [zh: string, en: string, office?: Office]

const category = (
  code: string,
  name: Words,
  office: Office,
  items: readonly Item[],
  more: Partial<Pick<Category, 'domain' | 'complaint'>> = {},
): Category => ({
  code,
  name,
  domain: 'ordinary',
  complaint: true,
  ...more,
  // A3 is the third item of A: the order of a list is part of its meaning, so items are added at the end only.
  items: items.map(([zh, en, own], i) => ({ code: `${code}${i + 1}`, name: w(zh, en), office: own ?? office })),
})

/** A case may touch several items but has exactly one main item (after KO41a). */
export const categories: readonly Category[] = [
  category('A', w('医疗质量与安全', 'Quality and safety of care'), 'medical-affairs', [
    ['诊断', 'Diagnosis'],
    ['治疗与手术', 'Treatment and surgery'],
    ['检查检验', 'Examinations and tests'],
    ['用药', 'Medication', 'pharmacy'],
    ['院感与切口', 'Infection and wounds', 'infection-control'],
    ['输液输血反应', 'Infusion and transfusion reactions', 'nursing'],
    ['跌倒压疮等护理安全', 'Falls, pressure sores, nursing safety', 'nursing'],
    ['抢救与危急值', 'Rescue and critical values'],
    ['病历书写', 'Medical records as written'],
    ['疗效不满意', 'Outcome not as hoped'],
  ]),
  category('B', w('服务态度与行为', 'Attitude and conduct'), 'own-department', [
    ['冷漠不耐烦', 'Cold or impatient'],
    ['语言生硬', 'Harsh words'],
    ['推诿', 'Passed from one to another'],
    ['隐私与尊严', 'Privacy and dignity'],
    ['工作纪律', 'Absent or distracted on duty'],
    ['区别对待', 'Discrimination'],
  ]),
  category('C', w('沟通与知情', 'Communication and information'), 'own-department', [
    ['病情告知不清', 'Illness not explained'],
    ['用药检查未告知', 'Medicine or test not explained'],
    ['出院指导不清', 'Discharge instructions unclear'],
    ['费用未告知', 'Cost not told'],
    ['不倾听', 'Not listened to'],
    ['信息前后矛盾', 'Contradictory information'],
  ]),
  category('D', w('流程与等候', 'Process and waiting'), 'outpatient-office', [
    ['挂号预约', 'Registration and appointments'],
    ['停诊替诊', 'Clinic cancelled or substituted'],
    ['候诊', 'Waiting for the doctor'],
    ['检查预约', 'Booking of examinations'],
    ['住院床位', 'Waiting for a bed', 'medical-affairs'],
    ['出入院手续', 'Admission and discharge formalities', 'finance'],
    ['转科会诊', 'Transfers and consultations', 'medical-affairs'],
    ['报告取得', 'Getting reports'],
    ['病历复印', 'Copies of records', 'medical-records'],
    ['医保与转诊手续', 'Insurance and referral papers', 'insurance'],
  ]),
  category('E', w('收费与医保', 'Charges and insurance'), 'finance', [
    ['多收或分解收费', 'Overcharged or split charges'],
    ['价格不明', 'Prices unclear'],
    ['退费', 'Refunds'],
    ['医保报销', 'Reimbursement', 'insurance'],
    ['自费项目告知', 'Self-paid items not told', 'insurance'],
  ]),
  category('F', w('环境设施', 'Environment and facilities'), 'logistics', [
    ['卫生', 'Cleanliness'],
    ['噪音', 'Noise'],
    ['空调水电', 'Air conditioning, water, power'],
    ['厕所', 'Toilets'],
    ['标识', 'Signs'],
    ['电梯', 'Lifts'],
    ['停车', 'Parking', 'security'],
    ['无障碍', 'Accessibility'],
    ['安全防盗', 'Safety and theft', 'security'],
  ]),
  category('G', w('后勤餐饮', 'Meals and services'), 'logistics', [
    ['餐食质量', 'Quality of meals', 'canteen'],
    ['送餐', 'Delivery of meals', 'canteen'],
    ['陪检与配送', 'Escort and deliveries'],
    ['被服', 'Bedding and clothes'],
  ]),
  category('H', w('信息化与自助', 'Digital and self-service'), 'information', [
    ['公众号小程序', 'WeChat account and mini-program'],
    ['自助机', 'Self-service machines'],
    ['短信', 'Text messages'],
    ['病历打印格式', 'Layout of printed records'],
    ['系统故障', 'System failures'],
  ]),
  category(
    'I',
    w('行风廉洁', 'Integrity'),
    'supervision',
    [
      ['红包礼品', 'Red envelopes and gifts'],
      ['回扣与药代', 'Kickbacks and drug representatives'],
      ['诱导自费或转诊', 'Pushed to pay or to go elsewhere'],
      ['号贩子内外勾连', 'Touts with help from inside'],
      ['泄露信息', 'Leaked information'],
    ],
    { domain: 'integrity' },
  ),
  category(
    'J',
    w('员工声音', 'Staff voice'),
    'centre',
    [
      ['排班与人力', 'Rosters and staffing', 'personnel'],
      ['设备耗材', 'Equipment and supplies', 'equipment'],
      ['空间环境', 'Rooms and surroundings', 'logistics'],
      ['后勤保障', 'Services for staff', 'logistics'],
      ['系统与流程', 'Systems and processes', 'information'],
      ['安全与暴力伤医', 'Safety and violence', 'security'],
      ['管理与公平', 'Management and fairness'],
      ['薪酬绩效', 'Pay and performance', 'personnel'],
      ['培训', 'Training', 'personnel'],
    ],
    { domain: 'staff' },
  ),
  category(
    'K',
    w('非投诉', 'Not a complaint'),
    'centre',
    [
      ['咨询', 'Enquiry'],
      ['建议', 'Suggestion'],
      ['表扬', 'Praise'],
      ['求助', 'Call for help'],
      ['需求（复诊、病历、发票）', 'Request (return visit, records, invoice)'],
    ],
    { complaint: false },
  ),
]

const byCode = new Map<string, Category>()
const itemByCode = new Map<string, Subcategory>()
for (const one of categories) {
  byCode.set(one.code, one)
  for (const item of one.items) {
    byCode.set(item.code, one)
    itemByCode.set(item.code, item)
  }
}

/** The category of a code of either level, `A` or `A4`; undefined for a code that does not exist. */
export const categoryOf = (code: string): Category | undefined => byCode.get(code)

/** The item of a code of the second level, `A4`. */
export const subcategoryOf = (code: string): Subcategory | undefined => itemByCode.get(code)

/** About integrity (行风): handled by supervision, invisible to the accused and theirs (《信访工作条例》: nothing of it reaches the accused). */
export const isIntegrityCategory = (code: string): boolean => categoryOf(code)?.domain === 'integrity'

/** `A4` as `医疗质量与安全 · 用药`; a code that does not exist is shown as it is. */
export const categoryWords = (code: string): Words => {
  const one = categoryOf(code)
  const item = subcategoryOf(code)
  if (!one) return w(code, code)
  return item ? w(`${one.name.zh} · ${item.name.zh}`, `${one.name.en} · ${item.name.en}`) : one.name
}

/**
 * The code for what an old register calls a category (行风廉洁, 服务态度, 食堂), as `import register` meets it: the name itself,
 * or a part of it that belongs to one name only. Undefined when nothing or more than one thing is meant.
 */
export const categoryNamed = (name: string): string | undefined => {
  const wanted = name.trim()
  if (wanted.length < 2) return undefined
  const levels = [categories, categories.flatMap((one) => one.items)]
  for (const level of levels) {
    const exact = level.find((one) => one.name.zh === wanted)
    if (exact) return exact.code
  }
  for (const level of levels) {
    const partly = level.filter((one) => one.name.zh.includes(wanted))
    if (partly.length === 1) return partly[0]!.code
    if (partly.length > 1) return undefined
  }
  return undefined
}

/** What old registers call the first level, where it is no name of ours: the first that fits. */
const oldNames: readonly (readonly [RegExp, string])[] = [
  [/行风|廉洁|廉政|红包|医德|回扣/, 'I'],
  [/收费|费用|医保|价格|退费|报销/, 'E'],
  [/餐|食堂|伙食|被服|配送/, 'G'],
  [/信息|系统|自助|网络|小程序|公众号|打印/, 'H'],
  [/环境|设施|卫生|空调|停车|电梯|保洁|噪/, 'F'],
  [/后勤/, 'G'],
  [/沟通|告知|知情|解释|隐私/, 'C'],
  [/态度|服务|行为|礼仪|推诿/, 'B'],
  [/流程|等候|候诊|排队|挂号|预约|床位|手续/, 'D'],
  [/医疗|质量|安全|技术|诊疗|诊断|治疗|护理|用药|手术|检查|检验/, 'A'],
  [/表扬|咨询|建议|求助/, 'K'],
]

/** As `categoryNamed`, down to words that only point at a first level; empty where they point nowhere. */
export const oldCategory = (name: string): string =>
  name === '' ? '' : (categoryNamed(name) ?? oldNames.find(([pattern]) => pattern.test(name))?.[1] ?? '')

// What the demo's people say: opinions, matters, findings, and answers that raise a red flag. Invented.

/** Opinions as a caller writes them down. */
export const opinions = [
  { text: '候诊将近两个小时，没有人告诉我们还要等多久。', category: 'D3', demand: '希望能说明等候时间', severity: 1 },
  {
    text: '出院带药怎么吃没有讲清楚，回家才发现两种药不知道先后。',
    category: 'C3',
    demand: '请再讲一遍，以后出院时写下来',
    severity: 1,
  },
  { text: '夜里按呼叫铃，过了很久才有人来。', category: 'B1', demand: '夜班多安排人手', severity: 1 },
  { text: '病房卫生间地面总是湿的，老人差点滑倒。', category: 'F1', demand: '加防滑垫，及时打扫', severity: 1 },
  { text: '送来的饭菜常常是凉的。', category: 'G1', demand: '希望饭菜保温', severity: 0 },
  { text: '住院押金退费跑了三趟窗口才办成。', category: 'E3', demand: '一次讲清楚要带什么', severity: 1 },
  { text: '检查预约排到下周，也没有告诉能不能提前。', category: 'D4', demand: '请帮忙看看能否提前', severity: 1 },
  { text: '病区走廊晚上太吵，休息不好。', category: 'F2', demand: '晚上十点后安静一些', severity: 0 },
  { text: '费用清单看不懂，有一项检查不知道是什么。', category: 'E2', demand: '请解释这项收费', severity: 1 },
  { text: '医生查房说得很快，病情没有听明白。', category: 'C1', demand: '请医生再解释一次', severity: 1 },
  {
    text: '护士说话很冲，家属情绪很激动，要求给个说法。',
    category: 'B2',
    demand: '当面道歉',
    severity: 2,
    heated: true,
  },
  {
    text: '术后伤口裂开，家属认为处理不及时，要求医院解释。',
    category: 'A5',
    demand: '请院方正式答复',
    severity: 3,
    urgency: 2,
  },
  { text: '护士长和护士都特别耐心，想表扬一下。', category: 'K3', demand: '', severity: 0, kind: 'praise' },
  {
    text: '自助机打印的病历有五页，老人拿着不方便。',
    category: 'H4',
    demand: '能不能合成一页',
    severity: 0,
    kind: 'suggestion',
  },
] as const

/** What else came in, by its story. */
export const matters = {
  enquiries: [
    [[10, '09:05'], '病历复印在哪里办，要带什么', '住院部一楼病案室，带身份证；代办还要委托书'],
    [[7, '14:10'], '周末有没有儿科门诊', '周六上午有，本部一号楼二层'],
    [[5, '16:20'], '医保异地备案怎么办', '手机上即可备案，已发操作步骤；办不成可到医保窗口'],
    [[2, '09:50'], '探视时间是几点到几点', '下午三点到六点，重症病房以病区通知为准'],
    [[0, '08:40'], '今天心内科专家号还有没有', '上午已满，下午两点放号'],
  ],
  praise: [
    '母亲在产科住院五天，责任护士每晚都来看一次，出院时还教我们怎么抱孩子，写信谢谢她。',
    '胸痛来院，从挂号到做上造影不到一小时，谢谢心内科值班的医生护士。',
  ],
  letter: '住院清单上同一项敷料记了两次，电话问过两回没有下文，只好写信。',
  several: '手术前后两个科说法不一，术后三天没有人来看过，家属跑了两边都说找对方。',
  paused: '退押金时说票据不全，可原来的票据已经交给窗口了，要求退款。',
  second: '换药室和护士站互相推，老人拄着拐杖来回走了三趟。',
  page: '问了两遍手术安排，护士头也不抬，说等通知。',
  staff: [
    '门诊系统的病历字体太大，打印一份要用四五页纸，患者拿着不方便，也浪费。',
    '夜间值班希望食堂能配送宵夜，晚上只能吃泡面。',
    '值班室空调效果不好，夜里很闷，报修两周没有人来。',
  ],
} as const

/** What departments find and change. */
export const findings = [
  {
    findings: '经核实，当日就诊人数较平日多四成，分诊台未及时说明等候情况。',
    measures: '等候超过三十分钟由分诊护士逐一说明，并在屏幕上显示预计时间。',
    plan: '等候超三十分钟逐一说明并上屏',
  },
  {
    findings: '责任护士出院宣教只作口头交代，未发放书面用药单。',
    measures: '出院用药单列为必发材料，护士长每周抽查十份。',
    plan: '出院用药单每周抽查十份',
  },
  {
    findings: '当晚夜班一人负责十六张床，同时有一例抢救，响应确有延迟。',
    measures: '夜班增设机动岗，呼叫铃三分钟无人应答即转护士站广播。',
    plan: '夜班增设机动岗',
  },
  {
    findings: '保洁班次之间有一小时空档，地面积水未及时处理。',
    measures: '调整保洁班次，卫生间加铺防滑垫，已于昨日完成。',
    plan: '卫生间加铺防滑垫',
  },
  {
    findings: '退费所需材料未在窗口明示，经办人员一次告知不到位。',
    measures: '窗口张贴退费材料清单，培训全体收费人员。',
    plan: '窗口张贴退费材料清单',
  },
] as const

/** Answers of a safety call that raise a red flag, by questionnaire; the rest is answered calmly. */
export const dangers: Record<string, Record<string, string | number | string[]>> = {
  'surgery-safety': { temperature: 38.6 },
  'internal-safety': { temperature: 39.2 },
  'general-safety': { temperature: 39.1 },
}

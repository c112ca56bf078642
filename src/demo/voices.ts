// What the demo's people say: opinions, findings, and answers that raise a red flag. Invented.

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

/** What departments find and change. */
export const findings = [
  {
    findings: '经核实，当日就诊人数较平日多四成，分诊台未及时说明等候情况。',
    measures: '等候超过三十分钟由分诊护士逐一说明，并在屏幕上显示预计时间。',
  },
  {
    findings: '责任护士出院宣教只作口头交代，未发放书面用药单。',
    measures: '出院用药单列为必发材料，护士长每周抽查十份。',
  },
  {
    findings: '当晚夜班一人负责十六张床，同时有一例抢救，响应确有延迟。',
    measures: '夜班增设机动岗，呼叫铃三分钟无人应答即转护士站广播。',
  },
  {
    findings: '保洁班次之间有一小时空档，地面积水未及时处理。',
    measures: '调整保洁班次，卫生间加铺防滑垫，已于昨日完成。',
  },
  {
    findings: '退费所需材料未在窗口明示，经办人员一次告知不到位。',
    measures: '窗口张贴退费材料清单，培训全体收费人员。',
  },
] as const

/** Answers of a safety call that raise a red flag, by questionnaire; the rest is answered calmly. */
export const dangers: Record<string, Record<string, string | number | string[]>> = {
  'surgery-safety': { temperature: 38.6 },
  'internal-safety': { temperature: 39.2 },
  'general-safety': { temperature: 39.1 },
}

// A filter in words: the names that lists give their conditions, and whom or what an id stands for.
import { type Words, w } from '#kernel/words.ts'

/** Names that several lists share; any other is said as it stands in the address. */
const names: Readonly<Record<string, Words>> = {
  q: w('查找', 'Words'),
  view: w('视图', 'View'),
  status: w('状态', 'Status'),
  state: w('状态', 'Status'),
  kind: w('类型', 'Kind'),
  channel: w('渠道', 'Way in'),
  category: w('分类', 'Category'),
  severity: w('严重度', 'Severity'),
  urgency: w('紧急度', 'Urgency'),
  department: w('科室', 'Department'),
  departmentId: w('科室', 'Department'),
  campusId: w('院区', 'Campus'),
  group: w('科室组', 'Group'),
  owner: w('负责人', 'Owner'),
  staffId: w('人员', 'Person'),
  assigneeId: w('回访员', 'Caller'),
  waiting: w('等谁', 'Waits for'),
  open: w('在办', 'Open'),
  late: w('超时', 'Late'),
  overdue: w('超时', 'Overdue'),
  soon: w('将超时', 'Late soon'),
  mine: w('我负责的', 'Mine'),
  turn: w('等我办的', 'My turn'),
  from: w('从', 'From'),
  to: w('到', 'To'),
  until: w('到', 'Until'),
  period: w('时段', 'Period'),
  month: w('月份', 'Month'),
  figure: w('指标', 'Figure'),
  slice: w('分组', 'Group'),
  sort: w('排序', 'Order'),
  order: w('次序', 'Direction'),
  asOf: w('截至', 'As of'),
}

export const nameOf = (key: string): Words => names[key] ?? w(key, key)
export const saidValue = (value: string): string =>
  ({ true: '是', false: '否', desc: '降序', asc: '升序' })[value] ?? value

/** Which names a person behind them, so that the ledger does not keep what was looked for. */
export const privateConditions: readonly string[] = ['q']

/** What is said when a file was not made or is no longer given out. */
export const troubles = {
  grew: w(
    '制作时行数已超过一人可导出的上限，请重新申请审批。',
    'It had grown past what one person may take; ask again.',
  ),
  approver: w(
    '其中有审批人不能了解的内容，请另请人审批。',
    'Some of it is not for whoever approved it; another has to.',
  ),
  nobody: w('没有可以审批的人，请缩小范围。', 'There is nobody who could approve it; narrow the filter.'),
  tooMany: w('超过 100,000 行，请缩小范围。', 'It is more than 100,000 rows; narrow the filter.'),
  person: w('导出人的岗位或权限已变化。', 'The role or rights of whoever asked have changed.'),
  hidden: w(
    '文件里有些内容现在不归您看了，文件已作废。请按现在的权限重新导出。',
    'Some of it is no longer for you to see, and the file was withdrawn. Ask for a new one.',
  ),
  stuck: w('制作中断，请重新导出。', 'Making it broke off; ask for it again.'),
} as const satisfies Record<string, Words>

// What happened to a case, as sentences: the title is the button that was pressed, the words are what was said with it.
import type { LedgerEvent } from '#engine/ledger.ts'
import { grades } from '#modules/patients/words.ts'
import { cases } from './contract.ts'
import { severityOf, urgencyOf } from './grades.ts'
import { caseLifecycle } from './lifecycle.ts'
import { categoryWords } from './taxonomy.ts'
import { sayWays } from './ways.ts'
import { channelWords, inquiryWords, linkWords, tellWords, wordsOf } from './words.ts'

type Data = Record<string, unknown>
type Event = Pick<LedgerEvent, 'verb' | 'data'> & { at: Date; actor: string | null }

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value))
const joined = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join('；')
const graded = (code: unknown): string => {
  const [category = '', severity = ''] = text(code).split('/')
  return `${categoryWords(category).zh}（${severityOf(Number(severity))?.name.zh ?? severity}）`
}

const assisted: Readonly<Record<string, string>> = {
  contribute: '提交协办意见',
  object: '退回协办',
  withdraw: '的协办已撤回',
}

const reminded: Readonly<Record<string, string>> = {
  soon: '即将到期',
  owner: '已到期，提醒负责人',
  lead: '已到期，报组长',
  supervision: '已到期，报监察室',
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const toldWays = (d: Data) => (listOf(d.ways).length > 0 ? `已告知：${sayWays(listOf(d.ways))}` : null)

const sentences: Readonly<Record<string, (data: Data) => string>> = {
  open: (d) =>
    joined(
      `${text(d.number)}，来自${wordsOf(channelWords, text(d.channel)).zh}`,
      categoryWords(text(d.category)).zh,
      `${severityOf(Number(d.severity))?.name.zh ?? ''}、${urgencyOf(Number(d.urgency))?.name.zh ?? ''}`,
      d.department ? `转${text(d.department)}` : '待转办',
    ),
  dispatch: (d) =>
    joined(
      `转${text(d.department)}`,
      `第 ${text(d.round)} 轮，${text(d.workdays)} 个工作日`,
      `要求：${text(d.demand)}`,
    ),
  settle: (d) => text(d.how),
  answer: (d) =>
    joined(`调查：${text(d.findings)}`, `整改：${text(d.measures)}`, d.opinion ? `处理意见：${text(d.opinion)}` : null),
  object: (d) => joined(d.department ? `${text(d.department)}退回` : null, text(d.reason)),
  reply: (d) => text(d.what),
  convey: (d) => joined(d.department ? `转达${text(d.department)}` : null, text(d.words)),
  askAssist: (d) =>
    joined(
      `请${text(d.department)}协办`,
      `要求：${text(d.demand)}`,
      d.workdays ? `按涉及多科室 ${text(d.workdays)} 个工作日：${text(d.reason)}` : text(d.reason),
    ),
  assisted: (d) => joined(`${text(d.department)}${assisted[text(d.verb)] ?? ''}`, text(d.findings), text(d.reason)),
  urge: (d) => joined(`第 ${text(d.times)} 次`, text(d.words)),
  pause: (d) => joined(text(d.reason), text(d.words), `最迟 ${text(d.until)} 恢复`),
  meet: (d) => joined(text(d.what), text(d.words)),
  miss: (d) => text(d.what),
  askTime: (d) => joined(`申请延长 ${text(d.workdays)} 个工作日，至 ${text(d.until)}`, text(d.reason)),
  grantTime: (d) => joined(`延至 ${text(d.until)}`, text(d.words)),
  tell: (d) => joined(`${wordsOf(tellWords, text(d.how)).zh}告知：${text(d.what)}`, toldWays(d)),
  confirm: (d) => joined(wordsOf(grades, text(d.satisfaction)).zh, text(d.words)),
  reopen: (d) => joined(`第 ${text(d.round)} 轮`, text(d.words), toldWays(d)),
  escalate: (d) => joined(text(d.words), toldWays(d)),
  failRecall: (d) => joined(`第 ${text(d.times)} 次`, text(d.words)),
  approve: (d) => text(d.reason),
  grade: (d) => joined(`${graded(d.from)}改为${graded(d.to)}`, text(d.reason)),
  inquire: (d) => joined(wordsOf(inquiryWords, text(d.kind)).zh, text(d.whom), text(d.found)),
  refer: (d) => joined(`已告知：${sayWays(listOf(d.ways))}`, text(d.words)),
  merge: (d) => joined(`并入 ${text(d.other)}`, text(d.reason)),
  gather: (d) => joined(`${text(d.other)} 并入本件`, text(d.reason), d.dueAt ? '期限按其中最早的计' : null),
  unmerge: (d) =>
    joined(`不再并入 ${text(d.other)}`, d.department ? `原由${text(d.department)}办理` : null, text(d.reason)),
  letGo: (d) => joined(`${text(d.other)} 不再并入本件`, text(d.reason)),
  carry: (d) => `按 ${text(d.other)} 的答复反馈`,
  hear: (d) => `${text(d.other)}：${text(d.words)}`,
  link: (d) => joined(`与 ${text(d.other)} ${wordsOf(linkWords, text(d.kind)).zh}`, text(d.words)),
  unlink: (d) => `与 ${text(d.other)} 不再关联`,
  split: (d) => joined(`拆出 ${text(d.other)}`, text(d.reason)),
  splitFrom: (d) => joined(`自 ${text(d.other)} 拆出`, text(d.reason)),
  add: (d) => joined(text(d.who), text(d.words)),
  attach: (d) =>
    joined(
      text(d.name),
      d.removed ? `已清除${text(d.removed)}` : null,
      d.quarantine ? `已隔离：${text(d.quarantine)}` : null,
    ),
  release: (d) => joined(text(d.name), text(d.reason)),
  discard: (d) => joined(text(d.name), text(d.reason)),
  rung: (d) => {
    const who = (d.who as string[] | undefined) ?? []
    return joined(
      `第 ${text(d.step)} 步：${who.length > 0 ? who.join('、') : '无人在班'}`,
      Number(d.lateMinutes) > 0 ? `晚 ${text(d.lateMinutes)} 分钟` : null,
    )
  },
  remind: (d) => joined(reminded[text(d.step)], ((d.who as string[] | undefined) ?? []).join('、')),
  passOn: (d) => `由${text(d.to)}负责`,
  reveal: (d) => text(d.reason),
  takeOver: (d) => `登记号 ${text(d.number)}，第 ${text(d.row)} 行`,
  correct: (d) =>
    joined(
      ...((d.changed ?? []) as { field: string; from: string; to: string }[]).map(
        ({ field, from, to }) => `${field}由“${from || '空'}”改为“${to || '空'}”`,
      ),
    ),
}

const titles = new Map<string, string>([
  ...Object.entries(cases).map(([key, endpoint]) => [key, endpoint.title.zh] as const),
  ...caseLifecycle.acts.map(([verb, , , button]) => [verb, button.zh] as const),
  ['passOn', '更换负责人'],
  ['forget', '卷宗按期销毁'],
  ['gather', '有诉求并入'],
  ['letGo', '并入的诉求已分出'],
  ['hear', '并入的诉求有补充'],
  ['splitFrom', '由另一件拆出'],
  ['wall', '知情范围随主案调整'],
  ['rung', '呼叫'],
  ['rungAnswered', '应答呼叫'],
  ['remind', '期限提醒'],
  ['takeOver', '接管自旧登记本'],
  ['correct', '旧登记本更正'],
  ['assisted', '协办'],
  ['miss', '超过时限无人处置'],
])

/** One event as people read it; `words` is empty where nothing was said. */
export const momentOf = ({ at, verb, data, actor }: Event) => {
  const key = verb.slice('case.'.length)
  const say = sentences[key] ?? ((d: Data) => text(d.words))
  return { at, verb, title: titles.get(key) ?? verb, by: actor, words: say(data) }
}

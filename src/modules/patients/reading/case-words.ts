// What old registers of cases write for the kinds, ways in, grades and rounds that the trade knows.
import { halfWidth, isMissing, tidy } from './clean.ts'

export type OldKind = 'opinion' | 'complaint' | 'suggestion' | 'praise' | 'enquiry' | 'help' | 'staff'

/** A word as it is compared: half-width, without spaces and what stands in brackets. */
const bare = (text: string): string =>
  halfWidth(tidy(text))
    .replace(/\(.*?\)/g, '')
    .replace(/\s+/g, '')
    .toLowerCase()

/** 员工建议 is a suggestion: what a register calls a complaint of staff is counted as one, what it does not is not. */
const kinds: readonly (readonly [RegExp, OldKind])[] = [
  [
    /^(员工|职工|本院员工|本院职工|内部|院内|医务人员|医护人员|工作人员)(的)?(投诉|声音|诉求|申诉|举报|反映|意见)$|^(staff|staffcomplaint|staffvoice)$/,
    'staff',
  ],
  [
    /^(患者|病人|家属|患者家属|患方|病患|门诊|住院|门急诊|群众|市民|服务|医疗|电话|来访|来信|网络)?(的)?(投诉|申诉|控告)(举报)?(件|类)?$|^(举报|投诉举报|complaint|patientcomplaint)$/,
    'complaint',
  ],
  [/^(表扬|表扬信|表扬类|感谢|感谢信|锦旗|致谢|赞扬|表彰|praise|thanks|compliment)$/, 'praise'],
  [/^(求助|求助类|帮助|求救|紧急求助|需求|困难求助|help)$/, 'help'],
  [/^(咨询|咨询类|业务咨询|就诊咨询|询问|问询|查询|咨询求助|enquiry|inquiry|question)$/, 'enquiry'],
  [/^((患者|病人|家属|员工|职工|合理化|工作|改进)?建议(类)?|suggestion)$/, 'suggestion'],
  [
    /^((患者|病人|家属|回访|征求)?意见(类|与建议|和建议|及建议|、?建议)?|建议意见|意见\/建议|反映|诉求|opinion|feedback)$/,
    'opinion',
  ],
]

/** The kind that a word stands for; null where nobody could say. */
export const readKind = (text: string): OldKind | null => {
  const word = bare(text).replace(/[、，,]/g, '、')
  return kinds.find(([pattern]) => pattern.test(word))?.[1] ?? null
}

const channels: readonly (readonly [RegExp, string])[] = [
  [/12345|市长热线|政务热线/, '12345'],
  [/12320|卫生热线|卫健热线/, '12320'],
  [/回访|随访/, 'follow-up-call'],
  [/流动/, 'station'],
  [/公众号|微信|小程序/, 'wechat'],
  [/网|官网|互联网|邮箱留言|app/i, 'web'],
  [/信件|来信|书信|信函|邮件|信访|意见箱/, 'letter'],
  [/电话|热线|来电|phone/i, 'phone'],
  [/现场|来访|前台|窗口|当面|接待|柜台|上门|desk/i, 'desk'],
  [/科室转|转办|科室/, 'department'],
  [/员工|职工|内部/, 'staff'],
]

/** The way in by the program's code; a word that it does not know stays as it is, `other` where there is none. */
export const readChannel = (text: string): string => {
  const word = bare(text)
  if (isMissing(word)) return 'other'
  return channels.find(([pattern]) => pattern.test(word))?.[1] ?? tidy(text).slice(0, 40)
}

const severities: readonly (readonly [RegExp, number])[] = [
  [/^(sev|v|级别|等级|第)?0(\.0+)?(级|度)?$|^(零级|轻微|轻|很轻|低|无)$/, 0],
  [/^(sev|v|级别|等级|第)?1(\.0+)?(级|度)?$|^(一级|一般|普通|常规|中等|中|ⅰ级|i级)$/, 1],
  [/^(sev|v|级别|等级|第)?2(\.0+)?(级|度)?$|^(二级|较重|较严重|比较严重|偏重|较高|ⅱ级|ii级)$/, 2],
  [/^(sev|v|级别|等级|第)?3(\.0+)?(级|度)?$|^(三级|重大|严重|特别严重|特重|重|高|危重|ⅲ级|iii级)$/, 3],
]

/** Severity 0 to 3; `empty` where nothing is said, null where what is said is no grade. */
export const readSeverity = (text: string): number | 'empty' | null => {
  const word = bare(text)
  const found = severities.find(([pattern]) => pattern.test(word))?.[1]
  return found ?? (isMissing(word) ? 'empty' : null)
}

const numerals = '零一二三四五六七八九'
const rounds = /^第?([1-9]|[一二三四五六七八九]|两|首)(\.0+)?(轮|次|回)?(办理|处理|答复)?$/

/** The round of handling, 1 to 9; 1 where nothing is said, null for what is no round. */
export const readRound = (text: string): number | null => {
  const word = bare(text)
  if (isMissing(word)) return 1
  if (/^(首次|初次|初次办理|首轮)$/.test(word)) return 1
  if (/^(二次|再次|再次办理|再次处理|重办|重复|二次办理|二次处理)$/.test(word)) return 2
  const found = rounds.exec(word)?.[1]
  if (!found) return null
  if (found === '首') return 1
  if (found === '两') return 2
  return /\d/.test(found) ? Number(found) : numerals.indexOf(found)
}

/** The departments of one cell, each once, in their order: 儿科、食堂 / 儿科;食堂 / 儿科/食堂. */
export const readDepartments = (text: string): string[] => {
  const cell = tidy(text)
  if (isMissing(cell)) return []
  // A gap parts names too, but only Chinese ones: the words of an English name are no departments.
  const parts = cell
    .split(/[、,，;；/／|｜\n\r\t+＋&＆]+/u)
    .flatMap((part) => (/^[\p{Script=Han}\d()（）\s]+$/u.test(part) ? part.split(/\s+/) : [part]))
  return [...new Set(parts.map((part) => tidy(part)).filter((part) => part !== '' && !isMissing(part)))]
}

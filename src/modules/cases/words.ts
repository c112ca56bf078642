// The words of cases that are in no table of their own: kinds, channels, ways of telling.
import { type Words, w } from '#kernel/words.ts'

type Table = Readonly<Record<string, Words>>

export const kindWords: Table = {
  opinion: w('意见', 'Opinion'),
  complaint: w('投诉', 'Complaint'),
  suggestion: w('建议', 'Suggestion'),
  praise: w('表扬', 'Praise'),
  enquiry: w('咨询', 'Enquiry'),
  help: w('求助', 'Call for help'),
  staff: w('员工声音', 'Staff voice'),
}
export const channelWords: Table = {
  'follow-up-call': w('电话回访', 'Follow-up call'),
  phone: w('来电', 'Telephone'),
  desk: w('前台登记', 'Desk'),
  letter: w('信件', 'Letter'),
  web: w('网上', 'Web'),
  wechat: w('微信', 'WeChat'),
  station: w('流动站', 'Station'),
  department: w('科室转来', 'From a department'),
  staff: w('员工', 'Staff'),
  12345: w('12345 热线', 'The 12345 line'),
  12320: w('12320 热线', 'The 12320 line'),
  other: w('未注明', 'Not said'),
}
export const tellWords: Table = {
  call: w('电话', 'By telephone'),
  'in-person': w('当面', 'In person'),
  letter: w('书面', 'In writing'),
  'on-the-spot': w('当场', 'On the spot'),
  receipt: w('凭码网页', 'On the receipt page'),
  sms: w('短信链接', 'By a text with a link'),
}

/** The word of a code; a code that no table knows is shown as it is. */
export const wordsOf = (table: Table, code: string): Words => table[code] ?? w(code, code)

export const inquiryWords: Table = {
  material: w('查阅材料', 'Material'),
  interview: w('询问', 'Interview'),
  fact: w('核实事实', 'Fact'),
}
export const linkWords: Table = {
  related: w('相关', 'related'),
  repeat: w('先后反映同类问题', 'raised again'),
  split: w('拆分', 'split off'),
}

/** Who somebody is to the patient, or here. */
export const relationWords: Table = {
  self: w('本人', 'The patient'),
  guardian: w('监护人', 'Guardian'),
  family: w('家属', 'Family'),
  visitor: w('来访者', 'Visitor'),
  department: w('本院科室', 'A department'),
  other: w('其他', 'Other'),
}
/** How somebody wants to hear the answer. */
export const reachWords: Table = {
  phone: w('回电', 'By telephone'),
  sms: w('短信', 'By message'),
  letter: w('书信', 'By letter'),
  'in-person': w('当面', 'In person'),
  receipt: w('凭回执查询', 'By the receipt'),
  none: w('不必答复', 'Not at all'),
}
export const moodWords: Table = {
  calm: w('平静', 'Calm'),
  worried: w('着急', 'Worried'),
  upset: w('委屈难过', 'Upset'),
  angry: w('愤怒', 'Angry'),
}

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
}

/** The word of a code; a code that no table knows is shown as it is. */
export const wordsOf = (table: Table, code: string): Words => table[code] ?? w(code, code)

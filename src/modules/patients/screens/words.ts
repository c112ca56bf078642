// The words of patients and stays that stand in no table of their own.
import { type Words, w } from '#kernel/words.ts'
import { t } from '#web/ui/language.ts'

type Table = Readonly<Record<string, Words>>

const sexWords: Table = { male: w('男', 'M'), female: w('女', 'F') }
export const ownerWords: Table = {
  patient: w('本人', 'Own'),
  contact: w('联系人', 'Contact'),
  work: w('单位', 'Work'),
}
export const leavingWords: Table = {
  home: w('医嘱离院', 'Home'),
  transfer: w('转院', 'Transferred'),
  community: w('转社区', 'To the community'),
  'against-advice': w('非医嘱离院', 'Against advice'),
  died: w('死亡', 'Died'),
  other: w('其他', 'Other'),
}
export const whyWords: Table = { died: w('已故', 'Died'), 'do-not-call': w('永久勿扰', 'Do not call') }

// What later modules say of a patient, for the few lines that are shown here.
export const taskWords: Table = {
  open: w('待访', 'Open'),
  flagged: w('红旗', 'Red flag'),
  done: w('已完成', 'Done'),
  unreached: w('未访', 'Not reached'),
  cancelled: w('已取消', 'Cancelled'),
}
export const caseWords: Table = {
  received: w('已受理', 'Received'),
  investigating: w('科室调查', 'Investigating'),
  submitted: w('待审核', 'To be reviewed'),
  consenting: w('待院领导同意', 'Awaiting consent'),
  reviewed: w('待反馈患者', 'To be told'),
  told: w('待回访确认', 'To be confirmed'),
  escalated: w('院领导督办', 'With leadership'),
  archived: w('已归档', 'Archived'),
}
export const dispositionWords: Table = {
  reached: w('接通', 'Reached'),
  'call-back': w('约定再拨', 'Call back'),
  'wrong-number': w('号码错误', 'Wrong number'),
  'out-of-service': w('停机或空号', 'Out of service'),
  'no-answer': w('无人接听', 'No answer'),
  'powered-off': w('关机', 'Powered off'),
  refused: w('拒访', 'Refused'),
  'not-the-person': w('非本人', 'Not the person'),
  died: w('死亡', 'Died'),
  readmitted: w('再入院', 'Readmitted'),
  transferred: w('转院', 'Transferred'),
  'language-or-hearing': w('语言或听力障碍', 'Language or hearing'),
  'department-did': w('科室已访', 'Department did'),
  busy: w('占线', 'Busy'),
  other: w('其他', 'Other'),
}

export const say = (table: Table, code: string): string => (table[code] ? t(table[code]) : code)

/** 男 63. */
export const sayWho = ({ sex, age }: { sex: string; age: number | null }): string =>
  [sexWords[sex] ? t(sexWords[sex]) : '', age ?? ''].filter((part) => part !== '').join(' ')

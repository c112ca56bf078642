// What the figures about cases are called and how they are counted: for the reply, the screens, the file and print.
import { type Words, w } from '#kernel/words.ts'
import type { WaitingFor } from './matters.ts'
import type { AskedSign } from './once.ts'

/** The five sorts of an old register, and what calls for help are apart from them; a sort gathers kinds of cases. */
export const sorts = {
  意见建议: { words: w('意见建议', 'Opinions and suggestions'), kinds: ['opinion', 'suggestion'] },
  患者投诉: { words: w('患者投诉', 'Complaints of patients'), kinds: ['complaint'] },
  员工投诉: { words: w('员工投诉', 'Complaints of staff'), kinds: ['staff'] },
  表扬: { words: w('表扬', 'Praise'), kinds: ['praise'] },
  咨询: { words: w('咨询', 'Enquiries'), kinds: ['enquiry'] },
  求助: { words: w('求助', 'Calls for help'), kinds: ['help'] },
} as const satisfies Record<string, { words: Words; kinds: readonly string[] }>
export type Sort = keyof typeof sorts

/** Sorts that are told even when there is none of them. */
export const usualSorts: readonly Sort[] = ['意见建议', '患者投诉', '员工投诉', '表扬', '咨询']

/** What is answered within the law's five or ten working days. */
export const complaintKinds: readonly string[] = [...sorts.患者投诉.kinds, ...sorts.员工投诉.kinds]

/** What patients raise that should not have had to be raised. */
export const raisedKinds: readonly string[] = [...sorts.意见建议.kinds, ...sorts.患者投诉.kinds]

export const waitingWords: Readonly<Record<WaitingFor, Words>> = {
  centre: w('等中心', 'For the centre'),
  department: w('等科室', 'For a department'),
  supervision: w('等监察室', 'For supervision'),
  leadership: w('等院领导', 'For leadership'),
  person: w('等本人', 'For the person'),
  outside: w('停钟', 'Clock stopped'),
}

export const judgedWords: Readonly<Record<string, Words>> = {
  'in-time': w('按期答复', 'Answered in time'),
  late: w('逾期答复', 'Answered late'),
  'open-in-time': w('未答复，未到期', 'Open, within time'),
  'open-late': w('未答复，已逾期', 'Open, overdue'),
}

export const roundWords: Readonly<Record<'first' | 'second' | 'third', Words>> = {
  first: w('一轮办理', 'In the first round'),
  second: w('办到第二轮', 'Second round'),
  third: w('办到第三轮', 'Third round'),
}

/** Whether a matter had to be told more than once, and what made it so. */
export const askedWords: Readonly<Record<'all' | 'once' | 'anew' | AskedSign, Words>> = {
  all: w('计入“最多问一次”', 'Counted for asked once'),
  once: w('只说了一次', 'Told once'),
  anew: w('不止说了一次', 'Told more than once'),
  transfer: w('通话中被转接', 'Transferred while speaking'),
  again: w('等答复时又打来', 'Called again before the answer'),
  back: w('科室退回改派', 'Sent back by a department'),
  owner: w('首问负责人更换', 'The first asker changed'),
  sheet: w('又经公共热线', 'Came over a public line too'),
  repeat: w('同一人再次提出', 'Said before by the same person'),
}

/** How the figures are counted, as the report itself says it. */
export const caseNotes: readonly Words[] = [
  w(
    '按登记日期归入本期，只计截至日当天已登记的；接管自旧登记本的与在本系统办理的合并计算。',
    'By the day of receipt, of what had come in by the day of the report; what was taken over counts with what was handled here.',
  ),
  w(
    '投诉 ＝ 患者投诉 ＋ 员工投诉。合并的诉求每人仍各计一件。',
    'Complaints are those of patients and of staff. Merged ones still count one each.',
  ),
  w(
    '按期：登记次日起第 5 个工作日（含当日）之前答复本人；涉及多个科室的为第 10 个工作日。工作日含调休上班日，不含法定节假日。',
    'In time: the person was told by the fifth working day after the day of receipt, by the tenth where several departments are concerned; make-up days count.',
  ),
  w(
    '按期以第一轮为准，经批准的延期和停钟计入期限，并单独列出件数与天数；旧登记本的以其答复日期为准。',
    'Judged by the first round; granted time and stopped clocks move the deadline and are told apart. Of an old register its own day counts.',
  ),
  w(
    '按期答复率 ＝ 按期答复 ÷（按期 ＋ 逾期答复 ＋ 未答复已逾期）；未到期的不计入。',
    'The rate is answered in time ÷ (answered + open and overdue); what is not due yet is left out.',
  ),
  w(
    '满意率 ＝ 满意 ÷ 已作评价的投诉；“基本满意”不算满意，未评价的不计入。',
    'Satisfied ÷ complaints with a grade; “fairly” is not satisfied.',
  ),
  w(
    '承诺兑现率 ＝ 按时兑现 ÷ 本期应兑现（到期）的承诺；取消的不计入，另列。',
    'Promises kept in time ÷ those that fell due; cancelled ones are told apart.',
  ),
  w(
    '只计您有权查看的诉求：点开任何一个数，就是它所数的每一件。',
    'Only cases that you may read are counted: every number opens the rows it counts.',
  ),
]

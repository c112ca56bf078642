// How a case moves, from what was said to the person's own answer; nothing else leads to the archive.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

/** The columns that the rules read. */
export type CaseState = {
  readonly id: string
  readonly status: string
  readonly severity: number
  readonly integrity: boolean
  readonly heated: boolean
  readonly round: number
  readonly failed_recalls: number
  /** The department waits for more time. */
  readonly time_asked: boolean
  /** Whether the person, or who raised it for him, may be called; asked where it matters, absent counts as yes. */
  readonly callable?: boolean
  readonly handling_department_id: string | null
  readonly kind: string
  /** Departments that were asked to help and have not answered. */
  readonly assists_open: number
  readonly paused_at: Date | null
  readonly urgency: number
}

/** Kinds with a path of their own: an answer, help or thanks passed on closes them. */
const answerable: readonly string[] = ['enquiry', 'help']

/** An enquiry, a call for help or praise: it goes to no department by itself and needs no recall. */
export const isBrief = (kind: string): boolean => kind === 'praise' || answerable.includes(kind)

/** With these a case is told, over or part of another one: its clock has stopped, and nobody is rung or reminded about it. */
export const settled: readonly string[] = ['told', 'merged', 'archived']

/** After so many recalls that reached nobody a lead may archive a case with a reason. */
export const enoughRecalls = 3

/** Grave matters, integrity, and whatever has failed twice: leadership must consent to what is answered (the hospital’s rules for follow-up calls). */
const needsConsent = (c: CaseState): boolean => c.severity >= 3 || c.integrity || c.round >= 3

// biome-ignore format: a table is read by its columns
export const caseLifecycle = lifecycle<CaseState, string, string>({
  noun: 'case',
  title: w('诉求', 'Case'),
  table: 'cases',
  start: ['received', 'investigating'],
  states: {
    received:      w('已受理', 'Received'),
    investigating: w('科室调查', 'Investigating'),
    submitted:     w('待审核', 'To be reviewed'),
    consenting:    w('待院领导同意', 'Awaiting consent'),
    reviewed:      w('待反馈患者', 'To be told'),
    told:          w('待回访确认', 'To be confirmed'),
    escalated:     w('院领导督办', 'With leadership'),
    merged:        w('已并案', 'Merged'),
    archived:      w('已归档', 'Archived'),
  },
  acts: [
    // verb         from                          to               button                                                   only if
    ['dispatch',   ['received', 'investigating', 'escalated'], 'investigating', w('转责任科室', 'Dispatch to a department'), 'withoutDepartment'],
    ['reply',      ['received', 'reviewed'],     'archived',      w('答复并办结', 'Answer and close'),                      'answerable'],
    ['convey',     ['received'],                 'archived',      w('转达表扬', 'Pass the praise on'),                      'praise'],
    ['settle',     ['received'],                 'told',          w('当场解决', 'Settle on the spot'),                      'ordinary'],
    ['answer',     ['investigating'],            'submitted',     w('提交调查与整改', 'Submit findings and measures'), 'assistsIn'],
    ['object',     ['investigating'],            'received',      w('不属本科室，退回', 'Object to the dispatch')],
    ['askAssist',  ['investigating'],            '=',             w('请科室协办', 'Ask another department to help'),         'withDepartment'],
    ['urge',       ['investigating'],            '=',             w('督办', 'Urge'),                                       'withDepartment'],
    ['pause',      ['investigating'],            '=',             w('停钟', 'Stop the clock'),                             'running'],
    ['resume',     ['investigating'],            '=',             w('恢复计时', 'Let the clock run'),                       'paused'],
    ['meet',       ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated'], '=', w('记录应急处置', 'Say what was done at once'), 'pressing'],
    ['askTime',    ['investigating'],            '=',             w('申请延期', 'Ask for more time'),                       'nothingAsked'],
    ['grantTime',  ['investigating'],            '=',             w('同意延期', 'Grant more time'),                         'asked'],
    ['refuseTime', ['investigating'],            '=',             w('不同意延期', 'Refuse more time'),                      'asked'],
    ['sendBack',   ['submitted'],                'investigating', w('退回补充', 'Send back')],
    ['pass',       ['submitted'],                'reviewed',      w('审核通过', 'Pass'),                                    'passable'],
    ['propose',    ['submitted'],                'consenting',    w('报院领导', 'Put before leadership')],
    ['consent',    ['consenting'],               'reviewed',      w('同意', 'Consent')],
    ['decline',    ['consenting'],               'investigating', w('不同意，退回', 'Decline')],
    ['tell',       ['reviewed'],                 'told',          w('已告知患者', 'The person has been told')],
    ['confirm',    ['told'],                     'archived',      w('患者满意，归档', 'Satisfied: archive')],
    ['reopen',     ['told'],                     'investigating', w('患者不满意，再次处理', 'Not satisfied: second round'), ['firstRound', 'handled']],
    ['escalate',   ['told'],                     'escalated',     w('仍不满意，报院领导', 'Still not satisfied: to leadership'), 'secondRoundOrUnhandled'],
    ['failRecall', ['told'],                     '=',             w('回访未接通', 'Recall not reached')],
    ['approve',    ['told'],                     'archived',      w('批准归档', 'Approve archiving'),                       'triedEnough'],
    ['grade',      ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated'], '=', w('调整分级', 'Grade')],
    ['inquire',    ['investigating', 'submitted', 'consenting', 'escalated'], '=', w('记调查', 'Note what was looked into')],
    ['refer',      ['told', 'escalated'],        'archived',      w('告知法定途径，办结', 'Tell the ways of the law and close'), 'thirdRound'],
    ['merge',      ['received', 'investigating', 'submitted', 'consenting', 'reviewed'], 'merged', w('并入另一件', 'Merge into another')],
    ['unmerge',    ['merged'],                   'received',      w('撤销并案', 'Undo the merging')],
    ['carry',      ['merged'],                   'reviewed',      w('主案已有答复', 'The matter has its answer')],
    ['split',      ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated'], '=', w('拆出一件', 'Split off')],
    ['link',       ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'merged', 'archived'], '=', w('关联', 'Link')],
    ['unlink',     ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'merged', 'archived'], '=', w('取消关联', 'Unlink')],
    ['add',        ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'merged'], '=', w('补充', 'Add what was said later')],
    ['comment',    ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated'], '=', w('备注', 'Comment')],
    ['attach',     ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'merged'], '=', w('添加附件', 'Attach')],
    ['release',    ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'merged', 'archived'], '=', w('放行附件', 'Release a file')],
    ['discard',    ['received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'merged', 'archived'], '=', w('销毁附件', 'Destroy a file')],
  ],
  rules: {
    answerable:  [w('只有咨询和求助可以答复后直接办结。', 'Only an enquiry or a call for help is closed by its answer.'), (c) => answerable.includes(c.kind)],
    praise:      [w('只有表扬可以转达后办结。', 'Only praise is closed by being passed on.'), (c) => c.kind === 'praise'],
    ordinary:    [w('重大、激烈或行风诉求不得当场办结。', 'A grave, heated or integrity matter is not settled on the spot.'), (c) => c.severity < 2 && !c.heated && !c.integrity],
    withoutDepartment: [w('科室正在办理，如须改派，请先由科室退回。', 'A department has it; it has to object before it goes to another.'), (c) => c.status !== 'investigating' || c.handling_department_id === null],
    withDepartment: [w('尚未转到科室。', 'No department has it yet.'), (c) => c.handling_department_id !== null],
    assistsIn:   [w('尚有协办科室未回复，可督办或撤回协办后再提交。', 'A helping department has not answered yet; urge it, or withdraw the request.'), (c) => c.assists_open === 0],
    running:     [w('时钟已停。', 'The clock stands still already.'), (c) => c.paused_at === null],
    paused:      [w('时钟没有停。', 'The clock is running.'), (c) => c.paused_at !== null],
    pressing:    [w('不是危急或紧急的诉求。', 'The matter is neither dangerous nor urgent.'), (c) => c.urgency < 2],
    nothingAsked: [w('已有一份延期申请等待审批。', 'A request for more time is waiting already.'), (c) => !c.time_asked],
    asked:       [w('没有等待审批的延期申请。', 'No request for more time is waiting.'), (c) => c.time_asked],
    passable:    [w('重大、行风或第三轮诉求须先报院领导同意。', 'A grave, integrity or third-round matter needs leadership’s consent first.'), (c) => !needsConsent(c)],
    firstRound:  [w('第二轮仍不满意，须报院领导。', 'After a second round it goes to leadership.'), (c) => c.round < 2],
    handled:     [w('尚无科室办理过，须报院领导。', 'No department has handled it: it goes to leadership.'), (c) => c.handling_department_id !== null],
    secondRoundOrUnhandled: [w('第一轮不满意，先由科室再次处理。', 'After a first round the department handles it again.'), (c) => c.round >= 2 || c.handling_department_id === null],
    thirdRound:  [w('前三轮内，仍由院内办理。', 'Before the third round it is still the hospital’s to handle.'), (c) => c.round >= 3],
    triedEnough: [w('须有三次回访未接通（或已无人可以致电），才能由组长说明理由后归档。', 'Only after three failed recalls (or when nobody may be called any more) may a lead archive it with a reason.'), (c) => c.failed_recalls >= enoughRecalls || c.callable === false],
  },
})

/** Why a clock of working days may stand still; there is no reason called other (house rule). */
export const pauseReasons = {
  material: w('等待对方补充材料', 'waiting for the person’s papers'),
  appraisal: w('等待鉴定或专家意见', 'waiting for an appraisal'),
  outside: w('等待院外单位答复', 'waiting for another house'),
  person: w('对方要求暂缓', 'the person asked to wait'),
} as const

// biome-ignore format: a table is read by its columns
export const assistLifecycle = lifecycle({
  noun: 'assist',
  title: w('协办', 'Assist'),
  table: 'assists',
  start: ['asked'],
  states: {
    asked:     w('待协办', 'Asked'),
    answered:  w('已回复', 'Answered'),
    objected:  w('已退回', 'Objected'),
    withdrawn: w('已撤回', 'Withdrawn'),
  },
  acts: [
    ['contribute', ['asked'], 'answered',  w('提交协办意见', 'Say what was found')],
    ['object',     ['asked'], 'objected',  w('与本科室无关，退回', 'Object')],
    ['withdraw',   ['asked'], 'withdrawn', w('撤回协办', 'Withdraw')],
  ],
  rules: {},
})

/** What the rules read of a measure; `come`: its day has come, as far as it was asked. */
type MeasureState = { readonly status: string; readonly come?: boolean }

// biome-ignore format: a table is read by its columns
export const measureLifecycle = lifecycle<MeasureState, string, string>({
  noun: 'measure',
  title: w('整改措施', 'Measure'),
  table: 'measures',
  start: ['planned'],
  states: {
    planned:   w('整改中', 'Planned'),
    done:      w('待验证', 'To be verified'),
    verified:  w('已验证', 'Verified'),
    cancelled: w('已取消', 'Cancelled'),
  },
  acts: [
    ['finish',   ['planned'],         'done',      w('已落实', 'Done')],
    ['verify',   ['done'],            'verified',  w('验证通过', 'Verify'), 'come'],
    ['sendBack', ['done'],            'planned',   w('未落实，退回', 'Not so: send back')],
    ['cancel',   ['planned', 'done'], 'cancelled', w('取消', 'Cancel')],
    ['attach',   ['planned', 'done'], '=',         w('添加照片', 'Add a photo')],
  ],
  rules: {
    come: [w('到了整改期限才能验证。', 'It is verified when its day has come.'), (m) => m.come !== false],
  },
})

// biome-ignore format: a table is read by its columns
export const promiseLifecycle = lifecycle({
  noun: 'promise',
  title: w('承诺', 'Promise'),
  table: 'promises',
  start: ['open'],
  states: {
    open:      w('待兑现', 'Open'),
    kept:      w('已兑现', 'Kept'),
    cancelled: w('已取消', 'Cancelled'),
  },
  acts: [
    ['keep',   ['open'], 'kept',      w('已兑现', 'Kept')],
    ['cancel', ['open'], 'cancelled', w('取消承诺', 'Cancel')],
  ],
  rules: {},
})

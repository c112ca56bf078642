// How a follow-up task, a programme and a questionnaire move.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

type TaskState = {
  readonly id: string
  readonly status: string
  readonly kind: string
  readonly assignee_id: string | null
}

/** Somebody still has to do something about it. */
export const unfinished = ['open', 'flagged'] as const

// biome-ignore format: a table is read by its columns
export const taskLifecycle = lifecycle<TaskState, string, string>({
  noun: 'task',
  title: w('随访任务', 'Follow-up task'),
  table: 'tasks',
  start: ['open', 'done', 'unreached'],
  states: {
    open:      w('待随访', 'To call'),
    flagged:   w('红旗待处置', 'Red flag'),
    done:      w('已完成', 'Done'),
    unreached: w('未访', 'Not reached'),
    cancelled: w('已取消', 'Cancelled'),
    voided:    w('已作废', 'Voided'),
  },
  acts: [
    // verb       from                   to           button                                    only if
    ['claim',    ['open'],              '=',         w('领取', 'Claim'),                        'free'],
    ['handOver', unfinished,            '=',         w('转交', 'Hand over'),                    'shared'],
    ['putBack',  ['open'],              '=',         w('放回', 'Put back'),                     ['taken', 'shared']],
    ['draft',    unfinished,            '=',         w('暂存', 'Keep the draft'),               'aCall'],
    ['attempt',  ['open'],              '=',         w('未接通', 'Not reached'),               'aCall'],
    ['giveUp',   ['open'],              'unreached', w('登记未访', 'Record as not reached'),    'aCall'],
    ['complete', ['open'],              'done',      w('完成', 'Complete'),                     'aCall'],
    ['flag',     ['open'],              'flagged',   w('红旗', 'Raise a red flag'),             'aCall'],
    ['toPerson', ['open'],              '=',         w('转人工', 'Give to a person'),           'aCall'],
    ['resolve',  ['flagged'],           'done',      w('处置完毕', 'Resolve the red flag')],
    ['confirm',  ['open'],              'done',      w('医师已处理', 'The doctor has acted'),   'urgent'],
    ['reopen',   ['unreached'],         'open',      w('撤销未访', 'Undo'),                     'aCall'],
    ['cancel',   unfinished,            'cancelled', w('取消', 'Cancel')],
    ['void',     ['done'],              'voided',    w('作废', 'Void'),                         'ofAStay'],
  ],
  rules: {
    shared: [w('复核回访只由指定的人完成。', 'A call that checks another is made by the one who was named.'), (t) => t.kind !== 'audit'],
    free:   [w('已有人领取。', 'Somebody has it already.'), (t) => t.assignee_id === null],
    taken:  [w('还没有人领取。', 'Nobody has it.'), (t) => t.assignee_id !== null],
    aCall:  [w('这是转给医师的紧急联系，不是随访问卷。', 'This is an urgent contact for the doctor, not a call by questionnaire.'), (t) => t.kind !== 'urgent'],
    ofAStay: [w('这不是出院随访的记录，不能作废。整改回访的结果请在诉求里更正。', 'Only a record of a follow-up call is voided; what a recall found is put right in its case.'), (t) => t.kind === 'wave' || t.kind === 'repeat'],
    urgent: [w('只有红旗紧急联系由医师确认。', 'Only an urgent contact is confirmed by the doctor.'), (t) => t.kind === 'urgent'],
  },
})

type Versioned = { readonly id: string; readonly status: string }

export const programmeLifecycle = lifecycle<Versioned, string, string>({
  noun: 'programme',
  title: w('随访方案', 'Programme'),
  table: 'programmes',
  start: ['draft'],
  states: { draft: w('草稿', 'Draft'), running: w('执行中', 'Running'), stopped: w('已停止', 'Stopped') },
  acts: [
    ['start', ['draft', 'stopped'], 'running', w('启用', 'Start')],
    ['stop', ['running'], 'stopped', w('停止', 'Stop')],
  ],
  rules: {},
})

export const questionnaireLifecycle = lifecycle<Versioned, string, string>({
  noun: 'questionnaire',
  title: w('问卷', 'Questionnaire'),
  table: 'questionnaires',
  start: ['draft'],
  states: { draft: w('草稿', 'Draft'), published: w('已发布', 'Published'), retired: w('已停用', 'Retired') },
  acts: [
    ['publish', ['draft'], 'published', w('发布', 'Publish')],
    ['retire', ['published'], 'retired', w('停用', 'Retire')],
  ],
  rules: {},
})

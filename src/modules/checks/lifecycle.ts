// How a drawing, one check, a suspicion and the form of judging move.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

type Plain = { readonly id: string; readonly status: string }

export const drawLifecycle = lifecycle<Plain, string, string>({
  noun: 'draw',
  title: w('抽样', 'Drawing'),
  table: 'check_draws',
  start: ['drawn'],
  states: { drawn: w('抽查中', 'Being checked'), released: w('已公布', 'Released') },
  acts: [['release', ['drawn'], 'released', w('公布结果', 'Release')]],
  rules: {},
})

type CheckState = Plain & { readonly recall_task_id: string | null; readonly recall_result: string | null }

// biome-ignore format: a table is read by its columns
export const checkLifecycle = lifecycle<CheckState, string, string>({
  noun: 'check',
  title: w('抽查', 'Spot check'),
  table: 'checks',
  start: ['drawn'],
  states: {
    drawn:    w('待查', 'To check'),
    scored:   w('已评分', 'Scored'),
    dropped:  w('不查', 'Dropped'),
    released: w('已公布', 'Released'),
    objected: w('有异议', 'Objected'),
    settled:  w('已答复', 'Answered'),
  },
  acts: [
    // verb      from                    to          button                               only if
    ['score',   ['drawn', 'scored'],    'scored',   w('评分', 'Score')],
    ['recall',  ['drawn', 'scored'],    '=',        w('盲样复核', 'Have called again'),  'never'],
    ['callOff', ['drawn', 'scored'],    '=',        w('取消复核', 'Call it off'),        'waits'],
    ['compare', ['drawn', 'scored'],    '=',        w('比对', 'Compare'),                'waits'],
    ['drop',    ['drawn', 'scored'],    'dropped',  w('不查这一通', 'Drop')],
    ['release', ['scored'],             'released', w('公布', 'Release'),                'ended'],
    ['object',  ['released'],           'objected', w('提出异议', 'Object')],
    ['reply',   ['objected'],           'settled',  w('答复异议', 'Answer')],
  ],
  rules: {
    never: [w('这一通已安排过复核，不再打扰患者。', 'It has been called again; the patient is left in peace.'), (c) => c.recall_task_id === null],
    waits: [w('没有等待中的复核。', 'No call waits.'), (c) => c.recall_result === 'waiting'],
    ended: [w('复核还没有结束。', 'The call that checks it is not over.'), (c) => c.recall_result !== 'waiting'],
  },
})

type SuspicionState = Plain & { readonly voided_at: Date | null }

// biome-ignore format: a table is read by its columns
export const suspicionLifecycle = lifecycle<SuspicionState, string, string>({
  noun: 'suspicion',
  title: w('存疑记录', 'Suspicious record'),
  table: 'suspicions',
  start: ['flagged'],
  states: {
    flagged:   w('存疑', 'Suspicious'),
    asked:     w('请本人说明', 'Side asked for'),
    cleared:   w('已排除', 'Cleared'),
    confirmed: w('已认定', 'Confirmed'),
    lapsed:    w('已不再存疑', 'No longer'),
  },
  acts: [
    ['ask',     ['flagged'],          'asked',     w('请本人说明', 'Ask for his side')],
    ['state',   ['asked'],            '=',         w('说明情况', 'Say one’s side')],
    ['clear',   ['flagged', 'asked'], 'cleared',   w('排除', 'Clear')],
    ['confirm', ['asked'],            'confirmed', w('认定不实', 'Confirm')],
    ['void',    ['confirmed'],        '=',         w('作废记录', 'Void the record'),    'stands'],
    ['renew',   ['flagged', 'asked'], '=',         w('重新计算', 'Reckon anew')],
    ['lapse',   ['flagged'],          'lapsed',    w('不再存疑', 'No longer')],
    ['rise',    ['lapsed'],           'flagged',   w('再次存疑', 'Again')],
  ],
  rules: {
    stands: [w('这条记录已作废。', 'The record is voided already.'), (it) => it.voided_at === null],
  },
})

export const qualityFormLifecycle = lifecycle<Plain, string, string>({
  noun: 'qualityForm',
  title: w('评分表', 'Quality form'),
  table: 'quality_forms',
  start: ['draft'],
  states: { draft: w('草稿', 'Draft'), published: w('在用', 'In force'), retired: w('已停用', 'Retired') },
  acts: [
    ['publish', ['draft'], 'published', w('启用', 'Put in force')],
    ['retire', ['published'], 'retired', w('停用', 'Retire')],
  ],
  rules: {},
})

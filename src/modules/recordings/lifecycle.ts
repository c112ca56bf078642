// How a recording moves: begun only after the person was told, closed when the call is over, mended, and in its time destroyed.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type RecordingState = {
  readonly id: string
  readonly status: string
  readonly call_id: string
  readonly staff_id: string
  readonly started_at: Date
  readonly ended_at: Date | null
  readonly heard_at: Date
  readonly complete: boolean
  readonly seconds: number
  readonly bytes: number
  readonly pieces: number
  readonly mime: string
  readonly sealed_key: Buffer | null
  readonly consent: string
  readonly paused_at: Date | null
  readonly held_for: string | null
  readonly keep_until: string | null
}

// biome-ignore format: a table is read by its columns
export const recordingLifecycle = lifecycle<RecordingState, string, string>({
  noun: 'recording',
  title: w('录音', 'Recording'),
  table: 'recordings',
  start: ['recording', 'declined'],
  states: {
    recording: w('录音中', 'Recording'),
    closed:    w('已结束', 'Closed'),
    mended:    w('已整理', 'Mended'),
    destroyed: w('已销毁', 'Destroyed'),
    declined:  w('未录音', 'Not recorded'),
  },
  acts: [
    // verb      from                               to           button
    ['pause',    ['recording'],                     '=',         w('暂停', 'Pause'),                            'runs'],
    ['resume',   ['recording'],                     '=',         w('继续', 'Go on'),                            'paused'],
    ['withdraw', ['recording'],                     'destroyed', w('不同意录音', 'Does not agree')],
    // The person asks for it afterwards.
    ['erase',    ['closed', 'mended'],              'destroyed', w('撤回同意并销毁', 'Erase on request'),           'free'],
    ['stop',     ['recording'],                     'closed',    w('结束录音', 'Stop')],
    // Nothing more will come: it is put into one piece now.
    ['settle',   ['closed'],                        '=',         w('收齐', 'All is here'),                      'open'],
    ['mend',     ['closed'],                        'mended',    w('整理', 'Mend')],
    ['listen',   ['recording', 'closed', 'mended'], '=',         w('调听', 'Listen'),                           'sounds'],
    ['mark',     ['recording', 'closed', 'mended'], '=',         w('标记', 'Mark')],
    ['export',   ['closed', 'mended'],              '=',         w('导出', 'Export'),                           'sounds'],
    ['hold',     ['closed', 'mended'],              '=',         w('保全', 'Hold'),                             'free'],
    ['release',  ['closed', 'mended'],              '=',         w('解除保全', 'Release'),                       'held'],
    ['destroy',  ['closed', 'mended'],              'destroyed', w('到期销毁', 'Destroy'),                      'free'],
  ],
  rules: {
    runs:   [w('录音已经暂停。', 'It is paused already.'), (r) => r.paused_at === null],
    paused: [w('录音没有暂停。', 'It is not paused.'), (r) => r.paused_at !== null],
    open:   [w('这段录音已经收齐。', 'All of it is here.'), (r) => !r.complete],
    sounds: [w('还没有录到声音。', 'Nothing has been recorded yet.'), (r) => r.pieces > 0],
    free:   [w('录音正在保全。', 'The recording is held.'), (r) => r.held_for === null],
    held:   [w('录音没有保全。', 'The recording is not held.'), (r) => r.held_for !== null],
  },
})

// How a proposal goes, from found to taken up, dismissed or over; and a project, once or more around plan, do, check and act.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

// biome-ignore format: a table is read by its columns
export const proposalLifecycle = lifecycle<{ readonly id: string; readonly status: string }, string, string>({
  noun: 'proposal',
  title: w('苗头', 'Proposal'),
  table: 'proposals',
  start: ['found'],
  states: {
    found:     w('待处理', 'Found'),
    taken:     w('已采纳', 'Taken up'),
    dismissed: w('已排除', 'Dismissed'),
    over:      w('已平息', 'Over'),
  },
  acts: [
    ['take',    ['found', 'dismissed'], 'taken',     w('采纳', 'Take up')],
    ['dismiss', ['found'],              'dismissed', w('排除', 'Dismiss')],
    ['grow',    ['found', 'taken'],     '=',         w('又有新的', 'More of it')],
    ['rise',    ['dismissed'],          'found',     w('再次抬头', 'Risen again')],
    ['lapse',   ['found'],              'over',      w('自行平息', 'Over by itself')],
  ],
  rules: {},
})

/** What the rules read of a project: how far its round has come. */
export type ProjectState = {
  readonly id: string
  readonly status: string
  /** The problem stands there with a root cause. */
  readonly analysed?: boolean
  /** The figure that should move, its past and its window are chosen. */
  readonly chosen?: boolean
  /** There is a measure in this round. */
  readonly measured?: boolean
  /** No measure of this round is still to be done, and one was. */
  readonly carried?: boolean
  /** The window has passed. */
  readonly over?: boolean
  readonly verdict: string | null
  /** Something of it became knowledge, rule or training. */
  readonly kept?: boolean
}

const running = ['planning', 'doing', 'checking', 'acting'] as const

// biome-ignore format: a table is read by its columns
export const projectLifecycle = lifecycle<ProjectState, string, string>({
  noun: 'project',
  title: w('改进项目', 'Improvement project'),
  table: 'projects',
  start: ['proposed', 'planning'],
  states: {
    proposed:     w('待立项', 'Proposed'),
    planning:     w('计划', 'Plan'),
    doing:        w('实施', 'Do'),
    checking:     w('检查', 'Check'),
    acting:       w('处置', 'Act'),
    succeeded:    w('成功结题', 'Closed: improved'),
    unsuccessful: w('未达目标结题', 'Closed: not improved'),
    cancelled:    w('已取消', 'Cancelled'),
  },
  acts: [
    // verb         from                                to              button                                        only if
    ['start',       ['proposed'],                       'planning',     w('立项', 'Start')],
    ['appoint',     ['proposed', ...running],           '=',            w('指定负责人和团队', 'Name owner and team')],
    ['join',        ['proposed', ...running],           '=',            w('纳入诉求', 'Add cases')],
    ['leave',       ['proposed', 'planning'],           '=',            w('移出诉求', 'Take a case out')],
    ['analyse',     ['planning'],                       '=',            w('问题与根因', 'Problem and root cause')],
    ['choose',      ['planning'],                       '=',            w('选定指标', 'Choose the figure')],
    ['measure',     ['planning', 'doing'],              '=',            w('安排整改', 'Plan a measure')],
    ['adopt',       ['planning', 'doing'],              '=',            w('并入已有整改', 'Take in a measure')],
    ['begin',       ['planning'],                       'doing',        w('开始实施', 'Begin'), ['analysed', 'chosen', 'measured']],
    ['refigure',    ['doing', 'checking'],              '=',            w('更换指标', 'Change the figure')],
    ['check',       ['doing'],                          'checking',     w('进入检查', 'Go on to check'), 'carried'],
    ['conclude',    ['checking'],                       'acting',       w('得出结论', 'Conclude'), 'over'],
    ['standardise', ['acting'],                         '=',            w('固化成果', 'Standardise')],
    ['again',       ['acting'],                         'planning',     w('再来一轮', 'Go round again')],
    ['succeed',     ['acting'],                         'succeeded',    w('成功结题', 'Close as improved'), ['moved', 'kept']],
    ['giveUp',      ['acting'],                         'unsuccessful', w('未达目标，结题', 'Close without success')],
    ['cancel',      ['proposed', 'planning', 'doing', 'checking'], 'cancelled', w('取消项目', 'Cancel')],
    ['tell',        ['succeeded'],                      '=',            w('告知', 'Tell')],
  ],
  rules: {
    analysed: [w('请先写清问题和根本原因。', 'First state the problem and its root cause.'), (p) => p.analysed === true],
    chosen:   [w('请先选定要改变的指标、目标和观察期。', 'First choose the figure that should move, the target and the window.'), (p) => p.chosen === true],
    measured: [w('请至少安排一条整改措施。', 'Plan one measure at least.'), (p) => p.measured === true],
    carried:  [w('还有整改没有落实；全部落实后才进入检查。', 'Measures are still to be done; the check begins when all are.'), (p) => p.carried === true],
    over:     [w('观察期还没有结束，现在下结论为时过早。', 'The window is not over; it is too early to conclude.'), (p) => p.over === true],
    moved:    [w('指标没有确实改善，不能成功结题；可以再来一轮，或注明原因结题。', 'The figure did not move: it is no success. Go round again, or close it with a reason.'), (p) => p.verdict === 'better'],
    kept:     [w('请先把做法固化下来：进知识库、规章或培训。', 'First standardise it: into knowledge, rules or training.'), (p) => p.kept === true],
  },
})

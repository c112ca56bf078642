// Writes a bulletin from its sources: praise first, then what is late and hurts, what was changed, and at the end how it is counted.
import { addDays, momentText, monthSpan, sayMonth } from '#kernel/time.ts'
import { caseNotes } from '#modules/insight/case-words.ts'
import { pageNotes } from '#modules/insight/page-notes.ts'
import { type Block, count, type Document, measure, type Section, words } from './document.ts'
import { callBlocks, callSentences } from './parts-calls.ts'
import { changedBlocks, matterBlocks, matterSentences, praiseBlocks } from './parts-matters.ts'
import type { Sources } from './sources.ts'

const text = (said: string, tone: 'plain' | 'good' | 'warn' = 'plain'): Block => ({ kind: 'text', text: said, tone })
const note = (slot: 'foreword' | 'praise' | 'criticism' | 'next', title: string): Block => ({
  kind: 'note',
  slot,
  title,
})

/** The month in a few sentences. */
const summary = (sources: Sources): Block[] => [
  ...(sources.page.praise.total > 0 ? [text(`患者表扬 ${sources.page.praise.total} 件。`, 'good')] : []),
  ...(sources.few ? [] : callSentences(sources).map((said) => text(said))),
  ...matterSentences(sources).map(({ text: said, tone }) => text(said, tone)),
  ...(sources.projects.length > 0 ? [text(`有 ${sources.projects.length} 个改进项目见效结项。`, 'good')] : []),
]

/** What the spot checks found: of calls and records, never of a caller by name. */
const checkBlocks = ({ checks }: Sources): Block[] => {
  if (!checks) return [text('本月的随访抽查还没有结果。')]
  if (checks.checks < 5) return [text('本月抽查不足 5 通，不显示结果。')]
  const row = (key: string, label: string, cell: ReturnType<typeof count>) => ({
    key,
    cells: [words(label), cell],
    tone: 'plain' as const,
  })
  return [
    {
      kind: 'table',
      key: 'checks',
      title: '随访电话抽查',
      head: ['', '数'],
      words: [],
      note: '按通话抽取，不点名；结果已先告诉本人。',
      rows: [
        row('checks', '抽查通数', count('checks.checks', checks.checks)),
        row('score', '平均得分', measure('checks.score', checks.score)),
        row('passed', '合格', count('checks.passed', checks.passed)),
        row('critical', '有关键项不合格', count('checks.critical', checks.critical)),
        ...(checks.agreed.hidden
          ? []
          : [
              row('pairs', '近 12 个月盲样复核对照的答案', count('checks.agreed.pairs', checks.agreed.pairs)),
              row('same', '其中一致', count('checks.agreed.same', checks.agreed.same)),
            ]),
        row('confirmed', '查实不真实的记录', count('checks.confirmed', checks.confirmed)),
      ],
    },
  ]
}

const points = (hundredths: number): string => (hundredths / 100).toFixed(2)

/** A department reads its own sheet; the hospital how many there were, and nobody's points but its own. */
const assessmentBlocks = ({ sheet, sheets, departmentId }: Sources): Block[] => {
  if (departmentId) {
    if (!sheet) return [text('考核单还没有发来。')]
    return [
      {
        kind: 'table',
        key: 'assessment',
        title: `${sayMonth(sheet.month, 'zh')}考核单（${sheet.status === 'final' ? '已定稿' : '尚未定稿'}）`,
        head: ['项目', '得分', '事由'],
        words: [2],
        note: sheet.rank === null ? '不足 30 人，不排名。' : `当月在可比的科室中列第 ${sheet.rank} 位。`,
        rows: [
          ...sheet.lines.map((line) => ({
            key: line.id,
            tone:
              line.tone === 'praise'
                ? ('good' as const)
                : line.tone === 'criticism'
                  ? ('warn' as const)
                  : ('plain' as const),
            cells: [
              words(line.words.zh),
              { text: points(line.points), value: line.points, of: `sheet.lines[${line.id}].points` },
              words(line.reason),
            ],
          })),
          {
            key: 'total',
            tone: 'plain' as const,
            cells: [words('总分'), { text: points(sheet.total), value: sheet.total, of: 'sheet.total' }, words('')],
          },
        ],
      },
    ]
  }
  if (sheets.length === 0) return [text('考核单还没有发出。')]
  const sum = (of: (one: (typeof sheets)[number]) => number) => sheets.reduce((so, one) => so + of(one), 0)
  const row = (key: string, label: string, n: number) => ({
    key,
    cells: [words(label), count(`sheets.${key}`, n)],
    tone: 'plain' as const,
  })
  return [
    {
      kind: 'table',
      key: 'sheets',
      title: `${sayMonth(sheets[0]!.month, 'zh')}科室考核`,
      head: ['', '数'],
      words: [],
      note: '各科室的得分见本科室的考核单。',
      rows: [
        row('sent', '已发出的考核单', sheets.length),
        row('final', '其中已定稿', sheets.filter(({ status }) => status === 'final').length),
        row(
          'praised',
          '表扬（条）',
          sum(({ praised }) => praised),
        ),
        row(
          'criticised',
          '批评（条）',
          sum(({ criticised }) => criticised),
        ),
      ],
    },
  ]
}

const spreadTable = (spread: Sources['spread']): Block => {
  const row = (key: 'recognised' | 'told' | 'learned' | 'adopted', label: string) => ({
    key,
    cells: [words(label), count(`spread.${key}`, spread[key])],
    tone: 'plain' as const,
  })
  return {
    kind: 'table',
    key: 'spread',
    title: '经验推广',
    head: ['', '数'],
    words: [],
    note: '一条经验告知一个科室，算一个科次。',
    rows: [
      row('recognised', '本月认定的经验'),
      row('told', '告知（科次）'),
      row('learned', '已学习（科次）'),
      row('adopted', '已采用（科次）'),
    ],
  }
}

const practiceBlocks = ({ practices, spread, departmentId }: Sources): Block[] => [
  ...(practices.length === 0
    ? [text('本月没有新认定的优务经验。')]
    : practices.map(({ title, what, department }) =>
        text(`${title}${department ? `（${department}）` : ''}：${what}`, 'good'),
      )),
  ...(departmentId || spread.recognised + spread.told + spread.learned + spread.adopted === 0
    ? []
    : [spreadTable(spread)]),
]

/** What is not in it for anybody. */
const leftOut = [
  '通报按所有读者都可以知道的范围计数：限监察室知悉的、有人须回避的诉求不在其中，所以有权查看者在自己的屏幕上可能看到更多。',
  '“明显变化”指偶然造成这样的差别一百次里不到一次（比例用 Fisher 精确检验，件数用泊松精确检验）；人数不足 30 的不比较。',
] as const

/** The whole document. */
export const documentOf = (sources: Sources): Document => {
  const { month, hospital, department, departmentId, at, report } = sources
  const { from, until } = monthSpan(month)
  const scope = department ?? '全院'
  const sections: Section[] = [
    { key: 'foreword', title: '编者按', blocks: [note('foreword', '编者按')] },
    { key: 'summary', title: '本月要点', blocks: summary(sources) },
    { key: 'praise', title: '表扬', blocks: [...praiseBlocks(sources), note('praise', '通报表扬')] },
    { key: 'calls', title: '回访与满意度', blocks: callBlocks(sources) },
    { key: 'matters', title: '诉求办理', blocks: [...matterBlocks(sources), note('criticism', '通报批评')] },
    { key: 'changed', title: '您说，我改', blocks: changedBlocks(sources) },
    ...(departmentId ? [] : [{ key: 'checks', title: '随访抽查', blocks: checkBlocks(sources) }]),
    { key: 'assessment', title: '科室考核', blocks: assessmentBlocks(sources) },
    { key: 'practices', title: '优务经验', blocks: practiceBlocks(sources) },
    { key: 'next', title: '下月要点', blocks: [note('next', '下月要点')] },
  ]
  return {
    title: `${sayMonth(month, 'zh')}患者声音通报`,
    hospital,
    scope,
    month,
    from,
    until: addDays(until, -1),
    sections,
    notes: [
      `数字截至 ${momentText(at)}，生成后不再变动；之后发现的差错以更正版说明。`,
      ...leftOut,
      ...report.notes,
      ...caseNotes.map(({ zh }) => zh),
      ...pageNotes.slice(1, 7).map(({ zh }) => zh),
    ],
  }
}

// The parts of a bulletin about what people raised: how much, answered when, what hurts, what was changed, and where praise came from.
import { waitingWords } from '#modules/insight/case-words.ts'
import type { Rate } from '#modules/insight/contract.ts'
import { categoryName } from '#modules/insight/words.ts'
import { type Block, count, measure, rate, type TableBlock, words } from './document.ts'
import { figureHead, sayTrend, trendChart } from './parts-calls.ts'
import { sayNames, sayPieces, sayRate } from './says.ts'
import type { Sources } from './sources.ts'

const none = words('')
const row = (key: string, cells: TableBlock['rows'][number]['cells'], tone: 'plain' | 'warn' = 'plain') => ({
  key,
  cells,
  tone,
})

/** What is raised here, however few: a place of fewer than five is told to nobody but those who may open its rows. */
const placesFrom = 5

const hiddenRate: Rate = { numerator: null, denominator: null, rate: null, hidden: true, ranked: false }
/** A department reads its own matters one by one; what all read says nothing of a share of fewer than five. */
const told = ({ departmentId }: Sources, it: Rate): Rate =>
  departmentId === null && it.denominator !== null && it.denominator > 0 && it.denominator < placesFrom
    ? hiddenRate
    : it

const registered = ({ cases, casesBefore }: Sources): TableBlock => ({
  kind: 'table',
  key: 'registered',
  title: '本月登记',
  head: ['类型', '件数', '上月'],
  words: [],
  note: '',
  rows: cases.registered.map(({ key, label, count: n }) =>
    row(key, [
      words(label),
      count(`cases.registered[${key}].count`, n),
      count(`casesBefore.registered[${key}].count`, casesBefore.registered.find((one) => one.key === key)?.count ?? 0),
    ]),
  ),
})

const deadlines = (sources: Sources): TableBlock => {
  const { cases, casesBefore, page } = sources
  const { judged, promises } = cases
  const days = page.deadlines
  return {
    kind: 'table',
    key: 'deadlines',
    title: '投诉办得怎么样',
    head: figureHead,
    words: [],
    note: '工作日自登记次日数到答复本人那天，只数已答复的。',
    rows: [
      row('complaints', [
        words('投诉（患者与员工）'),
        count('cases.complaints', cases.complaints),
        ...[none, none, none],
        count('casesBefore.complaints', casesBefore.complaints),
      ]),
      row('judged', [
        words('按期答复率'),
        ...rate('cases.judged.rate', told(sources, judged.rate)),
        none,
        rate('casesBefore.judged.rate', told(sources, casesBefore.judged.rate))[0]!,
      ]),
      row('openLate', [
        words('未答复且已逾期'),
        count('cases.judged.openLate', judged.openLate),
        ...[none, none, none, none],
      ]),
      row('mean', [
        words('答复用时平均（工作日）'),
        measure('page.deadlines.mean', days.mean),
        ...[none, none, none, none],
      ]),
      row('median', [
        words('答复用时中位数（工作日）'),
        measure('page.deadlines.median', days.median),
        ...[none, none, none, none],
      ]),
      row('p90', [words('九成不超过（工作日）'), measure('page.deadlines.p90', days.p90), ...[none, none, none, none]]),
      row('second', [
        words('办到第二轮'),
        count('cases.secondRounds', cases.secondRounds),
        ...[none, none, none],
        count('casesBefore.secondRounds', casesBefore.secondRounds),
      ]),
      row('grades', [
        words('对处理结果满意'),
        ...rate('cases.grades.rate', told(sources, cases.grades.rate)),
        none,
        rate('casesBefore.grades.rate', told(sources, casesBefore.grades.rate))[0]!,
      ]),
      row('once', [words('最多问一次'), ...rate('page.once.rate', told(sources, page.once.rate)), none, none]),
      ...(promises
        ? [
            row('promises', [
              words('承诺兑现率'),
              ...rate('cases.promises.rate', told(sources, promises.rate)),
              none,
              none,
            ]),
          ]
        : []),
    ],
  }
}

/** What is late at the moment of making, and in whose hands. */
const late = ({ page }: Sources): TableBlock => ({
  kind: 'table',
  key: 'late',
  title: '生成时仍超时的',
  head: ['在谁手里', '件数'],
  words: [],
  note: '是生成这份通报那一刻的数。',
  rows: page.late.waiting.map(({ key, late: n }) =>
    row(key, [
      words(waitingWords[key as keyof typeof waitingWords]?.zh ?? key),
      count(`page.late.waiting[${key}].late`, n),
    ]),
  ),
})

/** In the hospital's bulletin a place is named from five matters on; a department reads all of its own. */
const shownPains = ({ page, departmentId }: Sources) =>
  page.hurts.pains.filter(({ count: n }) => departmentId !== null || n >= placesFrom)

const painName = ({ departmentId }: Sources, pain: Sources['page']['hurts']['pains'][number]): string =>
  departmentId
    ? categoryName(pain.letter).zh
    : `${categoryName(pain.letter).zh} · ${pain.key === 'none' ? '未定科室' : pain.label}`

const hurts = (sources: Sources): TableBlock => {
  const shown = shownPains(sources)
  const { total } = sources.page.hurts
  return {
    kind: 'table',
    key: 'hurts',
    title: '什么最伤人',
    head: [sources.departmentId ? '类别' : '类别 · 科室', '件数', '往常约', '比往常'],
    words: [3],
    note: `意见、建议和患者投诉共 ${total} 件${sources.departmentId ? '' : `；不足 ${placesFrom} 件的不按科室列出`}。“多”是按出院人次推算、精确检验超出偶然的，十个里至多一个是误报。`,
    rows: shown.map((pain) => {
      const of = `page.hurts.pains[${pain.letter} ${pain.key}]`
      return row(
        `${pain.letter} ${pain.key}`,
        [
          words(painName(sources, pain)),
          count(`${of}.count`, pain.count),
          pain.usual === null ? words('—') : measure(`${of}.usual`, pain.usual),
          words(pain.grown ? '多' : ''),
        ],
        pain.grown ? 'warn' : 'plain',
      )
    }),
  }
}

const categories = ({ cases }: Sources): TableBlock => ({
  kind: 'table',
  key: 'categories',
  title: '投诉的类别',
  head: ['类别', '件数'],
  words: [],
  note: '',
  rows: cases.byCategory.map(({ label, count: n }) =>
    row(label, [words(label), count(`cases.byCategory[${label}].count`, n)]),
  ),
})

/** What is said of what people raised, first in sentences. */
export const matterSentences = (sources: Sources): { text: string; tone: 'plain' | 'warn' }[] => {
  const { page, report, before, cases, casesBefore } = sources
  const grown = shownPains(sources).filter((pain) => pain.grown)
  const said: { text: string; tone: 'plain' | 'warn' }[] = [
    {
      text: sayPieces(
        '投诉',
        { count: cases.complaints, of: report.discharges },
        { count: casesBefore.complaints, of: before.discharges },
      ),
      tone: 'plain',
    },
  ]
  if (cases.judged.rate.rate !== null)
    said.push({
      text: sayRate('投诉按期答复率', told(sources, cases.judged.rate), {
        of: '应答复',
        hits: '按期',
        before: told(sources, casesBefore.judged.rate),
      }),
      tone: 'plain',
    })
  said.push(
    page.late.late === 0
      ? { text: '生成时没有超时的诉求。', tone: 'plain' }
      : { text: `生成时有 ${page.late.late} 件诉求超时，请尽快答复本人。`, tone: 'warn' },
  )
  if (grown.length > 0)
    said.push({
      text: `比往常多、超出偶然的：${sayNames(
        grown.map((pain) => painName(sources, pain)),
        '项',
      )}。`,
      tone: 'warn',
    })
  return said
}

export const matterBlocks = (sources: Sources): Block[] => {
  const { page, cases, few } = sources
  return [
    registered(sources),
    deadlines(sources),
    ...(page.late.waiting.length > 0 ? [late(sources)] : []),
    ...(shownPains(sources).length > 0 ? [hurts(sources)] : []),
    ...(cases.byCategory.length > 0 ? [categories(sources)] : []),
    ...(few
      ? []
      : [
          trendChart(
            'matters',
            '问题少了吗？（每千出院人次）',
            sayTrend(page.trends.matters, (value) => value.toFixed(1)),
            page.trends.matters,
            'rate',
          ),
        ]),
  ]
}

export const praiseBlocks = ({ page, departmentId }: Sources): Block[] => {
  const { total, from } = page.praise
  if (total === 0) return [{ kind: 'text', tone: 'plain', text: '本月没有登记表扬。' }]
  return [
    {
      kind: 'text',
      tone: 'good',
      text: departmentId
        ? `本月收到患者表扬 ${total} 件，谢谢大家。`
        : `本月收到患者表扬 ${total} 件，最多的是${sayNames(
            from.filter((one) => one.key !== 'none').map(({ label }) => label),
            '科室',
          )}。`,
    },
    {
      kind: 'table',
      key: 'praise',
      title: '患者表扬',
      head: ['科室', '件数'],
      words: [],
      note: '',
      rows: [
        ...(departmentId
          ? []
          : from.map(({ key, label, count: n }) =>
              row(key, [words(key === 'none' ? '未定科室' : label), count(`page.praise.from[${key}].count`, n)]),
            )),
        row('total', [words('合计'), count('page.praise.total', total)]),
      ],
    },
  ]
}

/** 您说，我改: what was changed for good, and how many of those who raised it know. */
export const changedBlocks = ({ projects, told }: Sources): Block[] => {
  if (projects.length === 0) return [{ kind: 'text', tone: 'plain', text: '本月没有改进项目以数据证实见效而结项。' }]
  const why = told.why.map(({ reason, people }) => `${reason} ${people} 人`).join('，')
  return [
    ...projects.map(
      ({ title, news, department }): Block => ({
        kind: 'text',
        tone: 'good',
        text: `${title}${department ? `（${department}）` : ''}：${news}`,
      }),
    ),
    {
      kind: 'table',
      key: 'told',
      title: '告诉了提出问题的人',
      head: ['', '数'],
      words: [],
      note: why ? `无法告知：${why}。` : '',
      rows: [
        row('projects', [words('见效结项的项目'), count('told.projects', told.projects)]),
        row('told', [words('已告知'), count('told.told', told.told)]),
        row('of', [words('可以告知的人'), count('told.of', told.of)]),
        row('posted', [words('已挂出凭码网页、尚未查看'), count('told.posted', told.posted)]),
        row('unable', [words('无法告知'), count('told.unable', told.unable)]),
      ],
    },
  ]
}

// What was registered: the matter itself, who raised it, which other matters it belongs with, and the evidence.
import { sql } from 'kysely'
import type { Block } from '#engine/pdf/paper.ts'
import { within } from '#engine/permit.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { severityOf, urgencyOf } from '#modules/cases/grades.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { channelWords, kindWords, wordsOf } from '#modules/cases/words.ts'
import type { Matter } from '../matter.ts'
import { by, facts, note, type SectionOf } from '../section.ts'

const moods = { '': '', calm: '平静', worried: '担心', upset: '难过', angry: '激动' } as const
const relations = {
  self: '本人',
  guardian: '监护人',
  family: '家属',
  visitor: '来访者',
  department: '科室',
  other: '其他',
} as const
const reaches = {
  phone: '电话',
  sms: '短信',
  letter: '信函',
  'in-person': '当面',
  receipt: '凭回执查询',
  none: '不需答复',
} as const
const sexes = { male: '男', female: '女', unknown: '' } as const

/** 登记表: one matter as it came in. */
export const register: SectionOf = (_ctx, { sheet }) => ({
  key: 'register',
  title: '登记',
  blocks: [
    facts([
      ['编号', sheet.number],
      ['外部编号', sheet.externalNumber],
      ['类型', wordsOf(kindWords, sheet.kind).zh],
      ['来源', wordsOf(channelWords, sheet.channel).zh + (sheet.takenOver ? '（旧登记接管）' : '')],
      ['受理', momentText(sheet.receivedAt)],
      ['发生时间', momentText(sheet.happenedAt)],
      ['发生地点', sheet.place],
      ['院区', sheet.campus],
      ['涉及科室', sheet.department],
      ['承办科室', sheet.handling],
      ['首问责任人', sheet.owner],
      ['反映内容', sheet.text],
      ['诉求', sheet.demand],
      ['分类', categoryWords(sheet.category).zh],
      ['涉及方面', sheet.aspects.map((code) => categoryWords(code).zh).join('、')],
      ['严重度', `${severityOf(sheet.severity)?.name.zh ?? ''}${sheet.heated ? '（情绪激烈）' : ''}`],
      ['紧急度', urgencyOf(sheet.urgency)?.name.zh ?? ''],
      ['行风', sheet.integrity ? '是' : ''],
      ['情绪', moods[sheet.mood]],
      ['安抚', sheet.calmed],
    ]),
  ],
  data: {
    number: sheet.number,
    externalNumber: sheet.externalNumber,
    kind: sheet.kind,
    channel: sheet.channel,
    status: sheet.status,
    takenOver: sheet.takenOver,
    receivedAt: sheet.receivedAt,
    happenedAt: sheet.happenedAt,
    place: sheet.place,
    campus: sheet.campus,
    department: sheet.department,
    handling: sheet.handling,
    owner: sheet.owner,
    text: sheet.text,
    demand: sheet.demand,
    category: sheet.category,
    aspects: sheet.aspects,
    severity: sheet.severity,
    urgency: sheet.urgency,
    heated: sheet.heated,
    integrity: sheet.integrity,
    mood: sheet.mood,
    calmed: sheet.calmed,
  },
})

/** Who raised it and for whom. A staff voice has nobody here: its identity lies in the vault, which no file opens. */
export const people: SectionOf = (_ctx, { sheet, patient, reporter, clear }) => {
  if (!sheet.patient && !sheet.reporter) return null
  const shown = sheet.patient && {
    name: patient?.name ?? sheet.patient.name,
    sex: sheet.patient.sex,
    age: sheet.patient.age,
    recordNumber: patient?.recordNumber ?? `***${sheet.patient.recordNumber.slice(-3)}`,
    phones: patient?.phones ?? (sheet.phone && !sheet.reporter ? [sheet.phone] : []),
    dischargedOn: sheet.dischargedOn,
    diagnosis: sheet.diagnosis,
  }
  const raised = sheet.reporter && {
    name: reporter?.name ?? sheet.reporter.name,
    phones: reporter?.phones ?? (sheet.reporter.phone ? [sheet.reporter.phone] : []),
    relation: sheet.reporter.relation,
    speaksFor: reporter?.speaksFor ?? sheet.reporter.speaksFor,
    reach: sheet.reporter.reach,
    address: clear ? (reporter?.address ?? '') : '',
  }
  return {
    key: 'people',
    title: '反映人与患者',
    blocks: [
      facts([
        ['反映人', raised ? `${raised.name || '未留姓名'}（${relations[raised.relation]}）` : null],
        ['代谁反映', raised?.speaksFor],
        ['联系方式', raised?.phones.join('、')],
        ['地址', raised?.address],
        ['希望的答复方式', raised ? reaches[raised.reach] : null],
        [
          '患者',
          shown
            ? [shown.name, sexes[shown.sex], shown.age === null ? '' : `${shown.age} 岁`].filter(Boolean).join(' ')
            : null,
        ],
        ['病案号', shown?.recordNumber],
        ['患者电话', shown?.phones.join('、')],
        ['出院日期', shown?.dischargedOn],
        ['诊断', shown?.diagnosis],
      ]),
    ],
    data: { patient: shown, reporter: raised },
  }
}

type Beside = { number: string; how: string; words: string; by: string | null; at: Date; endedAt: Date | null }

/** Merged into, merged with, linked to: by number, and only what the reader may see himself. */
export const beside: SectionOf = async (ctx, { sheet }) => {
  const { rows } = await sql<Beside>`
    select cases.number, x.how, x.words, s.name as by, x.at, x.ended_at as "endedAt"
    from (
      select survivor_id as other, '并入' as how, reason as words, merged_by_id as by_id, merged_at as at, ended_at
        from merges where case_id = ${sheet.id}
      union all
      select case_id, '并入本案', reason, merged_by_id, merged_at, ended_at from merges where survivor_id = ${sheet.id}
      union all
      select case when case_id = ${sheet.id} then other_id else case_id end,
        case kind when 'repeat' then '重复反映' when 'split' then '分案' else '关联' end, words, by_id, at, ended_at
        from links where ${sheet.id} in (case_id, other_id)
    ) x join cases on cases.id = x.other left join staff s on s.id = x.by_id
    where ${within(ctx.me, 'case.read', 'cases')} order by x.at, cases.number`.execute(ctx.tx)
  if (rows.length === 0) return null
  return {
    key: 'beside',
    title: '并案与关联',
    blocks: [
      {
        kind: 'table',
        head: ['编号', '关系', '说明', '办理', '解除'],
        widths: [20, 12, 34, 20, 14],
        rows: rows.map((row) => [
          row.number,
          row.how,
          row.words,
          by(row.by ?? '系统', row.at),
          momentText(row.endedAt),
        ]),
      },
    ],
    data: rows,
  }
}

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`
const printed = ['image/jpeg', 'image/png']
/** So much of pictures goes onto paper; the rest lies in the ZIP. */
const mostOnPaper = 48 * 1024 * 1024

const standing = (file: Matter['files'][number]): string =>
  file.gone ? '已到期销毁' : file.locked ? `隔离：${file.quarantine}` : (file.quarantine ?? '')

/** The evidence: every file with its hash, and its pictures where the originals go along. */
export const evidence =
  (originals: boolean): SectionOf =>
  async (ctx, { files }) => {
    if (files.length === 0) return null
    const blocks: Block[] = [
      {
        kind: 'table',
        head: ['序号', '文件', '大小', '提交', 'SHA-256', '说明'],
        widths: [7, 24, 10, 19, 28, 12],
        rows: files.map((file, i) => [
          `${i + 1}`,
          file.name,
          size(file.size),
          by(file.by, file.at),
          file.sha256,
          standing(file),
        ]),
      },
    ]
    if (!originals) blocks.push(note('本卷宗已去标识，不附原件；原件以上列校验值为准。'))
    let room = mostOnPaper
    for (const [i, file] of files.entries()) {
      if (!originals || file.locked || file.gone || !printed.includes(file.type)) continue
      room -= file.size
      if (room < 0) {
        blocks.push(note(`第 ${i + 1} 号图片较大，见压缩包。`))
        continue
      }
      const row = await ctx.tx.selectFrom('files').where('id', '=', file.id).select('content').executeTakeFirst()
      if (row)
        blocks.push({ kind: 'picture', caption: `${i + 1}. ${file.name}（${dayOf(file.at)}）`, content: row.content })
    }
    const data = files.map(({ id, name, type, size: bytes, by: who, at, sha256, quarantine, locked, gone }) => ({
      id,
      name,
      type,
      size: bytes,
      by: who,
      at,
      sha256,
      quarantine,
      locked,
      gone,
    }))
    return { key: 'files', title: '材料', blocks: [...blocks], data }
  }

/** What was promised, to whom, and whether it was kept. */
export const promises: SectionOf = (_ctx, { sheet }) => {
  if (sheet.promises.length === 0) return null
  const states = { open: '未兑现', kept: '已兑现', cancelled: '已取消' } as const
  return {
    key: 'promises',
    title: '承诺',
    blocks: [
      {
        kind: 'table',
        head: ['对谁', '承诺', '期限', '承诺人', '结果'],
        widths: [14, 32, 18, 18, 18],
        rows: sheet.promises.map((it) => [
          it.toWhom,
          it.what,
          momentText(it.byAt),
          by(it.madeBy, it.madeAt),
          [states[it.status], it.late ? '逾期' : '', momentText(it.keptAt), it.outcome].filter(Boolean).join('；'),
        ]),
      },
    ],
    data: sheet.promises.map(({ can: _, caseId: __, ...it }) => it),
  }
}

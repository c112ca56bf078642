// The file of a matter as a paper and as data: sections one after another, de-identified as a whole unless it is in clear.

import type { Ctx } from '#engine/ctx.ts'
import type { Block, Paper } from '#engine/pdf/paper.ts'
import { momentText } from '#kernel/time.ts'
import type { Matter } from './matter.ts'
import type { Section } from './section.ts'
import { type LedgerLine, ledger } from './sections/ledger.ts'
import { sectionsOf } from './sections.ts'
import { veiled, veilOf } from './veil.ts'

/** What dossier.json holds. */
type DossierData = {
  readonly format: 'huiyin-dossier/1'
  readonly number: string
  readonly hospital: string
  readonly exportedAt: Date
  readonly exportedBy: string
  readonly clear: boolean
  readonly reason: string
  readonly sections: readonly { readonly key: string; readonly title: string; readonly data: unknown }[]
}

export type Made = { readonly paper: Paper; readonly data: DossierData; readonly ledger: readonly LedgerLine[] }

const chinese = '一二三四五六七八九十'
const numeral = (n: number): string => (n <= 10 ? chinese[n - 1]! : `十${chinese[n - 11] ?? ''}`)

const cover = ({ sheet, clear, hospital, at, by }: Matter, reason: string, sections: readonly Section[]): Block[] => [
  { kind: 'title', text: `${hospital}诉求卷宗` },
  {
    kind: 'facts',
    rows: [
      ['编号', sheet.number],
      ['卷宗', clear ? '实名' : '去标识：姓名、电话、证件号已遮盖'],
      ['导出', `${by}　${momentText(at)}`],
      ['事由', reason],
      ...(sheet.restricted ? [['密级', '限监察室'] as const] : []),
      ['目录', sections.map(({ title }, i) => `${numeral(i + 1)}、${title}`).join('　')],
    ],
  },
  { kind: 'text', text: '本卷宗含个人信息，仅限办理本事项使用，请勿外传；每次导出均已留痕。', small: true },
]

/** Makes the file. `originals`: attachments go along as they are, and pictures onto paper. */
export const documentOf = async (
  ctx: Ctx,
  matter: Matter,
  { reason, originals }: { reason: string; originals: boolean },
): Promise<Made> => {
  const sections: Section[] = []
  for (const make of sectionsOf(originals)) {
    const section = await make(ctx, matter)
    if (section) sections.push(section)
  }
  const { section, lines } = await ledger(ctx, matter)
  sections.push(section)
  const { sheet, clear, hospital, at, by } = matter
  const veil = clear ? (text: string) => text : veilOf(matter.known)
  const blocks = [
    ...cover(matter, reason, sections),
    ...sections.flatMap(({ title, blocks: own }, i): Block[] => [
      { kind: 'heading', level: 1, text: `${numeral(i + 1)}、${title}` },
      ...own,
    ]),
  ]
  const label = clear ? '实名' : '去标识'
  const data: DossierData = {
    format: 'huiyin-dossier/1',
    number: sheet.number,
    hospital,
    exportedAt: at,
    exportedBy: by,
    clear,
    reason,
    sections: sections.map(({ key, title, data: own }) => ({ key, title, data: own })),
  }
  return {
    paper: {
      title: `诉求卷宗 ${sheet.number}`,
      at,
      points: 9.5,
      head: { left: `${hospital} · 诉求卷宗 ${sheet.number}`, right: sheet.restricted ? `${label} · 限监察室` : label },
      foot: `由 ${by} 于 ${momentText(at)} 导出`,
      watermark: `${by} ${momentText(at)} ${label}`,
      blocks: veiled(blocks, veil),
    },
    // The exporter and the hospital are no secret, whatever the people of the matter are called.
    data: { ...veiled(data, veil), hospital, exportedBy: by },
    ledger: veiled(lines, veil),
  }
}

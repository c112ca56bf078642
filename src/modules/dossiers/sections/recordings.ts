// 录音: the calls of a matter that were recorded, with what each is known by; the sound itself is in the package.
import { momentText } from '#kernel/time.ts'
import { recordingsOfCase } from '../recordings.ts'
import { note, type SectionOf } from '../section.ts'

const consents = { granted: '已同意', refused: '不同意', withdrawn: '中途撤回', 'not-asked': '已告知' } as const
const states = {
  recording: '录音中',
  closed: '待整理',
  mended: '已保存',
  destroyed: '已销毁',
  declined: '未录音',
} as const

const length = (seconds: number): string => `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`

export const recordings: SectionOf = async (ctx, { sheet }) => {
  const lines = await recordingsOfCase(ctx, sheet.id)
  if (lines.length === 0) return null
  const rows = lines.toReversed()
  const hashes = await ctx.tx
    .selectFrom('recordings')
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .select(['id', 'sha256'])
    .execute()
  const hashOf = new Map(hashes.map(({ id, sha256 }) => [id, sha256?.toString('hex') ?? '']))
  const data = rows.map((row) => ({
    startedAt: row.startedAt,
    by: row.by,
    seconds: row.seconds,
    status: row.status as keyof typeof states,
    consent: row.consent as keyof typeof consents,
    listens: row.listens,
    sha256: hashOf.get(row.id) ?? '',
  }))
  return {
    key: 'recordings',
    title: '通话录音',
    blocks: [
      {
        kind: 'table',
        head: ['时间', '坐席', '时长', '告知', '状态', '校验值 SHA-256'],
        widths: [18, 12, 12, 10, 10, 38],
        rows: data.map((it) => [
          momentText(it.startedAt),
          it.by,
          it.seconds > 0 ? length(it.seconds) : '',
          consents[it.consent],
          states[it.status],
          it.sha256,
        ]),
      },
      note('左声道为坐席，右声道为对方。'),
    ],
    data,
  }
}

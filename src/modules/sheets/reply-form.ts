// 《热线工单回复表》: what goes back to the line, on one A4 page to be signed and sealed.
import { handleFile } from '#engine/ctx.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { sheetOfPaper } from '#modules/cases/paper.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { kindWords, wordsOf } from '#modules/cases/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { type SheetSheet, sheets } from './contract.ts'
import { sheetSheet } from './sheet.ts'
import { lines, opinionWords, reachedWords } from './words.ts'

/** Before the reply is given the page shows what it would say: a draft to be filled in by hand. */
const rowsOf = (sheet: SheetSheet) => {
  const reply = sheet.reply ?? sheet.draft
  const files = sheet.files.filter(({ id }) => reply.fileIds.includes(id)).map(({ name }) => name)
  return [
    [
      { label: '工单编号', value: `${sheet.number}${sheet.round > 1 ? `（第 ${sheet.round} 次派单）` : ''}` },
      { label: '来源', value: lines[sheet.source].zh },
      { label: '本院编号', value: sheet.caseNumber },
    ],
    [
      { label: '诉求人', value: sheet.reporter?.name || '—' },
      { label: '联系电话', value: sheet.reporter?.phone ?? '—' },
      { label: '诉求类型', value: sheet.kindSaid || wordsOf(kindWords, sheet.kind).zh },
    ],
    [
      { label: '派单时间', value: momentText(sheet.dispatchedAt) },
      { label: '签收', value: [sheet.signedBy, momentText(sheet.signedAt)].filter(Boolean).join(' ') },
      { label: '办结期限', value: momentText(sheet.clock.replyBy ?? sheet.clock.caseDueAt) },
    ],
    [{ label: '诉求内容', value: sheet.text, least: 22 }],
    [{ label: '诉求目的', value: sheet.demand || '—' }],
    [
      { label: '承办单位', value: reply.handledBy },
      { label: '诉求分类', value: categoryWords(sheet.category).zh },
    ],
    [{ label: '办理情况', value: reply.handling, least: 40 }],
    [
      { label: '是否联系\n诉求人', value: reply.contacted ? '是' : sheet.reply ? '否' : '' },
      { label: '联系时间', value: momentText(reply.contactedAt) },
      { label: '联系方式', value: reply.contactedHow ? reachedWords[reply.contactedHow].zh : '' },
    ],
    [{ label: '诉求人意见', value: opinionWords[reply.opinion].zh }],
    [{ label: '依据', value: reply.basis || '—', least: 13 }],
    [{ label: '附件', value: files.length === 0 ? '无' : files.map((name, i) => `${i + 1}. ${name}`).join('\n') }],
    [
      {
        label: '单位意见',
        value: '',
        foot: `负责人：____________    （盖章）    ${sheet.repliedAt ? dayOf(sheet.repliedAt) : '____年__月__日'}`,
        least: 24,
      },
    ],
    [{ label: '填报', value: [sheet.repliedBy, momentText(sheet.repliedAt)].filter(Boolean).join(' ') || '未回复' }],
  ]
}

export const form = handleFile(sheets.form, async (ctx, { id }) => {
  const sheet = await sheetSheet(ctx, id)
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const content = sheetOfPaper({
    title: '热线工单回复表',
    number: sheet.number,
    head: [hospitalName, sheet.restricted ? '限监察室' : '', sheet.reply ? '' : '草稿，未回复'],
    rows: rowsOf(sheet),
    printedAt: ctx.now,
  })
  return { name: `热线工单回复表-${sheet.number}.html`, type: 'text/html; charset=utf-8', content, inline: true }
})

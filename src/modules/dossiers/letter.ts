// 答复函: what was found, what was changed and where to turn next, on paper, to the person who raised it.
import { handleFileLong } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import type { Block, Paper } from '#engine/pdf/paper.ts'
import { print } from '#engine/pdf/press.ts'
import { snapshot, step } from '#engine/step.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { type Day, dayOf, momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { ways } from '#modules/cases/ways.ts'
import { channelWords, wordsOf } from '#modules/cases/words.ts'
import { dossiers } from './contract.ts'
import { type Matter, matterFor } from './matter.ts'

const date = (day: Day): string => {
  const [year, month, dayOfMonth] = day.split('-').map(Number)
  return `${year} 年 ${month} 月 ${dayOfMonth} 日`
}

type Round = Matter['sheet']['rounds'][number]
type Answered = Pick<Round, 'number' | 'findings' | 'measures' | 'toldAt'>

/** An answer may leave the house when supervision has passed it, leadership consented, or it was told already. */
export const isAnswered = (sheet: Pick<Matter['sheet'], 'status' | 'round'>, round: Answered): boolean =>
  Boolean(round.toldAt) ||
  (Boolean(round.findings || round.measures) &&
    (round.number < sheet.round || ['reviewed', 'told', 'archived'].includes(sheet.status)))

const paragraphs = (text: string): Block[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line): Block => ({ kind: 'text', text: line.trim(), indent: true }))

const part = (title: string, text: string): Block[] => [{ kind: 'text', text: title, bold: true }, ...paragraphs(text)]

/** The letter of one round. Whom it is for stands in it in clear, and nobody else. */
const letterOf = (matter: Matter, round: Round): Paper => {
  const { sheet, hospital, hotline, at, by } = matter
  const name = matter.reporter?.name || matter.patient?.name || ''
  const said = `您于 ${date(dayOf(sheet.receivedAt))}通过${wordsOf(channelWords, sheet.channel).zh}反映的事项（编号 ${sheet.number}），我院已经调查核实。现将结果答复如下：`
  return {
    title: `答复函 ${sheet.number}`,
    at,
    points: 11,
    head: { left: hospital, right: `编号 ${sheet.number}-${round.number}` },
    foot: `打印于 ${momentText(at)}　经办 ${by}`,
    watermark: '',
    blocks: [
      { kind: 'title', text: '答复函' },
      { kind: 'text', text: name ? `${name}：` : '尊敬的反映人：', bold: true },
      { kind: 'text', text: '您好！', indent: true },
      { kind: 'text', text: said, indent: true },
      ...part('一、您反映的情况', [sheet.text, sheet.demand ? `您的诉求：${sheet.demand}` : ''].join('\n')),
      ...part('二、调查核实情况', round.findings || round.toldWhat || '见以下处理情况。'),
      ...part('三、处理与改进', round.measures || '已按前述情况处理。'),
      { kind: 'text', text: '四、后续途径', bold: true },
      { kind: 'text', text: '如您对本答复有异议，可以通过以下途径解决：', indent: true },
      ...Object.values(ways).map(
        ({ name, says }, i): Block => ({ kind: 'text', text: `${i + 1}. ${name.zh}：${says.zh}`, indent: true }),
      ),
      ...(hotline ? [{ kind: 'text', text: `我院联系电话：${hotline}。`, indent: true } as const] : []),
      { kind: 'text', text: '感谢您的反映和监督，祝您健康。', indent: true },
      { kind: 'room', points: 24 },
      { kind: 'text', text: `${hospital}（盖章）`, align: 'right' },
      { kind: 'text', text: date(dayOf(at)), align: 'right' },
    ],
  }
}

/** Prints the letter; it names the person, so who printed it and why is recorded as a reveal is. */
export const letter = handleFileLong(dossiers.letter, async (ctx, { id, reason, round: asked }) => {
  const matter = await snapshot(ctx, (inside) => matterFor(inside, 'dossier.letter', id, true))
  const { sheet } = matter
  const round = asked
    ? sheet.rounds.find(({ number }) => number === asked)
    : sheet.rounds.findLast((one) => isAnswered(sheet, one))
  if (asked && !round) throw notFound()
  if (!round || !isAnswered(sheet, round))
    throw conflict(
      w('答复尚未审核通过，不能出具答复函。', 'The answer has not been passed yet: there is nothing to print.'),
    )
  const { content, pages } = await print(letterOf(matter, round))
  await step(ctx, (inside) =>
    record(inside, 'dossier.letter', {
      subject: id,
      restricted: sheet.restricted,
      data: { reason, round: round.number, pages, number: sheet.number, format: 'pdf' },
    }),
  )
  return {
    name: `答复函-${sheet.number}-${round.number}.pdf`,
    type: 'application/pdf',
    content: Buffer.from(content),
  }
})

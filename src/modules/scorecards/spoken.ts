// Whose words stand in a note: what a caller reports of others is not his own, however it sounds.
import { forbiddenIn } from '#modules/knowledge/speech.ts'

/** Somebody else begins to speak: who, a few words between, and a verb of saying; or such a verb at the head of a clause. */
const who =
  '患者|病人|病患|家属|家人|家里人|对方|来电人|来电者|投诉人|反映人|当事人|其(?![他余实中次])|他们|她们|(?<!其)他|她|儿子|女儿|丈夫|妻子|爱人|老伴|父亲|母亲|' +
  '爸爸|妈妈|家长|陪护|护士长|护士|护工|医生|医师|大夫|主任|保安|保洁|工作人员|前台|导诊|收费员|窗口|科室|病区|门诊|住院处|药房'
const verb =
  '反映|反应(?!良|正常|较|很|不)|诉说|说(?!明)|称|诉|讲|表示(?!(?:很|非常|十分|比较)?(?:满意|感谢|理解|认可|同意|知晓|明白))|认为|觉得|抱怨|投诉|提到|提出|指出|告诉|告知|回复|答复|回答|回应|质问|问(?!题)|听到|听见|转述|回忆|描述|嫌|骂'
const between = '[^我。！？!?\\n，,；;：:]{0,8}?'
// 告知家属…, 对患者…: there the person is spoken to, and it is the writer who speaks.
const addressed = '(?<!告知|告诉|答复|回复|转告|提醒|安抚|对|跟|向|给|和|与|同|劝|请|让)'
const byOthers = new RegExp(
  `${addressed}(?:${who})(?:${between}(?:${verb})|[：:])|(?:被|听|据)(?:告知|告诉|答复|回复|说|称)|` +
    '(?<=^|[，,；;：:\\s])(?:反映|反应|自述|自诉|自称|主诉|诉|称|抱怨|投诉|来电反映)',
  'g',
)

/** The writer himself: 我说, 回访员答, or a verb of telling at the head of a clause with nobody before it. */
const byWriter =
  /(?<![说称诉认为示映讲：:])(?:我|本人|回访员|坐席|客服)(?:方|中心)?[^。！？!?\n，,；;：:]{0,6}?(?:说|答|告知|告诉|答复|回复|回答|解释|讲|[：:])|(?<=^|[，,；;：:\s])(?:已|当即|随即|当时|再次|便|就|遂|并)?(?:[向对跟给](?:其|患者|病人|家属|对方|他|她))?(?:告知|告诉|答复|回复|回答|解释|答)/g

const ends = /[。！？!?\n]/g
const quotes = /“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|"[^"\n]*"/g

/** Where the last of these begins to speak before this place; -1: nowhere. */
const lastOf = (pattern: RegExp, text: string): number =>
  [...text.matchAll(pattern)].reduce((last, match) => Math.max(last, match.index + match[0].length), -1)

/** Who speaks at this place of the text, as far as its sentence says. */
const speakerAt = (text: string, place: number): 'writer' | 'other' | 'unsaid' => {
  const before = text.slice(0, place).replace(quotes, (quoted) => '“'.padEnd(quoted.length, '”'))
  const sentence = before.slice(lastOf(ends, before) < 0 ? 0 : lastOf(ends, before))
  const [other, writer] = [lastOf(byOthers, sentence), lastOf(byWriter, sentence)]
  return other < 0 && writer < 0 ? 'unsaid' : writer >= other ? 'writer' : 'other'
}

export type Spoken = ReturnType<typeof forbiddenIn>[number]

/**
 * What nobody says, as far as the writer of the note said it himself. Left out is what stands, within its sentence, after
 * somebody else began to speak (患者反映…, 护士说…) until the writer speaks again (我告知…), and what stands in quotation
 * marks, unless the writer says that he said it.
 */
export const spokenIn = (text: string): Spoken[] => {
  const quoted = [...text.matchAll(quotes)].map((match) => [match.index, match.index + match[0].length] as const)
  return forbiddenIn(text).filter(({ index }) => {
    const quote = quoted.find(([from, until]) => index > from && index < until)
    return quote ? speakerAt(text, quote[0]) === 'writer' : speakerAt(text, index) !== 'other'
  })
}

/** The words around a place, cut with a mark where more stands. */
export const around = (text: string, { index, text: said }: Spoken, room = 16): string => {
  const [from, until] = [Math.max(0, index - room), Math.min(text.length, index + said.length + room)]
  return `${from > 0 ? '…' : ''}${text.slice(from, until)}${until < text.length ? '…' : ''}`.replaceAll('\n', ' ')
}

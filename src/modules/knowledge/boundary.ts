// The line to medicine: finds words that sound like a diagnosis, a dose or a prescription (《互联网诊疗管理办法（试行）》; a call is 不是远程医疗).
import { type Words, w } from '#kernel/words.ts'
import { clausesOf } from './speech.ts'

export type TreatmentKind = 'diagnosis' | 'stopping' | 'dose' | 'changing' | 'prescribing'

type TreatmentMatch = {
  readonly kind: TreatmentKind
  /** The words that were found and where they begin. */
  readonly text: string
  readonly index: number
  readonly says: Words
}

const units = '(?:片|粒|颗|支|袋|包|丸|滴|喷|毫克|微克|mg|ug|μg|单位|iu)'
const numbers = '[\\d.一二两三四五六七八九十半几]+'

type Rule = { readonly kind: TreatmentKind; readonly says: Words; readonly patterns: readonly RegExp[] }

const rules: readonly Rule[] = [
  {
    kind: 'diagnosis',
    says: w('听起来像诊断，请改为“请主管医师核实”', 'sounds like a diagnosis; let the doctor answer it'),
    patterns: [
      /(?:诊断|确诊)(?:为|是|成)/,
      /(?:考虑|怀疑|估计|应该|肯定|多半|大概|可能|看来|就)(?:是|得了|属于)?.{0,8}?(?:炎|癌|瘤|梗死|心梗|脑梗|梗阻|栓塞|血栓|感染|感冒|中风|综合征)(?!的?(?:症状|风险|表现|可能))/,
    ],
  },
  {
    kind: 'stopping',
    says: w('听起来像让人停药', 'sounds like telling someone to stop a medicine'),
    patterns: [/停(?:药|用|服|掉)/, /(?:不用|不必|可以不|甭)再?(?:吃|服|用|打)(?:这个|那个|这种|这些)?(?:药|针|了)/],
  },
  {
    kind: 'dose',
    says: w('听起来像剂量', 'sounds like a dose'),
    patterns: [
      /加量|减量|加倍|减半|加大剂量|减少剂量|剂量.{0,3}(?:调|改|加|减|增)/,
      new RegExp(`[多少再先](?:吃|服|用|打|喷)${numbers}\\s*${units}`, 'i'),
      new RegExp(`(?:每次|一次|每天|每日|一天|一日|每晚|睡前|早晚).{0,6}?${numbers}\\s*${units}`, 'i'),
      /\d+(?:\.\d+)?\s*(?:毫克|微克|mg|ug|μg|iu)(?![a-z]*\s*\/\s*d?l)/i,
    ],
  },
  {
    kind: 'changing',
    says: w('听起来像换药', 'sounds like changing a medicine'),
    patterns: [/换药/, /换(?:成|用|吃|一种|个|别的|另).{0,8}(?:药|片|胶囊|针|口服液)/, /改(?:吃|用|服|打).{1,10}/],
  },
  {
    kind: 'prescribing',
    says: w('听起来像开药或荐药', 'sounds like prescribing or recommending a medicine'),
    patterns: [
      /(?:我|我们)(?:来|可以|这边)?[给帮替](?:您|你)开/,
      /(?:去|到)?药店.{0,4}买/,
      /(?:吃|服|用)(?:点|些|几天).{0,8}(?:药|片|胶囊|消炎|抗生素|头孢|西林|洛芬)/,
    ],
  },
]

/** Said so that it is not done: 不要自行停药; or asked: 有没有停药, 是否加量. */
const negated = /(?:不要|不能|不可以?|不得|不宜|不应该?|不建议|勿|别|避免|禁止|没有?|未|是否|会不会|什么时候).{0,6}$/

/** Told by the patient or ordered by a doctor: a report, not advice. */
const fromDoctor = /(?:医生|医师|大夫|主任|医嘱|出院小结).{0,8}$/
const fromPatient = /(?:患者|病人|家属|本人|孩子|家长|自述|自诉|诉|称|自行|擅自|自己).{0,8}$/
const advising = /(?:建议|嘱|告诉|告知|让|叫|请|可以|可|应|需|要|指导|您|你)/

/** A dressing is also 换药 in a surgical ward, and it is done by nurses every day. */
const dressing =
  /伤口|切口|敷料|纱布|拆线|引流|造口|换药(?:室|时间|的时间|包|车)|来院|到院|回院|去换药|下次换药|定期换药|按时换药/

const excused = (clause: string, at: number, kind: TreatmentKind): boolean => {
  const before = clause.slice(0, at)
  if (kind !== 'diagnosis' && negated.test(before)) return true
  if (kind === 'changing' && dressing.test(clause)) return true
  return fromDoctor.test(before) || (fromPatient.test(before) && !advising.test(before))
}

/**
 * The first words of a text that sound like treatment, or null. Meant for what the centre says or sends, answers and
 * guidance alike; reports of what a patient did or a doctor ordered, and warnings not to, are let pass.
 */
export const soundsLikeTreatment = (text: string): TreatmentMatch | null => {
  for (const [clause, start] of clausesOf(text)) {
    for (const { kind, says, patterns } of rules) {
      for (const pattern of patterns) {
        const match = pattern.exec(clause)
        if (match && !excused(clause, match.index, kind))
          return { kind, text: match[0], index: start + match.index, says }
      }
    }
  }
  return null
}

// What is asked when a call is checked by another: whether there was a first one, and its key questions again.
import { w } from '#kernel/words.ts'
import { choice, option } from './content/common.ts'
import type { Question, Questionnaire } from './questions.ts'

/** The first question of every call that checks another. */
export const calledBeforeKey = 'called-before'

const calledBefore = choice(
  calledBeforeKey,
  [
    w('是否接到过回访', 'Called before'),
    w(
      '前些天我们客服中心给您打过回访电话，您有印象吗？',
      'Some days ago our patient centre called you. Do you remember it?',
    ),
  ],
  [option('yes', '接到过', 'Yes'), option('no', '没有接到', 'No'), option('unsure', '记不清', 'Cannot say')],
)

/** Two minutes of a patient who owes us nothing. */
const mostQuestions = 8

/**
 * Whether a question is asked again: what was thought of the stay does not change in days, how the wound is does. What
 * only supervision may read, and what hangs on another answer, is left out.
 */
export const isKey = (one: Question): boolean =>
  (one.kind === 'grade' || one.kind === 'yesno' || one.kind === 'choice') &&
  !one.optional &&
  !one.onlyIf &&
  !one.supervisionOnly &&
  !one.redFlag &&
  !one.options?.some(({ redFlag }) => redFlag)

/** The questionnaire of a call that checks one by `whole`: graded questions first. */
export const auditOf = (whole: Questionnaire): Questionnaire => {
  const key = whole.questions.filter(isKey)
  const asked = [...key.filter(({ kind }) => kind === 'grade'), ...key.filter(({ kind }) => kind !== 'grade')]
  const kept = new Set(asked.slice(0, mostQuestions).map((one) => one.key))
  return {
    ...whole,
    title: w(`复核回访·${whole.title.zh}`, `Checking: ${whole.title.en}`),
    questions: [calledBefore, ...whole.questions.filter((one) => kept.has(one.key))],
    script: {
      ...whole.script,
      greeting: w(
        '您好，我是{hospital}客户服务中心的{agent}号工作人员。请问是{person}或者家人吗？我们想核对一下回访做得好不好，只占用您两分钟，方便吗？不方便也没有关系。',
        'Good day, this is agent {agent} of the patient centre of {hospital}. Am I speaking to {person} or the family? We check whether our calls are made well; it takes two minutes. Is this a good moment? If not, that is quite all right.',
      ),
    },
  }
}

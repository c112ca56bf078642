// What a caller says: the set sentences of a call, from greeting to closing.
import { type Words, w } from '#kernel/words.ts'
import type { Script } from '../questions.ts'

/**
 * `{…}` is filled in by the desk: hospital, agent, person, matter, time. Nothing here names an illness: until the identity
 * is checked, the one on the line may be anybody.
 */
export const script: Script = {
  greeting: w(
    '您好，我是{hospital}客户服务中心的{agent}号工作人员。请问是{person}或者家人吗？现在方便接电话吗？大约需要三分钟。',
    'Good day, this is agent {agent} of the patient centre of {hospital}. Am I speaking to {person} or the family? Is this a good moment? It takes about three minutes.',
  ),
  identity: w(
    '为了保护您的隐私，想先和您核对一下：请告诉我出院的科室，或者出生的年份。',
    'To protect your privacy, may I check first: which department were you discharged from, or in what year were you born?',
  ),
  recording: w(
    '这次通话会录音，只用来改进服务。您不愿意录音的话请告诉我，不影响您的任何服务。',
    'This call is recorded, only to improve our service. If you would rather not, tell me; it changes nothing in how you are cared for.',
  ),
  closing: w(
    '还有没有别的事需要我们帮忙？谢谢您的意见，祝您早日康复，再见。（等对方先挂机）',
    'Is there anything else we can do? Thank you for what you told us; we wish you a good recovery. Goodbye. (Wait until they hang up.)',
  ),
  boundary: w(
    '这个问题要请您的主管医师来答，我不能替他判断。我会在{time}之前给您回电；这期间如果加重，请马上到急诊或拨打 120。',
    'That is for your doctor to answer; I must not judge it. I will call you back by {time}. Should it get worse before, go to the emergency room or call 120 at once.',
  ),
}

/** For the guardian of a child: the one who speaks is not the patient. */
export const guardianScript: Script = {
  ...script,
  greeting: w(
    '您好，我是{hospital}客户服务中心的{agent}号工作人员。请问是孩子的家长吗？现在方便接电话吗？大约需要三分钟。',
    'Good day, this is agent {agent} of the patient centre of {hospital}. Am I speaking to a parent? Is this a good moment? It takes about three minutes.',
  ),
  identity: w(
    '为了保护孩子的隐私，想先和您核对一下：您是孩子的哪位家人？孩子是哪一年出生的？',
    'To protect the child’s privacy, may I check first: how are you related, and in what year was the child born?',
  ),
}

/** A promise with a number and a time, kept by the one who makes it (first asker). */
export const promise: Words = w(
  '您这件事由我负责到底，编号是{matter}。{time}之前我给您答复；如果没有接到，来电报编号就行，不必从头再说。',
  'I stay responsible for this matter, its number is {matter}. You hear from me by {time}; if not, give the number and you need not start again.',
)

/** On the line with someone in danger. Nobody hangs up. */
export const emergency: Words = w(
  '您先别挂电话，身边有没有人？请让他拨打 120，我现在就联系值班医师。',
  'Please stay on the line. Is anyone with you? Let them call 120, I am getting the doctor on duty now.',
)

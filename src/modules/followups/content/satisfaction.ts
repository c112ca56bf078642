// The satisfaction call at seven to ten days, and the call back after a matter was answered (the hospital’s rules for follow-up calls).
import { w } from '#kernel/words.ts'
import { overallKey, type Questionnaire } from '../questions.ts'
import { choice, grade, option, text, yesno } from './common.ts'
import { script } from './phrases.ts'

const unhappy = { question: overallKey, is: ['fairly', 'dissatisfied'] }

export const satisfaction: Questionnaire = {
  key: 'satisfaction',
  version: 1,
  title: w('出院满意度回访', 'Satisfaction call'),
  wave: 'satisfaction',
  departments: 'all',
  script,
  questions: [
    grade(
      'g1',
      [
        w('医生沟通', 'Doctors'),
        w(
          '医生把病情和治疗方案讲清楚了吗？您满意吗？',
          'Did the doctors explain illness and treatment? Were you satisfied?',
        ),
      ],
      { dimension: 'doctors' },
    ),
    grade(
      'g2',
      [
        w('护士服务', 'Nurses'),
        w(
          '护士尊重您吗？有事叫得应吗？您满意吗？',
          'Did the nurses respect you and come when called? Were you satisfied?',
        ),
      ],
      { dimension: 'nurses' },
    ),
    grade(
      'g3',
      [
        w('检查用药告知', 'Tests and medicines explained'),
        w(
          '做检查、用药之前，有没有告诉您为什么做？您满意吗？',
          'Before tests and medicines, were you told what for? Were you satisfied?',
        ),
      ],
      { dimension: 'informed' },
    ),
    grade(
      'g4',
      [
        w('疼痛与不适处理', 'Pain and comfort'),
        w(
          '疼的时候、难受的时候，处理得及时吗？您满意吗？',
          'When it hurt, was it seen to in time? Were you satisfied?',
        ),
      ],
      { dimension: 'comfort' },
    ),
    grade(
      'g5',
      [
        w('环境', 'Surroundings'),
        w('病房干净、安静吗？您满意吗？', 'Was the ward clean and quiet? Were you satisfied?'),
      ],
      { dimension: 'environment' },
    ),
    grade(
      'g6',
      [
        w('费用', 'Charges'),
        w('费用清楚吗？有没有觉得不合理的收费？您满意吗？', 'Were the charges clear, and fair? Were you satisfied?'),
      ],
      { dimension: 'fees' },
    ),
    yesno(
      'g7',
      [
        w('红包礼品', 'Red envelopes'),
        w(
          '有没有医务人员收过您的红包、礼品？这一项只有监察室能看到。',
          'Did any of the staff take money or gifts? Only the supervision office sees this answer.',
        ),
      ],
      {
        dimension: 'integrity',
        supervisionOnly: true,
        help: w(
          '如实记录，不追问姓名，不评论；对方愿意说的写在下一项。',
          'Record it as it is; do not press for names, do not comment.',
        ),
      },
    ),
    text(
      'g7-detail',
      [w('红包礼品情况', 'What happened'), w('愿意说说当时的情况吗？', 'Would you tell what happened?')],
      {
        onlyIf: { question: 'g7', is: ['yes'] },
        supervisionOnly: true,
      },
    ),
    grade(
      overallKey,
      [
        w('总体满意度', 'Overall'),
        w(
          '总的来说，您对这次住院是满意、基本满意，还是不满意？',
          'All in all: satisfied, fairly satisfied, or dissatisfied with your stay?',
        ),
      ],
      {
        help: w('只念三档，不提示、不劝说。', 'Read the three grades; neither hint nor persuade.'),
      },
    ),
    text('g8-best', [w('最满意的', 'The best'), w('最让您满意的人或者事是什么？', 'What or who was best?')]),
    text('g8-improve', [w('最需改进的', 'To improve'), w('最需要我们改进的是什么？', 'What should we improve most?')]),
    text('wish', [w('诉求', 'What they ask for'), w('您希望我们怎么做？', 'What would you like us to do?')], {
      onlyIf: unhappy,
    }),
  ],
}

export const recall: Questionnaire = {
  key: 'recall',
  version: 1,
  title: w('处理结果再次回访', 'Call back after the answer'),
  wave: 'recall',
  departments: 'all',
  script: {
    ...script,
    greeting: w(
      '您好，我是{hospital}客户服务中心的{agent}号工作人员。请问是{person}吗？您之前反映的事情已经答复过您，想再听听您的意见，现在方便吗？',
      'Good day, this is agent {agent} of the patient centre of {hospital}. Am I speaking to {person}? You have had an answer to what you told us, and we would like to hear what you think of it. Is this a good moment?',
    ),
    closing: w(
      '谢谢您再次告诉我们。您的意见会继续有人负责。再见。（等对方先挂机）',
      'Thank you for telling us again. Someone stays responsible for your matter. Goodbye. (Wait until they hang up.)',
    ),
  },
  questions: [
    choice(
      'answered',
      [
        w('是否得到答复', 'Was answered'),
        w('负责的同事把调查结果和处理意见告诉您了吗？', 'Were you told what was found and what is being done?'),
      ],
      [option('yes', '告诉了', 'Yes'), option('partly', '说了，没说清', 'Partly'), option('no', '没有', 'No')],
    ),
    choice(
      'changed',
      [w('是否有改变', 'Has changed'), w('您反映的问题，现在有改变吗？', 'Has what you told us about changed?')],
      [
        option('yes', '已经改了', 'Yes'),
        option('partly', '有一些', 'Somewhat'),
        option('no', '没有', 'No'),
        option('unseen', '没有再来，不知道', 'Has not been back'),
      ],
    ),
    grade(
      overallKey,
      [
        w('对处理是否满意', 'Satisfied with the handling'),
        w(
          '对这件事的处理，您是满意、基本满意，还是不满意？',
          'With how it was handled: satisfied, fairly satisfied, or dissatisfied?',
        ),
      ],
      {
        allow: ['refused'],
      },
    ),
    text('words', [w('患者原话', 'In their words'), w('能说说为什么吗？', 'May I ask why?')]),
    text(
      'wish',
      [w('还希望怎么做', 'Still asked for'), w('您还希望我们怎么做？', 'What would you still like us to do?')],
      { onlyIf: unhappy },
    ),
  ],
}

// The safety call after an operation, two or three days after discharge (danger signs after published advice to patients).
import { w } from '#kernel/words.ts'
import type { Questionnaire } from '../questions.ts'
import { choice, choices, danger, medicines, option, remark, returnVisit, scale, temperature } from './common.ts'
import { script } from './phrases.ts'

export const surgerySafety: Questionnaire = {
  key: 'surgery-safety',
  version: 1,
  title: w('外科出院安全回访', 'Safety call after surgery'),
  wave: 'safety',
  departments: ['外科'],
  script,
  questions: [
    temperature,
    choices(
      'wound',
      [
        w('切口', 'Wound'),
        w('切口怎么样？有没有红肿、渗液、裂开？', 'How is the wound? Is it red, swollen, weeping or open?'),
      ],
      [
        option('red', '红肿热痛', 'Red, swollen, hot, painful', 'today'),
        option('pus', '渗液、流脓或有异味', 'Weeping, pus or smell', 'today'),
        option('open', '裂开', 'Open', 'now'),
        option('bleeding', '大量出血', 'Bleeding heavily', 'now'),
      ],
    ),
    scale('pain', [
      w('疼痛', 'Pain'),
      w('如果 0 分不疼、10 分最疼，现在是几分？', 'If nought is no pain and ten the worst, how much is it now?'),
    ]),
    choice(
      'pain-change',
      [
        w('疼痛变化', 'Change of pain'),
        w('和出院那天比，疼得轻了还是重了？', 'Is it less or more than on the day you left?'),
      ],
      [
        option('better', '轻了', 'Less'),
        option('same', '差不多', 'The same'),
        option('worse', '重了', 'More', 'today'),
      ],
      { onlyIf: { question: 'pain', is: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } },
    ),
    choice(
      'dressing',
      [
        w('引流、拆线与换药', 'Drain, stitches, dressing'),
        w(
          '引流管、拆线、换药，什么时候到哪里做都清楚吗？',
          'Is it clear when and where drain, stitches and dressing are seen to?',
        ),
      ],
      [
        option('arranged', '清楚', 'Clear'),
        option('unclear', '不清楚', 'Not clear'),
        option('not-needed', '不需要', 'Not needed'),
      ],
    ),
    choices(
      'bowels',
      [
        w('腹部与大小便', 'Belly, bowels, urine'),
        w(
          '排气排便、小便都正常吗？肚子疼不疼，有没有吐？',
          'Are wind, stool and urine normal? Any belly pain or vomiting?',
        ),
      ],
      [
        option('constipation', '严重便秘或不排气', 'Severe constipation or no wind', 'today'),
        option('urine', '排尿困难', 'Difficult to pass urine', 'today'),
        option('belly-pain', '剧烈腹痛', 'Severe belly pain', 'now'),
        option('vomiting', '呕吐不止', 'Vomiting without end', 'now'),
      ],
    ),
    choices(
      'legs',
      [
        w('小腿与胸部', 'Calves and chest'),
        w(
          '小腿有没有肿、疼？有没有突然胸闷、胸痛、喘不上气？',
          'Are the calves swollen or painful? Any sudden tightness, chest pain, loss of breath?',
        ),
      ],
      [
        option('calf', '小腿肿痛', 'Calf swollen and painful', 'today'),
        option('chest', '呼吸困难或胸痛', 'Breathless or chest pain', 'now'),
      ],
    ),
    choice(
      'activity',
      [w('饮食与活动', 'Eating and moving'), w('吃饭、下床活动怎么样？', 'How are eating and moving about?')],
      [
        option('good', '都好', 'Both well'),
        option('some', '比平时差一些', 'Less than usual'),
        option('cannot', '吃不下', 'Cannot eat', 'today'),
      ],
    ),
    medicines,
    returnVisit,
    danger,
    remark,
  ],
}

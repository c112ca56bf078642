// The safety call for everyone whose department has no questions of its own.
import { w } from '#kernel/words.ts'
import type { Questionnaire } from '../questions.ts'
import { choice, danger, medicines, option, remark, returnVisit, scale, temperature } from './common.ts'
import { script } from './phrases.ts'

export const generalSafety: Questionnaire = {
  key: 'general-safety',
  version: 1,
  title: w('通用出院安全回访', 'Safety call'),
  wave: 'safety',
  departments: 'all',
  script,
  questions: [
    choice(
      'recovery',
      [
        w('恢复情况', 'Recovery'),
        w(
          '回家以后恢复得怎么样？比出院时好些、一样，还是差了？',
          'How is the recovery at home: better than on the day you left, the same, or worse?',
        ),
      ],
      [
        option('recovered', '已经好了', 'Recovered'),
        option('better', '好些', 'Better'),
        option('same', '一样', 'The same'),
        option('worse', '差了', 'Worse', 'today'),
      ],
    ),
    temperature,
    scale('pain', [
      w('疼痛', 'Pain'),
      w('有没有哪里疼？0 分不疼、10 分最疼，是几分？', 'Does anything hurt? From nought to ten, how much?'),
    ]),
    choice(
      'daily-life',
      [
        w('饮食睡眠活动', 'Eating, sleep, moving'),
        w('吃饭、睡觉、活动怎么样？', 'How are eating, sleeping and moving about?'),
      ],
      [
        option('good', '都好', 'Well'),
        option('some', '比平时差一些', 'Less than usual'),
        option('poor', '明显变差', 'Much worse'),
      ],
    ),
    medicines,
    returnVisit,
    danger,
    remark,
  ],
}

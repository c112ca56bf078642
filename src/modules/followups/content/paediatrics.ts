// The safety call of paediatrics; the guardian speaks (danger signs after NICE NG143).
import { w } from '#kernel/words.ts'
import type { Questionnaire } from '../questions.ts'
import { celsius, choice, choices, number, option, remark } from './common.ts'
import { newbornSigns } from './newborn.ts'
import { guardianScript } from './phrases.ts'

const young = { question: 'age', is: ['newborn', 'under-3-months'] }
const middle = { question: 'age', is: ['3-to-6-months'] }
const older = { question: 'age', is: ['over-6-months'] }
const over3Months = { question: 'age', is: ['3-to-6-months', 'over-6-months'] }

const temperatureAsk = [
  w('体温', 'Temperature'),
  w('这两天孩子最高烧到多少度？', 'What was the child’s highest temperature these days?'),
] as const
const urineAsk = [
  w('多久没有小便', 'Hours without urine'),
  w('离上一次小便有几个小时了？', 'How many hours since the child last passed urine?'),
] as const
const hours = w('小时', 'hours')

export const paediatricsSafety: Questionnaire = {
  key: 'paediatrics-safety',
  version: 1,
  title: w('儿科出院安全回访', 'Safety call of paediatrics'),
  wave: 'safety',
  departments: ['儿科'],
  script: guardianScript,
  questions: [
    choice(
      'age',
      [w('年龄段', 'Age'), w('（看记录选择，不必问）', '(Take it from the record, do not ask.)')],
      [
        option('newborn', '新生儿（28 天以内）', 'Newborn (under 28 days)'),
        option('under-3-months', '3 个月以内', 'Under three months'),
        option('3-to-6-months', '3 到 6 个月', 'Three to six months'),
        option('over-6-months', '6 个月以上', 'Over six months'),
      ],
      { allow: [], help: w('体温和尿量的警戒线随年龄不同。', 'What is dangerous in fever and urine depends on age.') },
    ),
    number('temperature-young', temperatureAsk, 34, 43, celsius, {
      onlyIf: young,
      redFlag: [{ when: 'atLeast', value: 38, level: 'now' }],
    }),
    number('temperature-middle', temperatureAsk, 34, 43, celsius, {
      onlyIf: middle,
      redFlag: [{ when: 'atLeast', value: 39, level: 'today' }],
    }),
    number('temperature-older', temperatureAsk, 34, 43, celsius, { onlyIf: older }),
    choice(
      'measured',
      [w('测量方法', 'Measured'), w('用什么量的？', 'How was it taken?')],
      [
        option('armpit', '腋温', 'Armpit'),
        option('ear', '耳温', 'Ear'),
        option('forehead', '额温', 'Forehead'),
        option('rectal', '肛温', 'Rectal'),
      ],
    ),
    number(
      'fever-days',
      [w('发热天数', 'Days of fever'), w('一共烧了几天？', 'For how many days has there been fever?')],
      0,
      60,
      w('天', 'days'),
      { redFlag: [{ when: 'atLeast', value: 5, level: 'today' }] },
    ),
    choice(
      'spirit',
      [w('精神反应', 'Alertness'), w('精神怎么样？逗他有反应吗？', 'How lively is the child? Does it respond to you?')],
      [
        option('usual', '和平时一样', 'As usual'),
        option('tired', '稍差', 'A little tired'),
        option('irritable', '烦躁或嗜睡', 'Irritable or drowsy', 'today'),
        option('unrousable', '叫不醒或抽搐', 'Cannot be woken, or fits', 'now'),
      ],
    ),
    choices(
      'breathing',
      [
        w('呼吸', 'Breathing'),
        w(
          '喘得快不快？吸气时脖子、肋骨下面凹不凹？嘴唇发不发紫？',
          'Is breathing fast? Does the neck or the chest draw in? Are the lips blue?',
        ),
      ],
      [
        option('fast', '呼吸极快', 'Very fast', 'now'),
        option('grunting', '呻吟', 'Grunting', 'now'),
        option('drawing-in', '明显凹陷', 'Chest drawing in', 'now'),
        option('blue', '口唇青紫', 'Blue lips', 'now'),
      ],
    ),
    choice(
      'feeding',
      [w('吃奶进食', 'Feeding'), w('吃奶、吃饭怎么样？', 'How is the child feeding or eating?')],
      [
        option('usual', '和平时一样', 'As usual'),
        option('less', '少一点', 'A little less'),
        option('poor', '明显变差', 'Much less', 'today'),
      ],
    ),
    number('urine-young', urineAsk, 0, 72, hours, {
      onlyIf: young,
      redFlag: [{ when: 'atLeast', value: 8, level: 'today' }],
    }),
    number('urine', urineAsk, 0, 72, hours, {
      onlyIf: over3Months,
      redFlag: [{ when: 'atLeast', value: 12, level: 'today' }],
    }),
    number(
      'vomiting',
      [w('呕吐次数', 'Vomiting'), w('一天吐几次？', 'How often a day does the child vomit?')],
      0,
      50,
      w('次', 'a day'),
    ),
    number(
      'diarrhoea',
      [w('腹泻次数', 'Loose stools'), w('一天拉几次稀便？', 'How many loose stools a day?')],
      0,
      50,
      w('次', 'a day'),
    ),
    choices(
      'skin',
      [
        w('皮疹与皮肤', 'Rash and skin'),
        w(
          '身上有没有疹子？用杯底压一压，褪不褪色？皮肤有没有发花发白？',
          'Any rash? Does it fade under a glass? Is the skin mottled or pale?',
        ),
      ],
      [
        option('fading', '有疹，按压褪色', 'Rash that fades'),
        option('not-fading', '有疹，按压不褪色', 'Rash that does not fade', 'now'),
        option('mottled', '皮肤花斑、苍白', 'Mottled or pale', 'now'),
      ],
    ),
    { ...newbornSigns, onlyIf: { question: 'age', is: ['newborn'] } },
    choices(
      'danger',
      [
        w('危险信号', 'Danger signs'),
        w(
          '现在有没有大出血、高烧一直不退，或者喝不进、一喝就吐？',
          'Heavy bleeding now, a high fever that stays, or nothing kept down?',
        ),
      ],
      [
        option('bleeding', '大出血', 'Heavy bleeding', 'now'),
        option('fever', '持续高热', 'High fever that stays', 'today'),
        option('intake', '不能进食进水', 'Cannot eat or drink', 'today'),
      ],
      { allow: ['refused'] },
    ),
    choice(
      'medicines',
      [
        w('喂药', 'Medicines'),
        w('药按时喂了吗？喂得进去吗？', 'Are the medicines given on time? Does the child take them?'),
      ],
      [
        option('on-time', '按时，喂得进', 'On time, takes them'),
        option('difficult', '喂不进或吐药', 'Hard to give'),
        option('missed', '漏喂', 'Missed'),
        option('none-given', '没有带药', 'None given'),
      ],
    ),
    choice(
      'return-visit',
      [
        w('复诊、疫苗、雾化', 'Return, vaccines, inhaling'),
        w('复诊、打疫苗、做雾化的时间都清楚吗？', 'Are return visit, vaccinations and inhalations clear?'),
      ],
      [
        option('known', '清楚', 'Clear'),
        option('unknown', '不清楚', 'Not clear'),
        option('not-needed', '不需要', 'Not needed'),
      ],
    ),
    remark,
  ],
}

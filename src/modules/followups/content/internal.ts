// The safety call of internal medicine, two or three days after discharge (danger signs after published advice to patients).
import { w } from '#kernel/words.ts'
import type { Questionnaire } from '../questions.ts'
import { choice, choices, danger, number, option, remark, returnVisit, temperature, text, yesno } from './common.ts'
import { script } from './phrases.ts'

export const internalSafety: Questionnaire = {
  key: 'internal-safety',
  version: 1,
  title: w('内科出院安全回访', 'Safety call of internal medicine'),
  wave: 'safety',
  departments: ['内科'],
  script,
  questions: [
    choice(
      'main-symptom',
      [
        w('主要不适', 'Main complaint'),
        w(
          '住院时最难受的那个毛病，比出院时好些、一样，还是重了？',
          'The trouble you came with: is it better, the same or worse since you left?',
        ),
      ],
      [
        option('better', '好些', 'Better'),
        option('same', '一样', 'The same'),
        option('worse', '重了', 'Worse', 'today'),
      ],
    ),
    temperature,
    choices(
      'breath',
      [
        w('呼吸与心脏', 'Breath and heart'),
        w(
          '有没有胸闷气短、夜里憋醒、胸痛，或者晕倒过？',
          'Any tightness, waking at night for air, chest pain, or fainting?',
        ),
      ],
      [
        option('on-effort', '活动后气短', 'Breathless on effort'),
        option('at-night', '夜间憋醒', 'Wakes at night for air', 'today'),
        option('at-rest', '静息时气促', 'Breathless at rest', 'now'),
        option('froth', '粉红色泡沫痰', 'Pink frothy sputum', 'now'),
        option('chest-pain', '胸痛', 'Chest pain', 'now'),
        option('fainting', '晕厥', 'Fainted', 'now'),
      ],
    ),
    choice(
      'readings',
      [
        w('血压血糖', 'Pressure and sugar'),
        w(
          '自己量的血压、血糖，在医生交代的范围里吗？',
          'Are the pressure and sugar you measure within what the doctor told you?',
        ),
      ],
      [
        option('within', '在范围内', 'Within'),
        option('outside', '超出，没有不适', 'Outside, feels well'),
        option('outside-unwell', '超出，并且不舒服', 'Outside and unwell', 'today'),
        option('not-measured', '没有量', 'Not measured'),
      ],
      {
        help: w(
          '范围由主管医师定，电话里不评价读数好坏。',
          'The doctor sets the range; do not judge a reading on the line.',
        ),
      },
    ),
    text('reading', [w('读数', 'Reading'), w('最近一次是多少？', 'What was the latest?')], {
      onlyIf: { question: 'readings', is: ['within', 'outside', 'outside-unwell'] },
    }),
    number(
      'weight-gain',
      [
        w('两天内体重增加', 'Weight gained in two days'),
        w('心脏不好的问：这两天体重长了多少？', 'With a weak heart: how much weight did you gain in two days?'),
      ],
      0,
      20,
      w('kg', 'kg'),
      {
        help: w('公斤，不是斤。没有称或不涉及选“不适用”。', 'Kilograms. Not weighed or not concerned: not applicable.'),
        redFlag: [{ when: 'atLeast', value: 1.5, level: 'today' }],
      },
    ),
    yesno(
      'swelling',
      [
        w('下肢水肿加重', 'Legs more swollen'),
        w('脚和小腿有没有比出院时更肿？', 'Are feet and legs more swollen than when you left?'),
      ],
      {
        redFlag: [{ when: 'is', value: 'yes', level: 'today' }],
      },
    ),
    number(
      'medicine-kinds',
      [w('服药种类数', 'Kinds of medicine'), w('现在每天吃几种药？', 'How many kinds of medicine do you take a day?')],
      0,
      40,
      w('种', 'kinds'),
    ),
    choice(
      'missed',
      [
        w('漏服', 'Missed medicines'),
        w('有没有忘记吃，或者自己不吃了？', 'Did you forget any, or leave any off yourself?'),
      ],
      [
        option('never', '按时吃', 'Never'),
        option('sometimes', '偶尔忘', 'Sometimes'),
        option('often', '经常忘', 'Often'),
        option('left-off', '自己不吃了', 'Left off by himself'),
      ],
      {
        help: w(
          '自己不吃了的：记下哪一种、为什么，请主管医师回电。',
          'Left off: note which and why, and have the doctor call.',
        ),
        onlyIf: { question: 'medicine-kinds', is: Array.from({ length: 40 }, (_, i) => i + 1) },
      },
    ),
    choices(
      'bleeding',
      [
        w('出血', 'Bleeding'),
        w(
          '牙龈、皮肤有没有出血？大便黑不黑？有没有吐血、便血？',
          'Bleeding gums or bruises? Black stool? Vomiting or passing blood?',
        ),
      ],
      [
        option('small', '牙龈出血或皮肤瘀斑', 'Gums or bruises'),
        option('black-stool', '黑便', 'Black stool', 'today'),
        option('heavy', '呕血或大量便血', 'Vomiting or passing much blood', 'now'),
      ],
      { help: w('服用抗凝药、抗血小板药的患者尤其要问清。', 'Most of all with blood thinners.') },
    ),
    returnVisit,
    choice(
      'carer',
      [w('照护', 'Care at home'), w('在家谁照顾您？', 'Who looks after you at home?')],
      [
        option('self', '自己可以', 'Manages alone'),
        option('family', '家人', 'Family'),
        option('paid', '护工或机构', 'Paid help'),
        option('nobody', '没有人', 'Nobody'),
      ],
    ),
    danger,
    remark,
  ],
}

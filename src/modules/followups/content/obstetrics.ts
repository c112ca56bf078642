// The safety call after birth and after gynaecology, with the newborn's own questions (danger signs after NICE CG37).
import { w } from '#kernel/words.ts'
import type { Questionnaire } from '../questions.ts'
import { choice, choices, danger, medicines, number, option, remark, returnVisit, temperature } from './common.ts'
import { newbornSigns } from './newborn.ts'
import { script } from './phrases.ts'

const afterBirth = { question: 'stay', is: ['birth', 'caesarean'] }

export const obstetricsSafety: Questionnaire = {
  key: 'obstetrics-safety',
  version: 1,
  title: w('妇产科出院安全回访', 'Safety call of obstetrics and gynaecology'),
  wave: 'safety',
  departments: ['妇产科'],
  script,
  questions: [
    choice(
      'stay',
      [w('住院类型', 'Kind of stay'), w('（看记录选择，不必问）', '(Take it from the record, do not ask.)')],
      [
        option('birth', '阴道分娩', 'Vaginal birth'),
        option('caesarean', '剖宫产', 'Caesarean'),
        option('loss', '流产或引产', 'Loss of the pregnancy'),
        option('gynaecology', '妇科', 'Gynaecology'),
      ],
      {
        help: w(
          '流产、引产者不问宝宝，不说“恭喜”；结束时不说“欢迎再来”。',
          'After a loss ask nothing of a baby and congratulate nobody; never end with “come again”.',
        ),
        allow: [],
      },
    ),
    choices(
      'bleeding',
      [
        w('恶露或阴道出血', 'Bleeding'),
        w('出血多不多？有没有大血块，有没有臭味？', 'How much bleeding? Any large clots, any smell?'),
      ],
      [
        option('smell', '有臭味', 'Smell', 'today'),
        option('clots', '大血块', 'Large clots', 'now'),
        option('soaking', '突然增多，一小时浸透一片卫生巾', 'Sudden, a pad soaked in an hour', 'now'),
      ],
    ),
    temperature,
    choices(
      'unwell',
      [
        w('全身情况', 'General state'),
        w(
          '有没有发冷打战、肚子疼、小便解不出，或者心慌要晕倒？',
          'Any chills, belly pain, unable to pass urine, or racing heart and faintness?',
        ),
      ],
      [
        option('chills', '寒战', 'Chills', 'today'),
        option('belly-pain', '腹痛', 'Belly pain', 'today'),
        option('urine', '排尿不出', 'Cannot pass urine', 'today'),
        option('faint', '晕厥或心悸', 'Fainting or palpitations', 'now'),
      ],
    ),
    choices(
      'wound',
      [w('切口或会阴伤口', 'Wound'), w('伤口有没有红肿、渗液、裂开？', 'Is the wound red, weeping or open?')],
      [
        option('red', '红肿疼痛', 'Red and painful', 'today'),
        option('pus', '渗液或流脓', 'Weeping or pus', 'today'),
        option('open', '裂开', 'Open', 'today'),
      ],
    ),
    choices(
      'breasts',
      [
        w('乳房', 'Breasts'),
        w('乳房有没有红、肿、热、痛或硬块？', 'Are the breasts red, swollen, hot, painful or hard?'),
      ],
      [option('full', '胀奶、硬块', 'Full or hard'), option('red', '局部红肿热痛', 'Red, hot and painful', 'today')],
      { onlyIf: afterBirth },
    ),
    choices(
      'head',
      [w('头痛与视物', 'Head and eyes'), w('头疼不疼？看东西清不清楚？', 'Any headache? Do you see clearly?')],
      [
        option('mild', '轻微头痛', 'Slight headache'),
        option('severe', '剧烈头痛', 'Severe headache', 'now'),
        option('vision', '视物模糊或眼前发花', 'Blurred or flickering sight', 'now'),
      ],
      {
        help: w(
          '产后 72 小时内尤其要紧；自测过血压的把读数记在备注里。',
          'Most of all in the first 72 hours after birth; note a blood pressure in the remark.',
        ),
      },
    ),
    choices(
      'legs',
      [
        w('小腿与胸部', 'Calves and chest'),
        w(
          '有没有一侧小腿红肿疼？有没有胸痛、喘不上气？',
          'Is one calf red, swollen, painful? Any chest pain, loss of breath?',
        ),
      ],
      [
        option('calf', '一侧小腿红肿痛', 'One calf red and painful', 'today'),
        option('chest', '呼吸困难或胸痛', 'Breathless or chest pain', 'now'),
      ],
    ),
    choice(
      'mood',
      [
        w('情绪', 'Mood'),
        w(
          '这段时间心情怎么样？有多少日子高兴不起来、什么都提不起兴趣？',
          'How have your spirits been? How often low, or without interest in anything?',
        ),
      ],
      [
        option('well', '挺好', 'Well'),
        option('some-days', '有几天', 'Some days'),
        option('most-days', '一半以上的日子', 'Most days'),
        option('every-day', '几乎每天', 'Nearly every day', 'today'),
      ],
    ),
    choice(
      'harm',
      [
        w('伤害念头', 'Thoughts of harm'),
        w('有没有过伤害自己或者宝宝的念头？', 'Have you had thoughts of harming yourself or the baby?'),
      ],
      [option('no', '没有', 'No'), option('yes', '有', 'Yes', 'now')],
      { onlyIf: afterBirth, allow: ['refused'] },
    ),
    number(
      'feeds',
      [w('宝宝吃奶次数', 'Feeds a day'), w('宝宝一天吃几次奶？', 'How often does the baby feed a day?')],
      0,
      30,
      w('次', 'a day'),
      { onlyIf: afterBirth },
    ),
    number(
      'nappies',
      [w('湿尿布数', 'Wet nappies a day'), w('一天湿几块尿布？', 'How many wet nappies a day?')],
      0,
      30,
      w('块', 'a day'),
      { onlyIf: afterBirth },
    ),
    { ...newbornSigns, onlyIf: afterBirth },
    choice(
      'visits',
      [
        w('产后访视与检查', 'Visits after birth'),
        w('社区的产后访视和产后 42 天检查，都知道吗？', 'Do you know of the visits at home and the check at 42 days?'),
      ],
      [option('known', '知道', 'Knows'), option('unknown', '不知道', 'Does not know')],
      { onlyIf: afterBirth },
    ),
    medicines,
    { ...returnVisit, onlyIf: { question: 'stay', is: ['gynaecology', 'loss'] } },
    danger,
    remark,
  ],
}

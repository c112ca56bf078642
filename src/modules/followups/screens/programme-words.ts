// A programme in sentences: which discharges, when, who calls, how often.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { leavingWords } from '#modules/patients/words.ts'
import { t } from '#web/ui/language.ts'
import type { ProgrammeDefinition, programmes, questionnaires } from '../contract.ts'

export type Programme = Wire<ReplyOf<typeof programmes.list>>['rows'][number]
export type QuestionnaireLine = Wire<ReplyOf<typeof questionnaires.list>>['rows'][number]
export type Wave = ProgrammeDefinition['waves'][number]
export type Leaving = ProgrammeDefinition['conditions']['leaving'][number]

/** How a stay may have ended that is called about: the dead are not. */
export const leavings = Object.keys(leavingWords).filter((one): one is Leaving => one !== 'died')

export const callerWords = { centre: w('客服中心', 'The centre'), attending: w('主管医师', 'The attending doctor') }

/** 第 2–3 天. */
export const sayDays = ({ from, until }: { from: number; until: number }): string =>
  from === until ? t(`第 ${from} 天`, `day ${from}`) : t(`第 ${from}–${until} 天`, `days ${from}–${until}`)

/** Which discharges, one fact a line; empty when every one. */
export const sayConditions = (
  { conditions: c }: ProgrammeDefinition,
  names: { department: (id: string) => string; campus: (id: string) => string },
): [string, string][] => {
  const facts: [string, string][] = [
    [t('归类', 'Groups'), c.groups.join('、')],
    [t('科室', 'Departments'), c.departmentIds.map(names.department).join('、')],
    [t('院区', 'Campuses'), c.campusIds.map(names.campus).join('、')],
    [t('诊断含', 'Diagnosis'), c.diagnosisContains.join(t('、或 ', ' or '))],
    [
      t('年龄', 'Age'),
      c.ageFrom === null && c.ageTo === null
        ? ''
        : c.ageTo === null
          ? t(`${c.ageFrom} 岁及以上`, `${c.ageFrom} and over`)
          : c.ageFrom === null
            ? t(`${c.ageTo} 岁及以下`, `up to ${c.ageTo}`)
            : t(`${c.ageFrom}–${c.ageTo} 岁`, `${c.ageFrom}–${c.ageTo}`),
    ],
    [t('离院方式', 'Leaving'), c.leaving.map((one) => t(leavingWords[one])).join('、')],
  ]
  return facts.filter(([, value]) => value !== '')
}

/** 打不通时最多拨 3 次 …: the retry policy. */
export const sayRetry = ({ retry }: ProgrammeDefinition): string =>
  t(
    `打不通时共拨 ${retry.tries} 次，间隔至少 ${retry.hoursApart} 小时，分在至少 ${retry.dates} 天；12–14 点和 20 点后不拨。`,
    `${retry.tries} tries, ${retry.hoursApart} hours apart at least, on ${retry.dates} dates at least; none from 12 to 14 or after 20.`,
  )

export const sayRepeat = ({ repeat }: ProgrammeDefinition): string =>
  repeat
    ? t(
        `没有康复的，每 ${repeat.everyDays} 天再访一次，最多 ${repeat.most} 次，直到康复。`,
        `Not recovered: again every ${repeat.everyDays} days, ${repeat.most} times at most, until recovered.`,
      )
    : t('不重复；由回访员按病情另约。', 'No repetition; the caller promises another call where it is needed.')

/** The latest day of the first contact that these waves allow. */
export const firstContact = (waves: readonly { readonly until: number }[]): number =>
  Math.min(...waves.map((wave) => wave.until))

/** The name of a questionnaire by its key, or the group's own. */
export const sayQuestionnaire = (key: string, lines: readonly QuestionnaireLine[] | undefined): string =>
  key === 'by-group'
    ? t('按科室归类选用', 'The one of the group')
    : (lines?.find((one) => one.key === key && one.status === 'published')?.title ?? key)

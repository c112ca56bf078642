// Where a person may turn next: what must be told when an answer does not content, in the words in which it is told.
import { type Words, w } from '#kernel/words.ts'

export type Way = {
  readonly name: Words
  /** As it is said to the person. */
  readonly says: Words
  /** One of the ways of the law, without which no matter is closed against the person's will. */
  readonly legal: boolean
}

const way = (name: Words, says: Words, legal = false): Way => ({ name, says, legal })

/**
 * 《医疗纠纷预防和处理条例》（国务院令第 701 号）第 22、23 条: the ways in which a dispute is settled, and what may be sealed and
 * copied; 《医疗机构投诉管理办法》: the hospital's own office, and the authority above it.
 */
export const ways = {
  office: way(
    w('医患关系办公室', 'The hospital’s own office'),
    w(
      '您可以随时再向本院医患关系办公室提出，我们会另行安排人员核实。',
      'You may come back to our own office at any time; others will look into it.',
    ),
  ),
  authority: way(
    w('卫生健康主管部门', 'The health authority'),
    w(
      '您可以向当地卫生健康主管部门反映，也可拨打 12345 或 12320。',
      'You may turn to the local health authority, or call 12345 or 12320.',
    ),
  ),
  mediation: way(
    w('人民调解', 'People’s mediation'),
    w(
      '双方可以共同或单独向医疗纠纷人民调解委员会申请调解，不收费用。',
      'Either side may ask the people’s mediation committee for medical disputes; it costs nothing.',
    ),
    true,
  ),
  administrative: way(
    w('行政调解', 'Mediation by the authority'),
    w(
      '双方可以向医疗纠纷发生地的卫生健康主管部门申请行政调解。',
      'Both sides may ask the health authority of the place to mediate.',
    ),
    true,
  ),
  court: way(
    w('诉讼', 'The court'),
    w('您可以向人民法院提起诉讼。', 'You may bring an action before the people’s court.'),
    true,
  ),
  records: way(
    w('病历查阅、复制与封存', 'Records: reading, copying, sealing'),
    w(
      '您可以依法查阅、复制病历；对病历和现场实物，双方在场时可以封存、启封。',
      'You may read and copy the records; records and objects may be sealed and unsealed with both sides present.',
    ),
  ),
} as const satisfies Record<string, Way>

export type WayName = keyof typeof ways
export const wayNames = Object.keys(ways) as [WayName, ...WayName[]]
/** What no closing without the person's consent may leave out. */
export const legalWays = wayNames.filter((name) => ways[name].legal)

/** The names in a sentence: 人民调解、行政调解、诉讼. */
export const sayWays = (names: readonly string[]): string =>
  names.map((name) => ways[name as WayName]?.name.zh ?? name).join('、')

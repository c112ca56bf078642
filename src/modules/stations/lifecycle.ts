// How the mobile station's things move: plans, lists, tablets, what was written on the way, and what was found.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

type Living = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const stationLifecycle = lifecycle<Living & { readonly version: number }, string, string>({
  noun: 'station',
  title: w('流动站点', 'Station'),
  table: 'stations',
  start: ['planned'],
  states: {
    planned:   w('已安排', 'Planned'),
    cancelled: w('已取消', 'Cancelled'),
  },
  acts: [
    ['change', ['planned'], '=',         w('调整安排', 'Change')],
    ['cancel', ['planned'], 'cancelled', w('取消安排', 'Cancel')],
  ],
  rules: {},
})

// biome-ignore format: a table is read by its columns
export const patrolLifecycle = lifecycle<Living, string, string>({
  noun: 'patrol',
  title: w('巡查清单', 'Patrol list'),
  table: 'patrols',
  start: ['current'],
  states: {
    current: w('使用中', 'In use'),
    retired: w('已停用', 'Retired'),
  },
  acts: [
    ['retire', ['current'], 'retired', w('停用清单', 'Retire')],
  ],
  rules: {},
})

// biome-ignore format: a table is read by its columns
export const tabletLifecycle = lifecycle<Living, string, string>({
  noun: 'tablet',
  title: w('流动站平板', 'Tablet'),
  table: 'tablets',
  start: ['enrolled'],
  states: {
    enrolled: w('已登记', 'Enrolled'),
    revoked:  w('已停用', 'Revoked'),
  },
  acts: [
    ['revoke', ['enrolled'], 'revoked', w('停用平板', 'Revoke')],
  ],
  rules: {},
})

type EntryState = Living & { readonly kind: string }

// biome-ignore format: a table is read by its columns
export const entryLifecycle = lifecycle<EntryState, string, string>({
  noun: 'entry',
  title: w('流动站记录', 'Entry'),
  table: 'entries',
  start: ['kept', 'contested'],
  states: {
    kept:      w('已收', 'Kept'),
    contested: w('待裁决', 'Contested'),
    aside:     w('不采用', 'Set aside'),
  },
  acts: [
    ['choose',   ['contested'],         'kept',  w('采用这一份', 'Take this one')],
    ['setAside', ['contested', 'kept'], 'aside', w('不采用', 'Set aside'), 'noMatter'],
  ],
  rules: {
    noMatter: [w('登记的诉求不能搁置，请到诉求里办理。', 'A matter is not set aside; it is handled as a case.'), (e) => e.kind !== 'matter'],
  },
})

// biome-ignore format: a table is read by its columns
export const findingLifecycle = lifecycle<Living, string, string>({
  noun: 'finding',
  title: w('巡查问题', 'Finding'),
  table: 'findings',
  start: ['open'],
  states: {
    open:   w('待整改', 'Open'),
    mended: w('已整改', 'Mended'),
    raised: w('已转诉求', 'Made a case'),
  },
  acts: [
    ['mend',  ['open'], 'mended', w('已整改', 'Mended')],
    ['raise', ['open'], 'raised', w('转为诉求', 'Make it a case')],
  ],
  rules: {},
})

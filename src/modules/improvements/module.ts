// What this module brings to the house: every night it looks for what keeps coming back, and concludes what was watched long enough.
import { every, with_ } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { again, cancel, conclude, concludeAll, giveUp, standardise, succeed } from './closing.ts'
import { dismiss, take } from './commands.ts'
import { dial, reveal } from './dialling.ts'
import { remindMeasures } from './hearing.ts'
import { look } from './looking.ts'
import { adopt, analyse, begin, check, choose, measure, refigure } from './planning.ts'
import { get as getProject, ofMeasures, list as projectList } from './project-queries.ts'
import { appoint, growProject, join, leave, make, start } from './projects.ts'
import { get, list } from './queries.ts'
import { standards } from './standards.ts'
import { improvementsTables } from './tables.ts'
import { letters, people, tell } from './telling.ts'
import { share } from './told.ts'

export const improvementsModule: Module = {
  name: 'improvements',
  tables: improvementsTables,
  handlers: [
    ...[list, get, take, dismiss],
    ...[projectList, share, standards, ofMeasures, getProject, make, start, appoint, join, leave],
    ...[analyse, choose, refigure, measure, adopt, begin, check],
    ...[conclude, standardise, again, succeed, giveUp, cancel, people, letters, tell],
    ...[dial, reveal],
  ],
  reactions: [
    every(1440, 'improvements.look', look),
    every(1440, 'improvements.conclude', concludeAll),
    every(60, 'improvements.remindMeasures', remindMeasures),
    with_('proposal.grow', 'improvements.growProject', growProject),
  ],
  constraints: {
    proposals_once: w('这处苗头刚刚已被提出，请刷新。', 'This has just been proposed; refresh.'),
    projects_moved: w('指标没有确实改善，不能成功结题。', 'The figure did not move: it is no success.'),
    project_measures_pkey: w('这条整改已经在一个改进项目里。', 'This measure belongs to a project already.'),
    project_proposals_pkey: w('这处苗头已经立项，请刷新。', 'This has become a project already; refresh.'),
  },
}

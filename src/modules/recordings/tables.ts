// How recordings stand in a table: that they are there, never what is said.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { recordings } from './contract.ts'
import { recordingLifecycle } from './lifecycle.ts'

export const recordingsTables = [
  tableOf(recordings.list, {
    id: (row) => row.id,
    guard: 'recordings',
    columns: [
      { head: w('状态', 'Status'), of: (row) => recordingLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('方向', 'Direction'), of: (row) => (row.direction === 'in' ? '呼入' : '呼出') },
      { head: w('人员', 'Whose'), of: (row) => row.by },
      { head: w('号码', 'Number'), of: (row) => row.number, personal: true },
      { head: w('患者', 'Patient'), of: (row) => row.patient?.name ?? '', personal: true },
      { head: w('开始', 'Started'), of: (row) => momentText(row.startedAt) },
      { head: w('时长（秒）', 'Seconds'), of: (row) => row.seconds },
      { head: w('听取次数', 'Listened to'), of: (row) => row.listens },
      { head: w('保存至', 'Kept until'), of: (row) => row.keepUntil },
      { head: w('保全', 'Held'), of: (row) => (row.held ? '是' : '') },
    ],
  }),
]

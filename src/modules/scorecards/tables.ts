// How scorecards and training notes stand in a table: what became of them; the figures stay on the card.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { scorecards, trainingNotes } from './contract.ts'
import { scorecardLifecycle, trainingNoteLifecycle } from './lifecycle.ts'

export const scorecardsTables = [
  tableOf(scorecards.list, {
    id: (row) => row.id,
    guard: 'scorecards',
    columns: [
      { head: w('月份', 'Month'), of: (row) => row.month },
      { head: w('回访人', 'Caller'), of: (row) => row.staff.name },
      { head: w('进展', 'State'), of: (row) => scorecardLifecycle.states[row.status]!.zh },
      { head: w('生成', 'Made'), of: (row) => momentText(row.madeAt) },
      { head: w('本人已看', 'Seen'), of: (row) => momentText(row.seenAt) },
      { head: w('本人说明', 'Commented'), of: (row) => momentText(row.commentedAt) },
      { head: w('谈话', 'Talked over'), of: (row) => momentText(row.talkedAt) },
    ],
  }),
  tableOf(trainingNotes.list, {
    id: (row) => row.id,
    guard: 'training_notes',
    columns: [
      { head: w('回访人', 'Caller'), of: (row) => row.staff.name },
      { head: w('练什么', 'What'), of: (row) => row.words, personal: true },
      { head: w('期限', 'Until'), of: (row) => row.until },
      { head: w('进展', 'State'), of: (row) => trainingNoteLifecycle.states[row.status]!.zh },
      { head: w('布置人', 'By'), of: (row) => row.by },
      { head: w('布置时间', 'Given'), of: (row) => momentText(row.givenAt) },
      { head: w('完成时间', 'Done'), of: (row) => momentText(row.doneAt) },
      { head: w('回复', 'Answer'), of: (row) => row.answer, personal: true },
    ],
  }),
]

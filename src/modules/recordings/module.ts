// What this module brings to the house.
import { every, when, whenLong } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { append, begin, decline, erase, finish, pause, resume, withdraw } from './commands.ts'
import { exportOne, hold, listen, mark, release, sound } from './listening.ts'
import { closeForgotten, closeWithCall, mendOne } from './mending.ts'
import { get, list } from './queries.ts'
import { rules, setRules } from './rules.ts'
import { recordingsTables } from './tables.ts'

export const recordingsModule: Module = {
  name: 'recordings',
  tables: recordingsTables,
  handlers: [
    ...[rules, setRules, list, get, begin, decline, append, pause, resume, finish, withdraw, erase],
    ...[listen, sound, mark, exportOne, hold, release],
  ],
  reactions: [
    when('call.end', 'recordings.close', closeWithCall),
    whenLong('recording.settle', 'recordings.mend', mendOne),
    every(1, 'recordings.closeForgotten', closeForgotten),
  ],
  constraints: {
    recordings_running: w('这通电话已经在录音。', 'This call is being recorded already.'),
    recordings_held: w('录音正在保全，不能销毁。', 'The recording is held and cannot be destroyed.'),
  },
}

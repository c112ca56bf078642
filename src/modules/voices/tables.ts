// Which list of this module leaves the house in no file.
import { noTable } from '#engine/lists.ts'
import { w } from '#kernel/words.ts'
import { openings } from './contract.ts'

export const voicesTables = [
  noTable(
    openings.list,
    w(
      '谁的身份被核实过，只在保险箱的屏幕上看。',
      'Whose identity was asked for is seen at the vault and nowhere else.',
    ),
  ),
]

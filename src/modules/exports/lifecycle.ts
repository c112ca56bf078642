// How a file of a list goes: asked for, let go by another where it must be, made, fetched, and deleted when its time is over.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'
import type { ExportRow } from './rows.ts'

// biome-ignore format: a table is read by its columns
export const exportLifecycle = lifecycle<ExportRow, string, string>({
  noun: 'export',
  title: w('导出', 'Export'),
  table: 'exports',
  start: ['asked', 'making'],
  states: {
    asked:     w('待审批', 'To be approved'),
    making:    w('制作中', 'Being made'),
    ready:     w('可下载', 'Ready'),
    refused:   w('未批准', 'Refused'),
    lapsed:    w('逾期未批', 'Lapsed'),
    cancelled: w('已取消', 'Cancelled'),
    failed:    w('没有做成', 'Failed'),
    withdrawn: w('已作废', 'Withdrawn'),
    gone:      w('已删除', 'Deleted'),
  },
  acts: [
    // verb       from                          to           button                            only if
    ['approve',  ['asked'],                     'making',    w('同意导出', 'Approve'),           'isLookedThrough'],
    ['refuse',   ['asked'],                     'refused',   w('不同意', 'Refuse')],
    ['lapse',    ['asked'],                     'lapsed',    w('逾期未批', 'Lapse')],
    ['cancel',   ['asked', 'making', 'ready'],  'cancelled', w('取消', 'Cancel')],
    ['finish',   ['making'],                    'ready',     w('做成', 'Finish')],
    ['fail',     ['asked', 'making'],           'failed',    w('没有做成', 'Fail')],
    ['download', ['ready'],                     '=',         w('下载', 'Download')],
    ['withdraw', ['ready'],                     'withdrawn', w('作废', 'Withdraw')],
    ['expire',   ['ready'],                     'gone',      w('到期删除', 'Delete')],
  ],
  rules: {
    isLookedThrough: [w('行数还没有数完，请稍候。', 'The rows are still being counted.'), (row) => row.rows_found !== null],
  },
})

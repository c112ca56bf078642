// What must be true of files of lists at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const exportsInvariants: readonly Invariant[] = [
  {
    name: 'export.second',
    says: w('含个人信息的文件都由另一人批准', 'no file that says who it is about was made without a second person'),
    broken: `select number as row from exports where personal and status in ('making', 'ready', 'withdrawn', 'gone') and decided_by_id is null`,
  },
  {
    name: 'export.forgotten',
    says: w('不再可下载的文件没有留下内容', 'of a file that is not to be had any more nothing is left'),
    broken: `select e.number as row from exports e where e.status in ('refused', 'lapsed', 'cancelled', 'failed', 'withdrawn', 'gone')
      and (e.sealed_key is not null or exists (select from export_pieces p where p.export_id = e.id))`,
  },
]

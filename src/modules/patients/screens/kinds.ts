// What the files are called that can be taken in.
import { w } from '#kernel/words.ts'

export const kindNames = {
  discharges: w('出院名单', 'Discharge list'),
  register: w('旧回访登记本', 'Old register of calls'),
  cases: w('旧诉求登记本', 'Old register of cases'),
} as const

// What no body may hold, whatever its shape says: nesting without end, halves of characters, and what no database keeps.
import { invalid } from '#kernel/refusal.ts'

/** Deeper than any form or questionnaire of ours; what is deeper was written to break whoever walks it. */
const deepest = 32

const tooDeep = () =>
  invalid('请求的内容嵌套太深。', 'The content is nested too deeply.', [{ field: '(body)', reason: '嵌套太深' }])

const unwritable = (field: string) =>
  invalid('内容里有不能保存的字符。', 'It contains characters that cannot be stored.', [
    { field, reason: '有不能保存的字符，请重新输入' },
  ])

/** JSON can say half a surrogate pair and NUL; PostgreSQL can keep neither. */
const isWritable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** Refuses a parsed JSON body that nothing behind the door should have to meet. */
export const mustBeWritable = (value: unknown, field = '(body)', depth = 0): void => {
  if (typeof value === 'string') {
    if (!isWritable(value)) throw unwritable(field)
    return
  }
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return
  if (depth === deepest) throw tooDeep()
  for (const [key, inner] of Object.entries(value)) {
    if (!isWritable(key)) throw unwritable(field)
    mustBeWritable(inner, depth === 0 ? key : field, depth + 1)
  }
}

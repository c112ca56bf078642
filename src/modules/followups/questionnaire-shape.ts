// What a questionnaire that a hospital writes must look like, said field by field.
import { z } from 'zod'
import type { FieldProblem } from '#kernel/refusal.ts'
import { grades } from '#modules/patients/words.ts'
import { dimensions, overallKey } from './questions.ts'

const Words = z.object({ zh: z.string().trim().min(1, '请填写').max(500), en: z.string().max(500).default('') })
const Key = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, '代码用小写字母、数字和 -')
const Level = z.enum(['now', 'today'])
const Dimension = z.enum(Object.keys(dimensions) as [keyof typeof dimensions])

const Question = z.object({
  key: z.string().regex(/^[a-z][a-zA-Z0-9-]{0,40}$/, '代码以小写字母开头'),
  kind: z.enum(['choice', 'choices', 'scale', 'number', 'yesno', 'text', 'grade']),
  name: Words,
  ask: Words,
  help: Words.optional(),
  options: z
    .array(
      z.object({
        value: z.string().min(1).max(60),
        label: Words,
        redFlag: Level.optional(),
        alone: z.literal(true).optional(),
      }),
    )
    .max(30)
    .optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: Words.optional(),
  redFlag: z
    .array(
      z.object({ when: z.enum(['atLeast', 'atMost', 'is']), value: z.union([z.number(), z.string()]), level: Level }),
    )
    .max(5)
    .optional(),
  dimension: Dimension.optional(),
  onlyIf: z.object({ question: z.string(), is: z.array(z.union([z.string(), z.number()])).min(1) }).optional(),
  allow: z.array(z.enum(['refused', 'not-applicable'])),
  optional: z.boolean().optional(),
  supervisionOnly: z.boolean().optional(),
})

/** The shape of `questions.ts` as the hospital sends it. */
const QuestionnaireShape = z.object({
  key: Key,
  version: z.int().min(1).default(1),
  title: Words,
  wave: z.enum(['safety', 'satisfaction', 'recall']),
  departments: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]),
  questions: z.array(Question).min(1, '至少一道题').max(60),
  script: z.object({ greeting: Words, identity: Words, recording: Words, closing: Words, boundary: Words }),
})

/** Everything that keeps it from being asked: shape, doubled keys, branches that lead nowhere, choices without options. */
export const questionnaireProblems = (sent: unknown): FieldProblem[] => {
  const parsed = QuestionnaireShape.safeParse(sent)
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({ field: `definition.${path.join('.')}`, reason: message }))
  const { questions, wave } = parsed.data
  const problems: FieldProblem[] = []
  const seen = new Set<string>()
  for (const [i, question] of questions.entries()) {
    const field = `definition.questions.${i}`
    if (seen.has(question.key)) problems.push({ field: `${field}.key`, reason: '代码重复' })
    if (question.onlyIf && !seen.has(question.onlyIf.question))
      problems.push({ field: `${field}.onlyIf`, reason: '只能以前面的题为条件' })
    if ((question.kind === 'choice' || question.kind === 'choices') && (question.options?.length ?? 0) < 2)
      problems.push({ field: `${field}.options`, reason: '至少两个选项' })
    seen.add(question.key)
  }
  const overall = questions.find(({ key }) => key === overallKey)
  if (wave !== 'safety' && overall?.kind !== 'grade')
    problems.push({
      field: 'definition.questions',
      reason: `须有一道总体评价（${Object.values(grades)
        .map((g) => g.zh)
        .join(' / ')}），代码 ${overallKey}`,
    })
  return problems
}

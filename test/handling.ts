// A case taken through its handling by those whose turn it is.
import type { Desk, Person } from './desk.ts'

/** Answered by `answers`, passed by supervision, told to the person by `tells`. */
export const handled = async (
  { people }: Desk,
  id: string,
  { answers = people.supervision, tells = people.lead }: { answers?: Person; tells?: Person } = {},
): Promise<void> => {
  await answers.cases.answer({
    id,
    findings: '已经核实有关情况，属实，确有延误。',
    measures: '已当面致歉，流程已改进，不再发生。',
  })
  await people.supervision.cases.pass({ id })
  await tells.cases.tell({ id, how: 'call', what: '已说明核实的情况和改进' })
}

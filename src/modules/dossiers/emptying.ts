// Emptying a whole matter: each module empties what is its own; a module that begins to keep words of a matter gets its line here.
import type { Ctx } from '#engine/ctx.ts'
import { forgetCase } from '#modules/cases/forgetting.ts'
import { forgetConversations } from '#modules/contacts/commands.ts'
import { forgetOpinions } from '#modules/followups/forgetting.ts'
import { forgetSheets } from '#modules/sheets/forgetting.ts'
import { forgetWatch } from '#modules/shifts/forgetting.ts'
import { forgetEntries } from '#modules/stations/forgetting.ts'
import { forgetVoice } from '#modules/voices/forgetting.ts'
import { forgetRecordingsOfCase } from './recordings.ts'

/** Empties everything that was said and kept of a matter. A held one is refused by the database. */
export const emptyMatter = async (ctx: Ctx, caseId: string): Promise<void> => {
  await forgetConversations(ctx, await forgetOpinions(ctx, caseId))
  await forgetRecordingsOfCase(ctx, caseId)
  await forgetVoice(ctx, caseId)
  await forgetSheets(ctx, caseId)
  await forgetEntries(ctx, caseId)
  await forgetWatch(ctx, caseId)
  await forgetCase(ctx, caseId)
}

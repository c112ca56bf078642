// The guidance and notes that a hospital begins with: drafts, until one of its own doctors approves them.
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { approveGuidance, draftGuidance } from './commands.ts'
import { careNotes, guidance } from './content.ts'

/** Brings the shipped drafts and notes into a hospital that has none. */
export const begin = async (ctx: Ctx): Promise<void> => {
  const there = await ctx.tx.selectFrom('guidance').select('id').limit(1).execute()
  if (there.length > 0) return
  for (const { group, title, text, turnTo } of guidance) await draftGuidance(ctx, { group, title, text, turnTo })
  await ctx.tx
    .insertInto('care_notes')
    .values(
      careNotes.map(({ group, diagnosis, medicines, cautions }) => ({
        id: newId(ctx.now),
        department_group: group,
        diagnosis,
        medicines,
        cautions,
        at: ctx.now,
      })),
    )
    .execute()
}

/** Approves every draft as the actor: what the demo's doctor did before the visitor came. */
export const approveDrafts = async (ctx: Ctx): Promise<void> => {
  const drafts = await ctx.tx.selectFrom('guidance').where('status', '=', 'draft').select('id').execute()
  for (const { id } of drafts) await approveGuidance(ctx, id)
}

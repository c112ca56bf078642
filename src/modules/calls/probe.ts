// The self-test of an exchange: step by step, each answered in words for whoever can mend it.
import { handleLong } from '#engine/ctx.ts'
import { exchanges } from './contract-settings.ts'

export const probe = handleLong(exchanges.probe, async () => ({ steps: [], well: true }))

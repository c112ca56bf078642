// `token create`: lets a machine in, as a person and within some verbs.
import { z } from 'zod'
import type { ParsedOf } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { tokens } from '#modules/directory/contract.ts'
import { addToken } from '#modules/directory/office.ts'
import { withHouse } from './beside.ts'
import { type Call, WrongUse } from './command.ts'

/** Prints the token once; only its hash is kept. */
export const tokenCreate = async (call: Call): Promise<undefined> => {
  const form = z.safeParse(tokens.create.body!, {
    login: call.option('login'),
    name: call.option('name'),
    scopes: call
      .option('scopes')!
      .split(/[\s,]+/)
      .filter(Boolean),
    expiresAt: call.option('expires') ?? null,
  })
  if (!form.success)
    throw new WrongUse(
      w(
        '--name 为 1 至 80 个字，--scopes 用逗号分开（例如 case.read,import.discharges 或 *），--expires 写作 2027-01-01T00:00+08:00。',
        '--name has 1 to 80 characters, --scopes are separated by commas (case.read,import.discharges or *), --expires is written 2027-01-01T00:00+08:00.',
      ),
    )
  await withHouse(call, async (house) => {
    const made = await house.asSystem((ctx) => addToken(ctx, form.data as ParsedOf<typeof tokens.create>))
    call.answer(made, `${made.token}\n\n只显示这一次。用法：Authorization: Bearer … · shown once`)
  })
  return undefined
}

// A filter as people read it: the server says it, so that whoever approves is not told something else than what is made.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { Id } from '#kernel/contract.ts'
import type { Words } from '#kernel/words.ts'
import { nameOf, saidValue } from './words.ts'

/** Every condition with the names of people, departments and campuses in the place of their ids. */
export const saidOf = async (
  { tx }: Pick<Ctx, 'tx'>,
  asked: Readonly<Record<string, string>>,
): Promise<{ name: Words; value: string }[]> => {
  const ids = Object.values(asked)
    .flatMap((value) => value.split(/[,=]/))
    .filter((value) => Id.safeParse(value).success)
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from staff where id = any(${ids}::uuid[])
    union all select id, name from departments where id = any(${ids}::uuid[])
    union all select id, name from campuses where id = any(${ids}::uuid[])`.execute(tx)
  const known = new Map(rows.map(({ id, name }) => [id, name]))
  return Object.entries(asked).map(([key, value]) => ({
    name: nameOf(key),
    value: value
      .split(/(?<=[,=])|(?=[,=])/)
      .map((part) => known.get(part) ?? saidValue(part))
      .join('')
      .replaceAll(',', '、'),
  }))
}

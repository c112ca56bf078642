// What stands beside the cases of five years: calls about them, lines, repeats, merges, measures, and the ledger of how they went round.

/** How a part of five years is written. */
export type Filling = {
  readonly run: (text: string) => Promise<unknown>
  /** An id of a sort, by a number in SQL. */
  readonly id: (kind: number, n: string) => string
  /** A number from 0 to 999 in SQL that looks like chance and is the same for every run of a seed. */
  readonly chance: (of: string) => string
  /** The hospital's first day here, and somebody who did it all. */
  readonly first: string
  readonly nurse: string
  readonly departments: number
}

/** The months of the ledger, each a partition as in a hospital that has run all the while. */
export const makeMonths = ({ run, first }: Filling): Promise<unknown> =>
  run(`do $$ declare month date; begin
    for month in select generate_series(date_trunc('month', '${first}'::timestamp), date_trunc('month', now() - interval '1 month'), interval '1 month') loop
      execute format('create table events_%s partition of events for values from (%L) to (%L)', to_char(month, 'YYYY_MM'), month::timestamptz, (month + interval '1 month')::timestamptz);
    end loop; end $$`)

/** Of the temporary table `matter` (i, source, at, department_id); every tenth or so of each. */
export const fillBeside = async ({ run, id, chance, nurse, departments }: Filling): Promise<void> => {
  const event = (n: string, verb: string, at: string, data: string, where: string) => `
    insert into events (at, verb, noun, subject, from_state, to_state, data, request)
    select ${at}, '${verb}', '${verb.slice(0, verb.indexOf('.'))}', ${n}, 'open', 'open', ${data}, 'bench' from matter where ${where} and ${at} < now()`
  const to = (of: string) =>
    `jsonb_build_object('departmentId', ${id(40, `1 + ${chance(of)} * ${departments} / 1000`)})`
  const recent = `at > now() - interval '15 months'`
  // Each was dispatched once; some came back, and went to another one, or to the same.
  await run(event(id(46, 'i'), 'case.dispatch', `at + interval '1 hour'`, to('i + 23'), recent))
  await run(event(id(46, 'i'), 'case.object', `at + interval '9 hours'`, `'{}'::jsonb`, 'i % 31 = 0'))
  await run(event(id(46, 'i'), 'case.dispatch', `at + interval '12 hours'`, to('i + i % 2 * 6 + 23'), 'i % 31 = 0'))
  await run(event(id(46, 'i'), 'case.passOn', `at + interval '20 hours'`, `'{}'::jsonb`, 'i % 29 = 0'))
  const call = (kind: number, about: string, contact: string, where: string) => `
    insert into calls (id, status, direction, number, number_key, about_noun, about_id, contact_id, placed_at, answered_at, ended_at, ended_by, outcome, witnessed_at, updated_at)
    select ${id(kind, 'i')}, 'ended', 'in', '', '', ${about}, ${contact}, at + interval '30 hours', at + interval '30 hours', at + interval '31 hours', 'person', 'answered', at, at
    from matter where ${where}`
  await run(call(51, `'case', ${id(46, 'i')}`, 'null::uuid', 'i % 12 = 0'))
  await run(call(52, `null, null::uuid`, id(50, 'i'), 'i % 20 = 1'))
  await run(event(id(52, 'i'), 'call.transfer', `at + interval '30 hours'`, `'{}'::jsonb`, 'i % 60 = 1'))
  await run(`insert into sheets (id, source, number, round, status, case_id, said, dispatched_at, sign_by, object_by, clock, taken_at, updated_at)
    select ${id(53, 'i')}, '12345', 'GD' || i, 1, 'closed', ${id(46, 'i')}, '{}', at, at, at, '{}', at, at from matter where i % 25 = 0`)
  await run(`insert into links (id, case_id, other_id, kind, at)
    select ${id(54, 'i')}, ${id(46, 'i - 66')}, ${id(46, 'i')}, 'repeat', at from matter where i % 33 = 0 and i > 66`)
  await run(`insert into merges (id, case_id, survivor_id, merged_at, merged_by_id, reason)
    select ${id(55, 'i')}, ${id(46, 'i')}, ${id(46, 'i - 40')}, at, '${nurse}', '同一件' from matter where i % 111 = 0 and i > 40`)
  await run(`insert into reporters (case_id, phone, relation, reach)
    select ${id(46, 'i')}, '199' || lpad((i % 400000)::text, 8, '0'), 'family', 'phone' from matter where source is null`)
  await run(`insert into measures (id, case_id, round, status, what, department_id, due_on, planned_by_id, planned_at, done_at, updated_at)
    select ${id(56, 'i')}, ${id(46, 'i')}, 1, 'done', '增设座椅', department_id, at::date + 20, '${nurse}', at, at + interval '1 day' * (5 + i % 20), at
    from matter where i % 18 = 1 and department_id is not null`)
}

// What requests about calls, lines and exchanges may name, and how what they made is put back.
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

/** The exchange is the hotline's; answers what puts it back, and what requests may name. */
export const knownOfCalls = async (desk: Desk): Promise<{ undo: string; known: (path: string) => Known }> => {
  const { id: exchangeId } = await desk.house.db.selectFrom('exchanges').select('id').executeTakeFirstOrThrow()
  const of: Readonly<Record<string, Known>> = {
    // Nobody listens there: the self-test says so at once.
    '/exchanges/set': { wsUrl: 'ws://127.0.0.1:9/', domain: 'sample.test' },
    '/exchanges/probe': { exchangeId },
    '/lines/set': { exchangeId, number: '17770', staffId: null },
    '/lines/paste': { exchangeId, text: '17771,a password' },
    '/calls/free': { number: '120' },
  }
  return {
    undo: `update agent_states set call_id = null, state = 'off'; delete from agent_spells;
      delete from calls where direction = 'out' and dialled_at is null and number_owner is not null and staff_id is not null
        and not exists (select from recordings r where r.call_id = calls.id); delete from lines where number like '1777%';
      update lines set active = true; delete from exchanges where domain = 'sample.test'; delete from phonebook`,
    known: (path) => of[path] ?? {},
  }
}

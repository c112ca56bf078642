// The demo's file that waits: the lead wants to call everybody back, and supervision has to let it go.
import type { OpenHouse } from '#engine/house.ts'
import { reveal } from '#modules/exports/commands.ts'
import { act } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

/** Asks for the open matters with who raised them. */
export const waitingExport = async (house: OpenHouse, { people }: DemoHospital): Promise<void> => {
  const asked = {
    list: '/cases',
    asked: 'open=true',
    format: 'xlsx',
    reason: '逐件打电话，说明办到哪一步',
  }
  await act(house, people.zuzhang!, reveal, asked)
}

// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { choose, list as listEntries, setAside } from './entries.ts'
import { listFindings, mend, photo, raise } from './findings.ts'
import { create, listPatrols, retire } from './patrols.ts'
import { addPhoto, send } from './sending.ts'
import { cancel, change, list, luggage, plan } from './stations.ts'
import { stationsTables } from './tables.ts'
import { enrol, listTablets, revoke } from './tablets.ts'

export const stationsModule: Module = {
  name: 'stations',
  tables: stationsTables,
  handlers: [
    ...[luggage, list, plan, change, cancel],
    ...[listPatrols, create, retire],
    ...[listTablets, enrol, revoke],
    ...[listEntries, send, addPhoto, choose, setAside],
    ...[listFindings, photo, mend, raise],
  ],
  reactions: [],
}

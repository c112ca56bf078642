// All printed documents, made from the tables that the program itself obeys.
import type { Db } from '#engine/database.ts'
import { apiPage } from './api.ts'
import { eventsPage } from './events.ts'
import { insightPage } from './insight.ts'
import { lifecyclesPage } from './lifecycles.ts'
import { permissionsPage } from './permissions.ts'
import { schemaPage } from './schema.ts'
import { standardsPage } from './standards.ts'

/** The documents by their file names in docs/printed; the database only has to be migrated. */
export const printed = async (db: Db): Promise<Readonly<Record<string, string>>> => ({
  'lifecycles.md': lifecyclesPage(),
  'permissions.md': permissionsPage(),
  'api.md': apiPage(),
  'schema.md': await schemaPage(db),
  'standards.md': standardsPage(),
  'events.md': await eventsPage(),
  'insight.md': await insightPage(db),
})

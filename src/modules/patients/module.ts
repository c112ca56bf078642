// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { died, doNotCall } from './commands.ts'
import { confirmName, unconfirmedNames } from './department-names.ts'
import { downloadRejections, getImport, listImports } from './import-queries.ts'
import { getPatient, listEncounters, listPatients } from './queries.ts'
import { reactions } from './reactions.ts'
import { patientsTables } from './tables.ts'
import { keepTemplate, preview, takeCases, takeDischarges, takeRegister, upload } from './uploads.ts'

export const patientsModule: Module = {
  name: 'patients',
  tables: patientsTables,
  handlers: [
    listPatients,
    getPatient,
    doNotCall,
    died,
    listEncounters,
    listImports,
    getImport,
    downloadRejections,
    upload,
    preview,
    takeDischarges,
    takeRegister,
    takeCases,
    keepTemplate,
    unconfirmedNames,
    confirmName,
  ],
  reactions,
}

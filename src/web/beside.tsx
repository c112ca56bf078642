// What each module shows beside a patient: the record of a patient belongs to an early module and knows none of the later ones.
import { CasesOfPatient } from '#modules/cases/screens/of-patient.tsx'
import { ContactsOfPatient } from '#modules/contacts/screens/of-patient.tsx'
import { TasksOfPatient } from '#modules/followups/screens/of-patient.tsx'
import { TextsOfPatient } from '#modules/messages/screens/of-patient.tsx'
import { RecordingsOf } from '#modules/recordings/screens/of.tsx'

type OfPatient = { readonly id: string; readonly recordNumber: string }

/** In the order in which one wants to know them. */
export const BesidePatient = (patient: OfPatient) => (
  <>
    <CasesOfPatient {...patient} />
    <TasksOfPatient {...patient} />
    <ContactsOfPatient {...patient} />
    <TextsOfPatient {...patient} />
    <RecordingsOf of={{ patientId: patient.id }} />
  </>
)

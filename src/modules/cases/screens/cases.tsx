// All cases that the reader may know of: the list on the left, the record on the right.
import { CaseWorklist } from './worklist.tsx'

export const Screen = () => <CaseWorklist />

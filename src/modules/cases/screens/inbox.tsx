// A department's inbox: what was sent to it, by when and why, and the answer right below.
import { CaseWorklist } from './worklist.tsx'

export const Screen = () => <CaseWorklist inbox />

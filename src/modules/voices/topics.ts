// Which category a matter begins with: what the person chose in plain words, until somebody at the centre judges it.
import type { patientTopics } from './contract.ts'

/** A first-level category as its most general item; integrity goes to supervision from the first moment. */
const complaints: Record<(typeof patientTopics)[number], string> = {
  A: 'A10',
  B: 'B1',
  C: 'C1',
  D: 'D3',
  E: 'E2',
  F: 'F1',
  G: 'G1',
  H: 'H5',
  I: 'I1',
  other: 'C5',
}

const others = { enquiry: 'K1', suggestion: 'K2', praise: 'K3', help: 'K4' } as const

export const categoryFor = (kind: 'complaint' | keyof typeof others, topic: (typeof patientTopics)[number]): string =>
  // Whatever it is called: a word about red envelopes is for supervision.
  topic === 'I' ? complaints.I : kind === 'complaint' ? complaints[topic] : others[kind]

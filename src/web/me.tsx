// The one who is signed in, and the hospital; known to every screen.
import { createContext, useContext } from 'react'
import type { Wire } from '#kernel/contract.ts'
import type { Person } from '#modules/directory/contract.ts'
import type { Verb } from '#src/permissions.ts'

type MeNow = { readonly person: Wire<Person>; readonly hospital: string; readonly demo: boolean }

const Me = createContext<MeNow | undefined>(undefined)

export const MeProvider = Me

/** Who is signed in. Screens are only drawn for somebody. */
export const useMe = (): MeNow => {
  const me = useContext(Me)
  if (!me) throw new Error('nobody is signed in')
  return me
}

/** Whether this person has any of these verbs for some row: whether to offer a screen at all. Rows say their own `can`. */
export const useMayEver = (): ((...verbs: Verb[]) => boolean) => {
  const { person } = useMe()
  return (...verbs) => verbs.some((verb) => person.verbs.includes(verb))
}

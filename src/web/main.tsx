// Where the screens begin: who is there decides between the door and the house.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { api, useAsk } from './api.ts'
import { Door } from './door.tsx'
import { MeProvider } from './me.tsx'
import { router } from './routes.tsx'
import { Away } from './send.ts'
import { lapse } from './session.ts'
import './style/style.css'
import { setClock } from './ui/clock.ts'
import { useLanguage } from './ui/language.ts'

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      // Live refresh says when something changed; a refusal does not change by asking again, a lost line does.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (times, error) => error instanceof Away && times < 2,
      networkMode: 'always',
    },
  },
})

const App = () => {
  const { data } = useAsk(api.session.me)
  useEffect(() => {
    if (data) setClock(data.now)
  }, [data])
  const isIn = data?.person && !data.owes && !data.person.mustChangePassword
  // Whose session has ended in the middle of a sentence stays where he is, behind the door that closes over the page.
  const before = useRef<{ person: NonNullable<NonNullable<typeof data>['person']>; hospital: string; demo: boolean }>(
    undefined,
  )
  if (isIn) before.current = { person: data.person!, hospital: data.hospital, demo: data.demo }
  useEffect(() => {
    if (data && !isIn && before.current) lapse()
  }, [data, isIn])
  if (!before.current) return <Door />
  return (
    <MeProvider value={before.current}>
      <RouterProvider router={router} />
    </MeProvider>
  )
}

/** A change of language draws everything anew. */
const Spoken = () => {
  const [lang] = useLanguage()
  return <App key={lang} />
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <Spoken />
    </QueryClientProvider>
  </StrictMode>,
)

// Where the screens begin: who is there decides between the door and the house.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { api, useAsk } from './api.ts'
import { Door } from './door.tsx'
import { MeProvider } from './me.tsx'
import { router } from './routes.tsx'
import { Away } from './send.ts'
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
  if (!data?.person || data.owes || data.person.mustChangePassword) return <Door />
  const { person, hospital, demo } = data
  return (
    <MeProvider value={{ person, hospital, demo }}>
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

// Keeps the mobile station's page for the time without a network: exactly these files, of exactly this build, and nothing else.

/** Written in when the page is built: the addresses, and one number for what lies under them. */
declare const files: readonly string[]
declare const build: string

type Lasting = { waitUntil(work: Promise<unknown>): void }
type Asking = { readonly request: Request; respondWith(reply: Promise<Response>): void }
type Said = { readonly data: unknown }
type Worker = {
  addEventListener(type: 'install' | 'activate' | 'sync', hear: (event: Lasting) => void): void
  addEventListener(type: 'fetch', hear: (event: Asking) => void): void
  addEventListener(type: 'message', hear: (event: Said) => void): void
  skipWaiting(): Promise<void>
  readonly location: Location
  readonly clients: {
    claim(): Promise<void>
    matchAll(which: { type: 'window' }): Promise<readonly { postMessage(data: unknown): void }[]>
  }
}
const worker = globalThis as unknown as Worker
const shelf = `huiyin-station-${build}`
const page = '/station/'

worker.addEventListener('install', (event) => {
  const kept = caches
    .open(shelf)
    .then((cache) => cache.addAll([page, ...files].map((url) => new Request(url, { cache: 'reload' }))))
  event.waitUntil(kept)
})

worker.addEventListener('activate', (event) => {
  const swept = caches
    .keys()
    .then((names) =>
      Promise.all(names.map((name) => name.startsWith('huiyin-station-') && name !== shelf && caches.delete(name))),
    )
    .then(() => worker.clients.claim())
  event.waitUntil(swept)
})

// A new build waits until nobody is in the middle of something; the page says when.
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== worker.location.origin || pathname.startsWith('/api/')) return
  const kept = mode === 'navigate' && pathname.startsWith(page) ? page : pathname
  if (kept !== page && !files.includes(kept)) return
  event.respondWith(
    caches
      .open(shelf)
      .then((cache) => cache.match(kept))
      .then((found) => found ?? fetch(event.request)),
  )
})

// The network is back: only an open page has the key, so it is the page that sends.
worker.addEventListener('sync', (event) => {
  const told = worker.clients.matchAll({ type: 'window' }).then((pages) => {
    for (const one of pages) one.postMessage('online')
  })
  event.waitUntil(told)
})

export {}

// The tablet's records as they lie on its disk: names, and bytes that nobody can read without the key.

/** One encrypted record: `entry:…`, `photo:…`, `draft:…`, `me`, `luggage`. */
export type Sealed = { readonly id: string; readonly iv: Uint8Array<ArrayBuffer>; readonly sealed: ArrayBuffer }

type Shelf = 'lock' | 'records'
const name = 'huiyin-station'

const opened = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('lock', { keyPath: 'key' })
      asked.result.createObjectStore('records', { keyPath: 'id' })
    }
    asked.onsuccess = () => {
      const db = asked.result
      // Another page of ours empties the tablet.
      db.onversionchange = () => db.close()
      resolve(db)
    }
    asked.onerror = () => reject(asked.error)
  })

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

const within = async <T>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> => {
  const db = await opened()
  try {
    // On the disk before we go on: a battery may be pulled at any moment.
    const tx = db.transaction(shelf, mode, mode === 'readwrite' ? { durability: 'strict' } : {})
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve()
      tx.onabort = () => reject(tx.error ?? new Error('aborted'))
    })
    const result = await work(tx.objectStore(shelf))
    await done
    return result
  } finally {
    db.close()
  }
}

export const read = <T>(shelf: Shelf, id: string): Promise<T | undefined> =>
  within(shelf, 'readonly', (store) => answered(store.get(id) as IDBRequest<T | undefined>))

/** Every record whose name begins so, in the order of the names. */
export const readAll = <T>(start: string): Promise<T[]> =>
  within('records', 'readonly', (store) =>
    answered(store.getAll(IDBKeyRange.bound(start, `${start}\uffff`)) as IDBRequest<T[]>),
  )

/** Writes and forgets in one transaction: all of it or nothing. */
export const write = (shelf: Shelf, records: readonly object[], forget: readonly string[] = []): Promise<void> =>
  within(shelf, 'readwrite', async (store) => {
    for (const record of records) store.put(record)
    for (const id of forget) store.delete(id)
  })

/** Nothing is left of anybody. */
export const wipe = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(name)
    asked.onsuccess = () => resolve()
    asked.onerror = () => reject(asked.error)
  })

/** How many entries have not arrived: the one thing that is said in clear, so that signing out at the desk loses none. */
export const sayOwed = (count: number): Promise<void> => write('lock', [{ key: 'owed', count }])

/** The same for a page that has no key: nothing where this browser was never a tablet. */
export const owedHere = async (): Promise<number> => {
  const there = (await indexedDB.databases?.().catch(() => [])) ?? []
  if (!there.some((one) => one.name === name)) return 0
  return (await read<{ count: number }>('lock', 'owed').catch(() => undefined))?.count ?? 0
}

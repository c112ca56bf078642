// What the tablet knows while it is open: read from its encrypted records once, written back before anybody is told.
import { useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { newId } from '#kernel/ids.ts'
import type { FieldProblem } from '#kernel/refusal.ts'
import type { Wire } from '#web/client.ts'
import { now } from '#web/ui/clock.ts'
import type { Answer, EntryLine, EntryReceipt, Luggage, Matter, StationLine, Survey } from '../../contract.ts'
import { seal, unseal } from './lock.ts'
import { readAll, type Sealed, sayOwed, wipe, write } from './records.ts'

export type Me = { readonly id: string; readonly name: string; readonly tabletId: string; readonly hospital: string }
export type Luggages = Wire<z.output<typeof Luggage>>
export type Station = Wire<StationLine>
/** A plan that is no longer the one the tablet has: shown side by side until somebody has looked. */
export type Changed = { readonly before: Station; readonly now: Station }

export type Body =
  | { readonly kind: 'matter'; readonly matter: z.input<typeof Matter> }
  | { readonly kind: 'answer'; readonly answer: z.input<typeof Answer> }
  | { readonly kind: 'survey'; readonly survey: z.input<typeof Survey> }
  | { readonly kind: 'amend'; readonly amend: { readonly words: string; readonly seenAt: string } }

export type Photo = { readonly id: string; readonly name: string; readonly size: number; readonly sent: boolean }
export type Entry = {
  readonly id: string
  /** Its place in the order in which things were written. */
  readonly turn: number
  readonly madeAt: string
  readonly stationId: string | null
  readonly ofId: string | null
  /** One line by which its writer knows it again. */
  readonly title: string
  readonly body: Body
  readonly photos: readonly Photo[]
  /** `waiting` 待发送, `sent` 已发送, `refused` and `contested` 需要处理. */
  readonly state: 'waiting' | 'sent' | 'refused' | 'contested'
  readonly why?: string
  readonly fields?: readonly FieldProblem[]
  readonly receipt?: Wire<z.output<typeof EntryReceipt>>
  /** The two sides, as the server last showed them. */
  readonly sides?: Wire<EntryLine>
}

export type Known = {
  readonly me: Me | null
  readonly luggage: Luggages | null
  readonly changed: readonly Changed[]
  readonly entries: readonly Entry[]
  readonly drafts: Readonly<Record<string, unknown>>
}

const nothing: Known = { me: null, luggage: null, changed: [], entries: [], drafts: {} }

let key: CryptoKey | null = null
let known: Known = nothing
const listeners = new Set<() => void>()

const tell = (next: Known): void => {
  const owed = next.entries.filter(isOwed).length
  if (key && owed !== known.entries.filter(isOwed).length) void sayOwed(owed)
  known = next
  for (const one of listeners) one()
}

export const look = (): Known => known
export const isOpen = (): boolean => key !== null
export const useKnown = (): Known =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => known,
  )

const json = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value))
const sealed = (id: string, value: unknown): Promise<Sealed> => seal(key!, id, json(value))

const days = (ms: number): number => ms * 86_400_000

/** Reads everything with the key; what was sent the day before yesterday is forgotten. */
export const begin = async (opened: CryptoKey): Promise<void> => {
  key = opened
  const records = await readAll<Sealed>('')
  const values = new Map<string, unknown>()
  for (const record of records)
    if (!record.id.startsWith('photo:'))
      values.set(record.id, JSON.parse(new TextDecoder().decode(await unseal(opened, record))))
  const all = [...values].filter(([id]) => id.startsWith('entry:')).map(([, value]) => value as Entry)
  const old = all.filter(
    ({ state, madeAt, photos }) =>
      state === 'sent' && photos.every(({ sent }) => sent) && now().getTime() - new Date(madeAt).getTime() > days(2),
  )
  await write(
    'records',
    [],
    old.map(({ id }) => `entry:${id}`),
  )
  tell({
    me: (values.get('me') as Me | undefined) ?? null,
    luggage: (values.get('luggage') as Luggages | undefined) ?? null,
    changed: (values.get('changed') as Changed[] | undefined) ?? [],
    entries: all.filter((one) => !old.includes(one)).sort((a, b) => a.turn - b.turn),
    drafts: Object.fromEntries(
      [...values].filter(([id]) => id.startsWith('draft:')).map(([id, value]) => [id.slice('draft:'.length), value]),
    ),
  })
}

/** The key is let go; what lies on the disk is as good as noise until it is opened again. */
export const close = (): void => {
  key = null
  tell(nothing)
}

/** Signing out: nothing stays. */
export const empty = async (): Promise<void> => {
  close()
  await wipe()
}

export const keepMe = async (me: Me): Promise<void> => {
  await write('records', [await sealed('me', me)])
  tell({ ...known, me })
}

/** Takes the day's luggage along. A plan that differs from the one held waits beside it until it was seen. */
export const keepLuggage = async (fresh: Luggages): Promise<void> => {
  const held = known.luggage?.stations ?? []
  const today = held.filter((one) => fresh.stations.some(({ id }) => id === one.id))
  const changed = today.flatMap((before) => {
    const after = fresh.stations.find(({ id, version }) => id === before.id && version !== before.version)
    return after ? [{ before, now: after }] : []
  })
  const shown = fresh.stations.map((one) => changed.find(({ now }) => now.id === one.id)?.before ?? one)
  // A list that was retired meanwhile is still needed by what was begun with it.
  const luggage = { ...fresh, stations: shown }
  await write('records', [await sealed('luggage', luggage), await sealed('changed', changed)])
  tell({ ...known, luggage, changed })
}

/** Seen: from now on the new plan is the one that holds. */
export const accept = async (id: string): Promise<void> => {
  const one = known.changed.find(({ now }) => now.id === id)
  if (!one || !known.luggage) return
  const stations = known.luggage.stations.map((station) => (station.id === id ? one.now : station))
  const luggage = { ...known.luggage, stations }
  const changed = known.changed.filter((other) => other !== one)
  await write('records', [await sealed('luggage', luggage), await sealed('changed', changed)])
  tell({ ...known, luggage, changed })
}

// One after the other: sealing takes its time, and what was typed first must not overtake what was typed last.
let drafting: Promise<void> = Promise.resolve()

/** What is being typed; killed in the middle of a sentence, the sentence is there. */
export const keepDraft = (name: string, value: unknown): Promise<void> => {
  tell({ ...known, drafts: { ...known.drafts, [name]: value } })
  drafting = drafting
    .catch(() => {})
    .then(async () => {
      // Sent meanwhile, or locked: then nothing of it is written again.
      if (key && known.drafts[name] === value) await write('records', [await sealed(`draft:${name}`, value)])
    })
  return drafting
}

export type NewPhoto = { readonly id: string; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
export type PhotoRef = Pick<Photo, 'id' | 'name' | 'size'>

/** A photograph is kept at once; what it belongs to names it. */
export const keepPhoto = async ({ id, name, bytes }: NewPhoto): Promise<PhotoRef> => {
  await write('records', [await seal(key!, `photo:${id}`, bytes)])
  return { id, name, size: bytes.length }
}

export const dropPhoto = (id: string): Promise<void> => write('records', [], [`photo:${id}`])

const put = (entry: Entry): readonly Entry[] =>
  [...known.entries.filter(({ id }) => id !== entry.id), entry].sort((a, b) => a.turn - b.turn)

/**
 * Keeps an entry with the names of its photographs, and forgets its draft, in one transaction of the disk. With `id` it takes
 * the place of one that was refused.
 */
export const add = async (
  it: Pick<Entry, 'stationId' | 'ofId' | 'title' | 'body'> & { readonly id?: string; readonly draft?: string },
  photos: readonly PhotoRef[] = [],
): Promise<Entry> => {
  const before = known.entries.find(({ id }) => id === it.id)
  const { draft, id: _, ...rest } = it
  const entry: Entry = {
    ...rest,
    id: before?.id ?? newId(now()),
    turn: before?.turn ?? (known.entries.at(-1)?.turn ?? 0) + 1,
    madeAt: before?.madeAt ?? now().toISOString(),
    photos: [...(before?.photos ?? []), ...photos.map((photo) => ({ ...photo, sent: false }))],
    state: 'waiting',
  }
  await write('records', [await sealed(`entry:${entry.id}`, entry)], draft ? [`draft:${draft}`] : [])
  const drafts = { ...known.drafts }
  if (draft) delete drafts[draft]
  tell({ ...known, drafts, entries: put(entry) })
  return entry
}

/** Writes what became of an entry; photographs that have arrived are forgotten here. */
export const change = async (entry: Entry, forget: readonly string[] = []): Promise<void> => {
  if (!key) return
  await write(
    'records',
    [await sealed(`entry:${entry.id}`, entry)],
    forget.map((id) => `photo:${id}`),
  )
  tell({ ...known, entries: put(entry) })
}

/** Takes away an entry that its writer has given up. */
export const giveUp = async (entry: Entry): Promise<void> => {
  await write('records', [], [`entry:${entry.id}`, ...entry.photos.map(({ id }) => `photo:${id}`)])
  tell({ ...known, entries: known.entries.filter(({ id }) => id !== entry.id) })
}

export const photoBytes = async (id: string): Promise<Uint8Array<ArrayBuffer> | null> => {
  const [record] = await readAll<Sealed>(`photo:${id}`)
  return record && key ? unseal(key, record) : null
}

/** What has not arrived yet, photographs included. */
export const isOwed = ({ state, photos }: Entry): boolean =>
  state === 'waiting' || state === 'refused' || (state !== 'contested' && photos.some(({ sent }) => !sent))

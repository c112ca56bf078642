// What the pages of the tablet share: a draft that survives a pulled plug, photographs, who stands where.
import { useCallback, useEffect, useRef, useState } from 'react'
import { clockOf } from '#kernel/time.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { shrunk } from './pictures.ts'
import { sendAll, wakeMe } from './sending.ts'
import {
  add,
  dropPhoto,
  keepDraft,
  keepPhoto,
  look,
  type PhotoRef,
  photoBytes,
  type Station,
  useKnown,
} from './store.ts'

/** Values that are on the disk, encrypted, a moment after they were typed. */
export const useDraft = <T extends object>(name: string, initial: T) => {
  const [values, setValues] = useState<T>(() => ({ ...initial, ...(look().drafts[name] as Partial<T> | undefined) }))
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; value: T } | null>(null)
  const flush = useCallback(() => {
    if (!waiting.current) return
    clearTimeout(waiting.current.timer)
    const { value } = waiting.current
    waiting.current = null
    void keepDraft(name, value)
  }, [name])
  useEffect(() => {
    document.addEventListener('visibilitychange', flush)
    return () => {
      document.removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [flush])
  const set = (patch: Partial<T>) => {
    const value = { ...values, ...patch }
    setValues(value)
    if (waiting.current) clearTimeout(waiting.current.timer)
    waiting.current = { value, timer: setTimeout(flush, 200) }
    // A photograph that no draft names would be lost; a letter that is not yet kept is typed again.
    if ('photos' in patch) flush()
  }
  /** Sent on its way: nothing of it is written again. */
  const reset = () => {
    if (waiting.current) clearTimeout(waiting.current.timer)
    waiting.current = null
    setValues(initial)
  }
  return { values, set, reset }
}

/** Keeps an entry and begins to send it; what is away is sent later. */
export const keepEntry = async (...it: Parameters<typeof add>) => {
  const entry = await add(...it)
  void sendAll()
  void wakeMe()
  return entry
}

const Shown = ({ photo, onRemove }: { photo: PhotoRef; onRemove: () => void }) => {
  const [url, setUrl] = useState('')
  useEffect(() => {
    let made = ''
    void photoBytes(photo.id).then((bytes) => {
      if (!bytes) return
      made = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
      setUrl(made)
    })
    return () => URL.revokeObjectURL(made)
  }, [photo.id])
  return (
    <li>
      {url && <img src={url} alt={photo.name} />}
      <IconButton icon="close" label={t('去掉这张', 'Take it away')} onClick={onRemove} />
    </li>
  )
}

const mostPhotos = 6

/** Photographs: taken or chosen, made smaller, kept encrypted at once. */
export const Photos = ({ value, onChange }: { value: readonly PhotoRef[]; onChange: (to: PhotoRef[]) => void }) => {
  const [says, setSays] = useState('')
  const chosen = async (files: FileList | null) => {
    let all = [...value]
    setSays('')
    for (const file of [...(files ?? [])].slice(0, mostPhotos - value.length)) {
      const photo = await shrunk(file)
      if (photo) all = [...all, await keepPhoto(photo)]
      else
        setSays(
          t(
            '这张照片打不开。苹果设备请在“设置 › 相机 › 格式”选“兼容性最佳”。',
            'This picture cannot be read; choose “Most Compatible” in the camera’s settings.',
          ),
        )
    }
    onChange(all)
  }
  return (
    <div className="photos">
      <ul>
        {value.map((photo) => (
          <Shown
            key={photo.id}
            photo={photo}
            onRemove={() => {
              void dropPhoto(photo.id)
              onChange(value.filter(({ id }) => id !== photo.id))
            }}
          />
        ))}
      </ul>
      {value.length < mostPhotos && (
        <label className="button plain">
          {t('拍照', 'Photograph')}
          <input
            type="file"
            accept="image/*"
            capture="environment"
            multiple
            className="unseen"
            onChange={(event) => {
              void chosen(event.target.files)
              event.target.value = ''
            }}
          />
        </label>
      )}
      <small>{says || t('拍摄的时间、地点会自动去掉', 'Where and when it was taken is removed')}</small>
    </div>
  )
}

export const hours = ({ startsAt, endsAt }: Station): string =>
  `${clockOf(new Date(startsAt))}–${clockOf(new Date(endsAt))}`

/** The station where one stands now: one's own first, that of this hour before the others. */
export const usePlace = () => {
  const { luggage, me } = useKnown()
  const at = now().getTime()
  const rank = (one: Station): number =>
    (one.staffIds.includes(me?.id ?? '') ? 0 : 2) +
    (new Date(one.startsAt).getTime() <= at && at <= new Date(one.endsAt).getTime() ? 0 : 1)
  const all = (luggage?.stations ?? []).filter(({ status }) => status === 'planned')
  const [chosen, choose] = useState('')
  const sorted = [...all].sort((a, b) => rank(a) - rank(b))
  const station = all.find(({ id }) => id === chosen) ?? sorted[0] ?? null
  return { station, all: sorted, choose }
}

export const PlacePicker = ({ station, all, choose }: ReturnType<typeof usePlace>) =>
  all.length === 0 ? null : (
    <Select
      label={t('站点', 'Station')}
      value={station?.id ?? ''}
      onChange={choose}
      options={all.map((one) => ({ value: one.id, label: `${one.place} ${hours(one)}` }))}
    />
  )

/** A sentence that says that it is kept, and makes room for the next. */
export const Kept = ({ says, onNext }: { says: string; onNext: () => void }) => (
  <div className="kept" role="status">
    <p>{says}</p>
    <Button kind="primary" onClick={onNext}>
      {t('再记一条', 'One more')}
    </Button>
  </div>
)

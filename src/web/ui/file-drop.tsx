// A place to drop a file, or to choose one.
import { type DragEvent, useId, useState } from 'react'
import { Icon } from './icon.tsx'
import { t } from './language.ts'

export const FileDrop = ({
  label,
  accept,
  hint,
  busy,
  onFile,
}: {
  label: string
  /** As the browser's own picker takes it: `.csv,.xlsx`. */
  accept?: string
  hint?: string
  busy?: boolean
  onFile: (file: File) => unknown
}) => {
  const id = useId()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file && !busy) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the control inside is the first
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={busy}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
      <label htmlFor={id}>
        <Icon name="upload" size={24} />
        <strong>{busy ? t('正在读取…', 'Reading…') : label}</strong>
        {hint && <span>{hint}</span>}
      </label>
    </div>
  )
}

// Choosing several rows of a list: which are chosen, and the boxes that stand beside them.
import { useState } from 'react'
import { t } from './language.ts'

export type Picks = { readonly ids: ReadonlySet<string>; readonly set: (ids: ReadonlySet<string>) => void }

export const usePicks = (): Picks => {
  const [ids, set] = useState<ReadonlySet<string>>(new Set())
  return { ids, set }
}

/** The box of one row; a click on it does not open the row. */
export const PickBox = ({ picks, id, name }: { picks: Picks; id: string; name: string }) => {
  const on = picks.ids.has(id)
  const others = [...picks.ids].filter((one) => one !== id)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box inside takes the keys
    <label className="row-pick" onClick={(event) => event.stopPropagation()}>
      <input
        type="checkbox"
        aria-label={t(`选择 ${name}`, `Choose ${name}`)}
        checked={on}
        onChange={() => picks.set(new Set(on ? others : [...others, id]))}
      />
    </label>
  )
}

/** The box at the head: all rows that were read, or none of them. */
export const PickAll = ({ picks, ids }: { picks: Picks; ids: readonly string[] }) => {
  const chosen = ids.filter((id) => picks.ids.has(id)).length
  const all = chosen === ids.length && ids.length > 0
  return (
    <label className="row-pick">
      <input
        type="checkbox"
        aria-label={t(`选择已列出的 ${ids.length} 条`, `Choose the ${ids.length} that are listed`)}
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = chosen > 0 && !all
        }}
        onChange={() => {
          const rest = [...picks.ids].filter((id) => !ids.includes(id))
          picks.set(new Set(all ? rest : [...rest, ...ids]))
        }}
      />
    </label>
  )
}

// The names of campuses, departments and people, for screens that show them by their ids.
import { api, useAsk } from '#web/api.ts'

/** Campuses and departments by id, and departments in groups by campus for a choice. */
export const usePlaces = () => {
  const { data } = useAsk(api.departments.list)
  const rows = data?.rows ?? []
  const campuses = data?.campuses ?? []
  const byId = new Map(rows.map((one) => [one.id, one]))
  const several = campuses.length > 1
  return {
    ready: data !== undefined,
    rows,
    campuses,
    /** 心内科， and its campus where there are several. */
    nameOf: (id: string): string => {
      const it = byId.get(id)
      if (!it) return ''
      return several ? `${it.name}（${it.campus}）` : it.name
    },
    /** Several ids as one line; the same name of several campuses once. */
    namesOf: (ids: readonly string[]): string => [...new Set(ids.flatMap((id) => byId.get(id)?.name ?? []))].join('、'),
    campusOf: (id: string | null): string => campuses.find((one) => one.id === id)?.name ?? '',
    /** For a choice of departments. */
    choices: campuses.map((campus) => ({
      label: campus.name,
      options: rows
        .filter((one) => one.campusId === campus.id && one.active)
        .map((one) => ({ value: one.id, label: several ? `${one.name}（${campus.name}）` : one.name })),
    })),
  }
}

// Departments under their campuses, for a choice.
import { api, useAsk } from '#web/api.ts'

export const useDepartments = () => {
  const { data } = useAsk(api.departments.list)
  const groups = (data?.campuses ?? []).map((campus) => ({
    label: campus.name,
    options: (data?.rows ?? [])
      .filter((one) => one.active && one.campusId === campus.id)
      .map((one) => ({ value: one.id, label: one.name })),
  }))
  return groups.filter((one) => one.options.length > 0)
}

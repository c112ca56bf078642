// The departments of which one may ask for figures one by one, as a choice stands in a bar.
import { api, useAsk } from '#web/api.ts'
import { useMe } from '#web/me.tsx'

/** Those a person answers for, or all, by campus. */
export const useDepartments = () => {
  const { data } = useAsk(api.departments.list)
  const { person } = useMe()
  const his = (id: string) => person.role !== 'department' || person.departments.includes(id)
  return (data?.campuses ?? [])
    .map((campus) => ({
      label: campus.name,
      options: (data?.rows ?? [])
        .filter((one) => one.campusId === campus.id && his(one.id))
        .map((one) => ({ value: one.id, label: one.name })),
    }))
    .filter((one) => one.options.length > 0)
}

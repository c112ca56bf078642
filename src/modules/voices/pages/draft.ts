// What somebody is writing, kept on his own device until it is sent: a reload, a call or an empty battery loses nothing.

/** Reads what was being written, or begins anew; `keep` after every change, `drop` once it has gone. */
export const draftOf = <T extends object>(name: string, blank: T) => {
  const read = (): T => {
    try {
      return { ...blank, ...(JSON.parse(sessionStorage.getItem(name) ?? '{}') as T) }
    } catch {
      return { ...blank }
    }
  }
  const values = read()
  return {
    values,
    /** Something was here before this page was opened. */
    found: (() => {
      try {
        return sessionStorage.getItem(name) !== null
      } catch {
        return false
      }
    })(),
    keep: (): void => {
      try {
        sessionStorage.setItem(name, JSON.stringify(values))
      } catch {}
    },
    drop: (): void => {
      try {
        sessionStorage.removeItem(name)
      } catch {}
    },
  }
}

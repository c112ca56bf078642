// Whether the page is being put on paper, where all of a list is drawn and not only what is seen.
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

// What is drawn for paper alone appears while it is being put there, and must know it from its first drawing.
let onPaper = false
globalThis.addEventListener?.('beforeprint', () => {
  onPaper = true
})
globalThis.addEventListener?.('afterprint', () => {
  onPaper = false
})

/** While the page is being put on paper. */
export const usePrinting = (): boolean => {
  const [printing, set] = useState(onPaper)
  useEffect(() => {
    // The picture is taken when these have returned.
    const begin = () => flushSync(() => set(true))
    const end = () => set(false)
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
  return printing
}

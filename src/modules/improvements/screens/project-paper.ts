// Which of its papers a project puts on the printer: the report (also when the browser prints by itself), the wall's sheet, letters.
import { useEffect, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import './project-paper.css'

export type Paper = 'report' | 'wall' | 'letters'

/** Answers how to print one of them; afterwards the report is what is printed again. */
export const usePaper = (): ((paper: Paper) => void) => {
  const [paper, set] = useState<Paper>('report')
  useLayoutEffect(() => {
    const page = document.documentElement
    page.dataset.paper = paper
    page.classList.toggle('prints-a3', paper === 'wall')
    return () => {
      delete page.dataset.paper
      page.classList.remove('prints-a3')
    }
  }, [paper])
  useEffect(() => {
    const back = () => set('report')
    window.addEventListener('afterprint', back)
    return () => window.removeEventListener('afterprint', back)
  }, [])
  return (to) => {
    flushSync(() => set(to))
    window.print()
  }
}

// How long something lasts already, counted by the second.
import { useEffect, useState } from 'react'
import { now } from '#web/ui/clock.ts'
import './agents.css'

/** Minutes and seconds as a clock shows them. */
export const clockFace = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

const useSeconds = (from: string, sign: 1 | -1) => {
  const read = () => Math.max(0, Math.floor((sign * (now().getTime() - new Date(from).getTime())) / 1000))
  const [seconds, setSeconds] = useState(read)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock itself is read anew every time
  useEffect(() => {
    setSeconds(read())
    const timer = setInterval(() => setSeconds(read()), 1000)
    return () => clearInterval(timer)
  }, [from, sign])
  return seconds
}

export const Elapsed = ({ since }: { since: string }) => (
  <span className="elapsed" role="timer">
    {clockFace(useSeconds(since, 1))}
  </span>
)

/** The same backwards, to a moment to come. */
export const Remaining = ({ until }: { until: string }) => (
  <span className="elapsed" role="timer">
    {clockFace(useSeconds(until, -1))}
  </span>
)

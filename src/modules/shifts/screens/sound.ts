// The sound of an alarm: two tones made by the browser itself, once somebody has touched the page.
import { useEffect, useState } from 'react'

let context: AudioContext | undefined

/** A browser lets a page be heard only after somebody has pressed something on it. */
const wake = (): boolean => {
  if (typeof AudioContext === 'undefined' || !navigator.userActivation?.hasBeenActive) return false
  context ??= new AudioContext()
  void context.resume()
  return true
}

const tone = (from: number, pitch: number) => {
  if (!context) return
  const sound = context.createOscillator()
  const loudness = context.createGain()
  sound.frequency.value = pitch
  loudness.gain.setValueAtTime(0.0001, from)
  loudness.gain.exponentialRampToValueAtTime(0.25, from + 0.02)
  loudness.gain.exponentialRampToValueAtTime(0.0001, from + 0.32)
  sound.connect(loudness).connect(context.destination)
  sound.start(from)
  sound.stop(from + 0.34)
}

/** Sounds every two seconds for as long as something rings; one more alarm is heard even after it was silenced. */
export const useAlarmSound = (ringing: number) => {
  const [heard, setHeard] = useState(() => navigator.userActivation?.hasBeenActive ?? false)
  const [silent, setSilent] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another alarm is heard again
  useEffect(() => setSilent(false), [ringing])
  useEffect(() => {
    const play = () => {
      if (!wake()) return
      setHeard(true)
      if (silent || !context) return
      tone(context.currentTime, 880)
      tone(context.currentTime + 0.36, 660)
    }
    play()
    const timer = setInterval(play, 2000)
    return () => clearInterval(timer)
  }, [silent])
  return { heard, silent, setSilent }
}

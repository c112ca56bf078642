// One telephone a person and browser: the first tab has it, the others say so and wait, or ask for it.

type Tab = {
  /** The telephone is this tab's now. */
  ours(): void
  elsewhere(): void
  /** Another tab asks; answers whether it was given up. */
  asked(): boolean
}

/** Holds the telephone of this person for this tab as soon as no other tab does; a closed tab gives it up by itself. */
export const holdTab = (owner: string, { ours, elsewhere, asked }: Tab): { take(): void } => {
  const name = `huiyin.telephone.${owner}`
  // Without locks (a page that is not secure) there is no microphone either: one tab is as good as another.
  if (!navigator.locks) {
    ours()
    return { take: () => {} }
  }
  const channel = new BroadcastChannel(name)
  let release: (() => void) | undefined
  const hold = () =>
    new Promise<void>((resolve) => {
      release = () => {
        release = undefined
        resolve()
      }
      ours()
    })
  const wait = () => {
    elsewhere()
    void navigator.locks.request(name, hold)
  }
  channel.onmessage = ({ data }) => {
    if (data !== 'give' || !release || !asked()) return
    release()
    // Behind the one that asked.
    setTimeout(wait, 300)
  }
  void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock) return hold()
    wait()
    return undefined
  })
  return { take: () => channel.postMessage('give') }
}

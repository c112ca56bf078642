// The browser of the tests: found where systems keep it, installed where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { installed } from './debian.ts'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The program of a Chromium, `HUIYIN_CHROMIUM` first; undefined where there is none. */
export const chromium = (): string | undefined =>
  [process.env.HUIYIN_CHROMIUM, ...places].find((place) => place !== undefined && existsSync(place))

const fontsAreThere = (): boolean => {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}

/**
 * Makes sure of a browser and of Chinese letters, through apt where we are root on a Debian. Answers whether a browser
 * is there in the end.
 */
export const ensureChromium = (say: (text: string) => void): boolean => {
  const wanted = [...(chromium() ? [] : ['chromium']), ...(fontsAreThere() ? [] : ['fonts-noto-cjk'])]
  installed(wanted, 'the browser tests', say)
  return chromium() !== undefined
}

// `npm run bench`: what is claimed about speed, as ratios taken in one run. `-- --json` prints one object a line; a name runs one part, `--seed N` another chance.
import { benchCases } from './cases.ts'
import { benchImport } from './import.ts'
import { type Line, met } from './lab.ts'
import { benchMadeUp } from './made-up.ts'
import { benchPages } from './pages.ts'
import { benchRecurrence } from './recurrence.ts'
import { benchReport } from './report.ts'
import { benchSearch } from './search.ts'
import { benchTelephone } from './telephone.ts'
import { benchVerdict } from './verdict.ts'
import { benchWorklist } from './worklist.ts'

const parts: Record<string, (quick: boolean, seed: number) => Promise<Line[]>> = {
  cases: benchCases,
  worklist: benchWorklist,
  search: benchSearch,
  import: benchImport,
  report: benchReport,
  pages: benchPages,
  recurrence: benchRecurrence,
  'made-up': benchMadeUp,
  telephone: benchTelephone,
  verdict: benchVerdict,
}

const words = process.argv.slice(2)
const json = words.includes('--json')
const quick = words.includes('--quick')
const seedAt = words.indexOf('--seed') + 1
const seed = seedAt > 0 ? Number(words[seedAt]) : 1
const given = ['--seed', '--scale', '--cases', '--at', '--only']
  .map((name) => words.indexOf(name) + 1)
  .filter((at) => at > 0)
const wanted = words.filter((word, i) => !word.startsWith('-') && !given.includes(i))
const unknown = wanted.find((name) => !(name in parts))
if (unknown) {
  process.stderr.write(`no such part: ${unknown}; there are ${Object.keys(parts).join(', ')}\n`)
  process.exit(2)
}

let missed = 0
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  if (!json) process.stderr.write(`${name} …\n`)
  for (const line of await run(quick, seed)) {
    if (!met(line)) missed++
    const sign = line.direction === 'min' ? '≤' : '≥'
    process.stdout.write(
      json
        ? `${JSON.stringify(line)}\n`
        : `${met(line) ? '✔' : '✘'} ${line.name.padEnd(24)} ${line.ratio.toFixed(2).padStart(8)}  (${sign} ${line.goal})\n`,
    )
  }
}
process.exit(missed > 0 ? 1 : 0)

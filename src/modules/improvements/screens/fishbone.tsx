// 鱼骨图: six bones towards the head, each with its causes; drawn by the program, the same on screen, phone and paper.
import { t } from '#web/ui/language.ts'
import { type Bone, branches, branchWords } from '../contract-projects.ts'

const width = 1000
const spine = 210
const height = spine * 2
const head = 820
/** As many causes as a bone carries before they are counted instead of drawn. */
const most = 7
const bones = [210, 440, 670] as const

/** Words cut to what a line holds, Chinese characters counting two. */
const short = (text: string, room = 24): string => {
  let used = 0
  let shown = ''
  for (const one of text) {
    used += one.charCodeAt(0) > 255 ? 2 : 1
    if (used > room) return `${shown}…`
    shown += one
  }
  return shown
}

/** The problem in two lines beside the head. */
const linesOf = (text: string): string[] => {
  const all = [...text.replace(/\s+/g, ' ')]
  const lines = [0, 1, 2, 3].map((i) => all.slice(i * 10, (i + 1) * 10).join(''))
  if (all.length > 40) lines[3] = `${lines[3]!.slice(0, 9)}…`
  return lines.filter((line) => line !== '')
}

/** Three bones above and three below; a root cause is marked by a star and by weight, not by colour alone. */
export const Fishbone = ({ causes, problem }: { causes: readonly Bone[]; problem: string }) => {
  const lines = linesOf(problem)
  return (
    <div className="fishbone-place">
      <svg
        className="fishbone"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('鱼骨图', 'Fishbone diagram')}
      >
        <line className="fishbone-spine" x1={30} x2={head} y1={spine} y2={spine} />
        <path
          className="fishbone-head"
          d={`M${head} ${spine - 62} L${width - 8} ${spine - 62} Q${width + 2} ${spine} ${width - 8} ${spine + 62} L${head} ${spine + 62} Z`}
        />
        {lines.map((line, i) => (
          <text key={line} className="fishbone-problem" x={head + 12} y={spine + 6 + (i - (lines.length - 1) / 2) * 22}>
            {line}
          </text>
        ))}
        {branches.map((branch, i) => {
          const up = i < 3
          const foot = bones[i % 3]!
          const top = foot - 90
          const y = up ? 34 : height - 34
          const mine = causes.filter((one) => one.branch === branch)
          const shown = mine.slice(0, most)
          return (
            <g key={branch}>
              <line className="fishbone-bone" x1={top} y1={y} x2={foot} y2={spine} />
              <text className="fishbone-branch" x={top} y={up ? y - 10 : y + 22} textAnchor="middle">
                {t(branchWords[branch])}
              </text>
              {shown.map((one, k) => {
                const share = (k + 1) / (shown.length + 1)
                const [x, at] = [top + (foot - top) * share, y + (spine - y) * share]
                return (
                  <g key={one.text}>
                    <line className="fishbone-cause" x1={x - 14} x2={x} y1={at} y2={at} />
                    <text
                      className={one.root ? 'fishbone-text root' : 'fishbone-text'}
                      x={x - 18}
                      y={at + 4}
                      textAnchor="end"
                    >
                      {one.root ? '★ ' : ''}
                      {short(one.text, one.root ? 22 : 24)}
                    </text>
                  </g>
                )
              })}
              {mine.length > most && (
                <text className="fishbone-text" x={foot - 18} y={up ? spine - 8 : spine + 18} textAnchor="end">
                  +{mine.length - most}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      {/* What the drawing says, for those who hear it and for a narrow screen. */}
      <dl className="fishbone-list">
        {branches.map((branch) => {
          const mine = causes.filter((one) => one.branch === branch)
          return (
            mine.length > 0 && (
              <div key={branch}>
                <dt>{t(branchWords[branch])}</dt>
                {mine.map((one) => (
                  <dd key={one.text}>
                    {one.root && <b>★ {t('要因', 'Root')} </b>}
                    {one.text}
                  </dd>
                ))}
              </div>
            )
          )
        })}
      </dl>
    </div>
  )
}

// 鱼骨图: six bones towards the head, each with its causes; drawn by the program, the same on screen, phone and paper.
import { t } from '#web/ui/language.ts'
import { type Bone, branches, branchWords } from '../shapes-projects.ts'

const width = 1140
const head = 930
/** As many causes as a bone carries before they are counted instead of drawn. */
const most = 7
const bones = [290, 545, 800] as const

/** Chinese characters count two. */
const widthOf = (one: string): number => (one.charCodeAt(0) > 255 ? 2 : 1)

const neverFirst = /[，。；：、！？）”,.;:!?)]/

/** Words in lines of so much room; what is more than so many lines ends in …. */
const linesOf = (text: string, room: number, most: number): string[] => {
  const lines = ['']
  let used = 0
  for (const one of text.replace(/\s+/g, ' ')) {
    if (used + widthOf(one) > room && !neverFirst.test(one)) {
      if (lines.length === most) return [...lines.slice(0, -1), `${lines.at(-1)!.slice(0, -1)}…`]
      lines.push('')
      used = 0
    }
    lines[lines.length - 1] += one
    used += widthOf(one)
  }
  return lines
}

/** Three bones above and three below; a root cause is marked by a star and by weight, not by colour alone. */
export const Fishbone = ({ causes, problem }: { causes: readonly Bone[]; problem: string }) => {
  const lines = linesOf(problem, 22, 5).filter((line) => line !== '')
  // As high as the fullest bone wants it.
  const fullest = Math.max(...branches.map((branch) => causes.filter((one) => one.branch === branch).length))
  const spine = 96 + 27 * Math.min(most, Math.max(2, fullest))
  const height = spine * 2
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
          const top = foot - 80
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
                      {linesOf(one.text, one.root ? 24 : 26, 1)[0]}
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

// The fields of one rule of the assessment: its figure, what it gives or takes, up to how much, in which months and with which words.
import { Button } from '#web/ui/button.tsx'
import { CheckRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { catalogue, figureKeys } from '../catalogue.ts'
import { type Item, type Shape, sentenceOf } from '../rules.ts'

const freshShape = (figure: string): Shape =>
  catalogue[figure]!.kind === 'count'
    ? { kind: 'piece', points: -50 }
    : { kind: 'steps', side: 'below', steps: [{ at: 8000, points: -100 }] }

/** A rule as it begins, before anything was chosen. */
export const freshItem = (key: string, figure: string): Item => ({
  ...{ key, figure, shape: freshShape(figure), cap: null, least: catalogue[figure]!.kind === 'count' ? 0 : 30 },
  ...{ months: [], praise: '', criticism: '' },
})

/** A number in points or percent, kept in hundredths. */
const Hundredths = ({
  label,
  value,
  onChange,
  unit,
}: {
  label: string
  value: number
  onChange: (value: number) => void
  unit: string
}) => (
  <NumberField
    label={label}
    value={value / 100}
    step={0.01}
    unit={unit}
    onChange={(typed) => onChange(Math.round((typed ?? 0) * 100))}
  />
)

const unitOf = (figure: string): string => {
  const { kind } = catalogue[figure]!
  return kind === 'rate' ? '%' : kind === 'score' ? t('分', 'points') : t('件', 'pieces')
}

const ShapeFields = ({ item, onChange }: { item: Item; onChange: (shape: Shape) => void }) => {
  const { shape } = item
  const unit = unitOf(item.figure)
  const point = t('分', 'points')
  if (shape.kind === 'piece')
    return (
      <Hundredths
        label={t('每件（扣分写负数）', 'Each (negative takes)')}
        value={shape.points}
        unit={point}
        onChange={(points) => onChange({ ...shape, points })}
      />
    )
  if (shape.kind === 'band')
    return (
      <>
        <Hundredths
          label={t('从', 'From')}
          value={shape.from}
          unit={unit}
          onChange={(from) => onChange({ ...shape, from })}
        />
        <Hundredths
          label={t('到，不加不扣', 'Until: nothing')}
          value={shape.until}
          unit={unit}
          onChange={(until) => onChange({ ...shape, until })}
        />
        <Hundredths
          label={t('每低 1', 'Each below')}
          value={shape.below}
          unit={point}
          onChange={(below) => onChange({ ...shape, below })}
        />
        <Hundredths
          label={t('每高 1', 'Each above')}
          value={shape.above}
          unit={point}
          onChange={(above) => onChange({ ...shape, above })}
        />
      </>
    )
  const change = (i: number, step: { at?: number; points?: number }) =>
    onChange({ ...shape, steps: shape.steps.map((one, k) => (k === i ? { ...one, ...step } : one)) })
  return (
    <>
      <Select
        label={t('方向', 'Which way')}
        value={shape.side}
        onChange={(side) => onChange({ ...shape, side: side || 'below' })}
        options={[
          { value: 'below', label: t('低于界限', 'Below the border') },
          { value: 'above', label: t('达到界限', 'From the border on') },
        ]}
      />
      {shape.steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
        <div key={i} className="rule-steps">
          <Hundredths
            label={t(`第 ${i + 1} 档界限`, `Border ${i + 1}`)}
            value={step.at}
            unit={unit}
            onChange={(at) => change(i, { at })}
          />
          <Hundredths
            label={t('加减', 'Points')}
            value={step.points}
            unit={point}
            onChange={(points) => change(i, { points })}
          />
          {shape.steps.length > 1 && (
            <Button
              small
              kind="quiet"
              onClick={() => onChange({ ...shape, steps: shape.steps.filter((_, k) => k !== i) })}
            >
              {t('去掉这一档', 'Remove')}
            </Button>
          )}
        </div>
      ))}
      <Button
        small
        icon="plus"
        onClick={() => onChange({ ...shape, steps: [...shape.steps, { at: 0, points: -100 }] })}
      >
        {t('加一档', 'Another step')}
      </Button>
    </>
  )
}

const shapesOf = (figure: string) =>
  catalogue[figure]!.kind === 'count'
    ? [
        { value: 'piece' as const, label: t('按件', 'For each piece') },
        { value: 'steps' as const, label: t('分档', 'By steps') },
      ]
    : [
        { value: 'steps' as const, label: t('分档', 'By steps') },
        { value: 'band' as const, label: t('区间内不计，超出按比例', 'A band, in proportion beyond') },
      ]

const shapeFor = (kind: Shape['kind'] | ''): Shape =>
  kind === 'piece'
    ? { kind, points: -50 }
    : kind === 'band'
      ? { kind, from: 9000, until: 9500, below: -10, above: 5 }
      : { kind: 'steps', side: 'below', steps: [{ at: 8000, points: -100 }] }

/** All of one rule: the sentence that departments will read, and what it is made of. */
export const ItemFields = ({
  item,
  onChange,
  onRemove,
}: {
  item: Item
  onChange: (item: Item) => void
  onRemove: () => void
}) => {
  const set = (patch: Partial<Item>) => onChange({ ...item, ...patch })
  const counted = catalogue[item.figure]!.kind === 'count'
  return (
    <>
      <p className="rule-says">{t(sentenceOf(item))}</p>
      <div className="rule-fields">
        <Select
          label={t('指标', 'Figure')}
          hint={t(catalogue[item.figure]!.says)}
          value={item.figure}
          onChange={(figure) =>
            figure && set({ figure, shape: freshShape(figure), least: catalogue[figure]!.kind === 'count' ? 0 : 30 })
          }
          options={figureKeys.map((value) => ({ value, label: t(catalogue[value]!.words) }))}
        />
        <Select
          label={t('怎么算', 'How')}
          value={item.shape.kind}
          onChange={(kind) => set({ shape: shapeFor(kind) })}
          options={shapesOf(item.figure)}
        />
        <ShapeFields item={item} onChange={(shape) => set({ shape })} />
        <NumberField
          label={t('每月最多', 'At most a month')}
          value={item.cap === null ? null : item.cap / 100}
          step={0.01}
          min={0}
          unit={t('分', 'points')}
          onChange={(cap) => set({ cap: cap === null ? null : Math.round(cap * 100) })}
          optional
        />
        <NumberField
          label={counted ? t('满几件起计', 'Counts from') : t('不足多少人不计', 'Not under')}
          value={item.least}
          min={0}
          step={1}
          onChange={(least) => set({ least: Math.round(least ?? 0) })}
        />
      </div>
      <Fold title={t('月份和评语', 'Months and words')}>
        <div className="rule-steps">
          <CheckRow
            label={t('只在这些月份（不选就是每月）', 'Only in these months (none: every month)')}
            value={item.months.map(String)}
            onChange={(months) => set({ months: months.map(Number).sort((a, b) => a - b) })}
            options={Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: String(i + 1) }))}
          />
          <TextField
            label={t('加分时写的表扬', 'Praise beside points given')}
            value={item.praise}
            onChange={(praise) => set({ praise })}
            maxLength={200}
            optional
          />
          <TextField
            label={t('扣分时写的批评', 'Criticism beside points taken')}
            hint={t('写了就算批评，定稿须院领导同意。', 'With words it is a criticism, and leadership has to consent.')}
            value={item.criticism}
            onChange={(criticism) => set({ criticism })}
            maxLength={200}
            optional
          />
        </div>
      </Fold>
      <div className="actions">
        <Button small kind="quiet" onClick={onRemove}>
          {t('去掉这条规则', 'Remove this rule')}
        </Button>
      </div>
    </>
  )
}

// Hands on the keyboard: answers a questionnaire as a caller does, without ever touching the mouse.
import type { Page } from 'playwright-core'

type Focused = {
  readonly field: string
  readonly kind: 'text' | 'number' | 'scale' | 'many' | 'one'
  readonly first: string
}

/** The question that has the focus now; null outside of the questions. */
const focused = (page: Page): Promise<Focused | null> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement | HTMLTextAreaElement | null
    const question = at?.closest<HTMLElement>('.question')
    if (!at || !question) return null
    const kind =
      at instanceof HTMLTextAreaElement
        ? 'text'
        : at.type === 'number'
          ? 'number'
          : question.querySelector('.scale')
            ? 'scale'
            : at.type === 'checkbox'
              ? 'many'
              : 'one'
    const first = question.querySelector('.choice')?.textContent ?? ''
    return { field: (question.dataset.field ?? '').replace('answers.', ''), kind, first }
  })

/** The key of a calm answer: well, no pain, none of these, no; a number that nobody measured does not apply. */
const calmKey = ({ kind, first }: Focused): string =>
  kind === 'text'
    ? 'Enter'
    : kind === 'number'
      ? 'x'
      : kind === 'scale'
        ? '0'
        : /^\d?有$/.test(first.trim())
          ? '2'
          : '1'

/**
 * Answers every question from the focused one on: calmly, or as `say` has it by question key (a digit, or words that
 * are typed). Ends behind the last question. Answers how many questions were met.
 */
export const answerByKeyboard = async (page: Page, say: Readonly<Record<string, string>> = {}): Promise<number> => {
  let met = 0
  for (let before: Focused | null = null, now = await focused(page); now; now = await focused(page)) {
    if (now.field === before?.field) throw new Error(`the keyboard does not get past ${now.field}`)
    before = now
    met++
    const own = say[now.field]
    if (now.kind === 'text' && own) await page.keyboard.type(own)
    await page.keyboard.press(now.kind === 'text' ? 'Enter' : (own ?? calmKey(now)))
    if (now.kind === 'many' && own) await page.keyboard.press('Enter')
    const { field } = now
    await page
      .waitForFunction(
        (field) => document.activeElement?.closest<HTMLElement>('.question')?.dataset.field !== `answers.${field}`,
        field,
        { timeout: 2000 },
      )
      .catch(() => {})
  }
  return met
}

/** Whether the focus has come to a question: the record is ready to be written. */
export const readyToWrite = (page: Page) =>
  page.waitForFunction(() => document.activeElement?.closest('.question') !== null)

/** Takes the opened record in hand by keyboard, if nobody has it yet, and waits until the first question has the focus. */
export const takeUp = async (page: Page): Promise<void> => {
  const claim = page.locator('.panel-foot').getByRole('button', { name: /^领取/ })
  const question = page.locator('.part-questions .question fieldset:enabled')
  await claim.or(question).first().waitFor()
  if (await claim.count()) await page.keyboard.press('Control+Enter')
  await readyToWrite(page)
}

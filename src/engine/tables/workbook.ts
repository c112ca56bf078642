// Reads a workbook through a worker thread with limits of memory and time, at the pace of whoever takes the rows.
import { Worker } from 'node:worker_threads'
import type { Bytes } from './bytes.ts'
import type { RawRow } from './heading.ts'
import { TableError, tableErrors } from './problem.ts'
import type { News, Order } from './workbook-worker.ts'

/** Heap of the worker. A sheet of 100,000 rows with all its strings takes about a quarter of it. */
const heapMb = 512
/** A worker that says nothing for so long while we wait for it is caught in something. */
const patienceMs = 60_000

type Book = {
  readonly sheet: string
  readonly sheets: readonly string[]
  readonly records: AsyncGenerator<RawRow>
  stop(): Promise<void>
}

/** Opens a workbook; throws `TableError` for everything that a damaged or hostile file can do. */
export async function workbookRecords(
  bytes: Bytes,
  format: 'xlsx' | 'xls',
  sheet: string | number | undefined,
): Promise<Book> {
  const order: Order = { source: bytes.origin, format, sheet }
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, stackSizeMb: 4 },
    stdout: true,
    stderr: true,
  })
  const inbox: News[] = []
  let failure: TableError | null = null
  let wake: (() => void) | null = null
  const fail = (error: TableError) => {
    failure ??= error
    wake?.()
  }
  worker.on('message', (news: News) => {
    inbox.push(news)
    wake?.()
  })
  worker.on('error', (error: Error & { code?: string }) =>
    fail(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? tableErrors.tooLarge(`> ${heapMb} MB`)
        : tableErrors.damaged(error.message),
    ),
  )
  worker.on('exit', () => fail(tableErrors.damaged('读取中断 / reading was interrupted')))

  const next = async (): Promise<News> => {
    const deadline = setTimeout(() => fail(tableErrors.tooLarge('读取超时 / timed out')), patienceMs)
    try {
      for (;;) {
        const news = inbox.shift()
        if (news?.kind === 'error') {
          const { code, words, remedy, row } = news.error
          throw new TableError(code, words, remedy, row)
        }
        if (news) return news
        if (failure) throw failure
        await new Promise<void>((go) => {
          wake = go
        })
      }
    } finally {
      clearTimeout(deadline)
    }
  }
  const stop = async () => {
    await worker.terminate()
  }

  async function* records(): AsyncGenerator<RawRow> {
    try {
      for (;;) {
        const news = await next()
        if (news.kind === 'end') return
        if (news.kind !== 'rows') continue
        for (let i = 0; i < news.numbers.length; i++)
          yield { row: news.numbers[i]!, line: news.numbers[i]!, cells: news.cells[i]! }
        worker.postMessage('more')
      }
    } finally {
      await stop()
    }
  }
  try {
    const opened = await next()
    if (opened.kind !== 'open') throw tableErrors.empty()
    return { sheet: opened.sheet, sheets: opened.sheets, records: records(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

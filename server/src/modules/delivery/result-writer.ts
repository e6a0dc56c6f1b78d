import type { Context } from '../../context.ts'
import { type Result, writeResults } from './write-results.ts'

/** Results written in one statement. */
const writeAtOnce = 200
/** Results wait this long for others to be written with. */
const gatherMs = 3
const retryWriteMs = 500

export type ResultWriter = {
  add(result: Result): void
  /** Added, and not written yet. */
  waiting(): number
  /** Writes what is left. */
  finish(): Promise<void>
}

/** Writes results as they gather. `onWritten` is called for each once it is in the database. */
export function openResultWriter(
  context: Context,
  onWritten: (result: Result) => void,
): ResultWriter {
  let results: Result[] = []
  let waiting = 0
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  function write(): void {
    clearTimeout(timer)
    timer = undefined
    if (writing || results.length === 0) return
    const batch = results.slice(0, writeAtOnce)
    results = results.slice(writeAtOnce)
    writing = writeSurely(context, batch).finally(() => {
      writing = undefined
      waiting -= batch.length
      for (const result of batch) onWritten(result)
      if (results.length >= writeAtOnce) write()
      else if (results.length > 0) timer ??= setTimeout(write, gatherMs)
    })
  }

  return {
    add(result) {
      waiting += 1
      results.push(result)
      if (results.length >= writeAtOnce) write()
      else timer ??= setTimeout(write, gatherMs)
    },
    waiting: () => waiting,
    async finish() {
      while (results.length > 0 || writing) {
        write()
        await writing
      }
    },
  }
}

/** What cannot be written with others is tried alone; what fails then too will be sent again. */
async function writeSurely(context: Context, batch: readonly Result[]): Promise<void> {
  const { log } = context
  try {
    await writeResults(context, batch)
  } catch (error) {
    log.warn({ err: error }, 'could not write results of webhook deliveries; trying again')
    await new Promise((resolve) => setTimeout(resolve, retryWriteMs))
    for (const result of batch) {
      await writeResults(context, [result]).catch((reason: unknown) => {
        log.error({ err: reason }, 'a webhook delivery could not be noted and will be repeated')
        result.lane.needsLook = true
      })
    }
  }
}

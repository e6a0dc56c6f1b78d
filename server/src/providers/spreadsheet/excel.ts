import { Worker } from 'node:worker_threads'
import type { ExcelAnswer } from './excel-worker.ts'
import type { Table } from './port.ts'

/** 50,000 rows of 20 columns take a few seconds. */
const timeoutMs = 120_000
const maxHeapMb = 1_024

/** The table as an Excel file (.xlsx). Made in a thread of its own, so that nobody waits for it. */
export async function writeExcel(table: Table, signal?: AbortSignal): Promise<Buffer> {
  signal?.throwIfAborted()
  const stop = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
  const worker = new Worker(new URL('excel-worker.ts', import.meta.url), {
    workerData: table,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  })
  const onAbort = () => void worker.terminate()
  stop.addEventListener('abort', onAbort)
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      worker.once('message', (answer: ExcelAnswer) => {
        if ('bytes' in answer) resolve(Buffer.from(answer.bytes))
        else reject(new Error(`The file could not be written: ${answer.message}`))
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('The file could not be written in time.')))
    })
  } finally {
    stop.removeEventListener('abort', onAbort)
    await worker.terminate()
  }
}

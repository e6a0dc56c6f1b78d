import type { ResourceView } from '../resource-view.ts'
import type { Prepared } from './mapping.ts'

/** Rows of one request: few enough for a progress that moves, and for a body below a mebibyte. */
const rowsOfBatch = 500
const bytesOfBatch = 600_000

export type Refused = {
  readonly code?: string | undefined
  readonly message?: string | undefined
  readonly details?: unknown
}

/** What became of a row, or would. */
export type Outcome = {
  readonly line: number
  readonly status: 'created' | 'updated' | 'failed'
  readonly id: string | null
  readonly refused?: Refused
}

type Sending = {
  readonly view: ResourceView
  readonly rows: readonly Prepared[]
  readonly changesKnown: boolean
  readonly isTrial: boolean
  readonly signal: AbortSignal
  readonly onProgress: (done: number) => void
}

/** Sends rows in batches, one after the other; stops between two when it is told to. */
export async function sendRows(sending: Sending): Promise<Outcome[]> {
  const { view, rows, changesKnown, isTrial, signal, onProgress } = sending
  const by = view.fromFile?.by
  const outcomes: Outcome[] = []
  for (const batch of batchesOf(rows)) {
    if (signal.aborted) break
    const { data } = await view.api.batch({
      ...(by !== undefined && changesKnown
        ? { operation: 'upsert' as const, by }
        : { operation: 'create' as const }),
      ...(isTrial && { dry_run: true }),
      records: batch.map(({ body }) => body),
    })
    for (const [index, { status, id, error, code, details }] of data.entries()) {
      const line = batch[index]?.line ?? 0
      if (status === 'created' || status === 'updated') outcomes.push({ line, status, id })
      else outcomes.push({ line, status: 'failed', id, refused: { code, message: error, details } })
    }
    onProgress(outcomes.length)
  }
  return outcomes
}

function* batchesOf(rows: readonly Prepared[]): Generator<Prepared[]> {
  let batch: Prepared[] = []
  let bytes = 0
  for (const row of rows) {
    // Letters of any script take three bytes at most.
    const size = JSON.stringify(row.body).length * 3
    if (batch.length === rowsOfBatch || (batch.length > 0 && bytes + size > bytesOfBatch)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(row)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

const deletedAtOnce = 1_000

/** Takes back what an import made. */
export async function deleteAll(view: ResourceView, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += deletedAtOnce) {
    const records = ids.slice(start, start + deletedAtOnce).map((id) => ({ id }))
    await view.api.batch({ operation: 'delete', records })
  }
}

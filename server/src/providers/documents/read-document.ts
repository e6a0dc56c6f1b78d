import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import {
  type DocumentLimits,
  type DocumentSource,
  documentLimits,
  type ReadDocument,
} from './port.ts'
import { DocumentError } from './problem.ts'
import type { FromReader, ReadTask } from './worker.ts'

/** How often the thread's memory is looked at: unpacking fills some 20 MB in that time. */
const lookEveryMs = 100

/**
 * Reads the text of a document in a thread of its own, which ends with it. Throws DocumentError when
 * the file cannot be read, whatever is wrong with it; or the reason of the signal.
 */
export async function readDocument(
  source: DocumentSource,
  options: { readonly limits?: Partial<DocumentLimits>; readonly signal?: AbortSignal } = {},
): Promise<ReadDocument> {
  const { signal } = options
  const limits = { ...documentLimits, ...options.limits }
  if ((await sizeOf(source)) > limits.maxFileBytes) {
    const most = limits.maxFileBytes / 1024 ** 2
    throw new DocumentError('too_large', `The file is larger than ${most} MB.`)
  }
  signal?.throwIfAborted()
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { source, limits } satisfies ReadTask,
    // What a library prints about a file is nobody's business.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(limits.maxMemoryBytes / 1024 ** 2) },
  })
  try {
    return toDocument(await answerOf(worker, limits, signal))
  } finally {
    await worker.terminate()
  }
}

async function sizeOf({ content }: DocumentSource): Promise<number> {
  return 'path' in content ? (await stat(content.path)).size : content.bytes.length
}

function toDocument(answer: FromReader): ReadDocument {
  if (answer.type === 'read') return answer.document
  throw new DocumentError(answer.problem, answer.message)
}

/** Waits for the thread's one message, and for everything that can happen instead. */
function answerOf(
  worker: Worker,
  limits: DocumentLimits,
  signal: AbortSignal | undefined,
): Promise<FromReader> {
  const { promise, resolve, reject } = Promise.withResolvers<FromReader>()
  const onAbort = () => reject(signal?.reason)
  const timer = setTimeout(() => reject(tooSlow(limits)), limits.timeoutMs)
  const watch = setInterval(() => {
    void watchMemory(worker, limits).then((isTooMuch) => isTooMuch && reject(tooMuchMemory()))
  }, lookEveryMs)
  worker.once('message', resolve)
  worker.once('error', (cause) => reject(failureOf(cause)))
  worker.once('exit', () => reject(broken()))
  signal?.addEventListener('abort', onAbort)
  return promise.finally(() => {
    clearTimeout(timer)
    clearInterval(watch)
    signal?.removeEventListener('abort', onAbort)
  })
}

/** Buffers are not counted by the limit that the thread has by itself. */
async function watchMemory(worker: Worker, { maxMemoryBytes }: DocumentLimits): Promise<boolean> {
  try {
    const { used_heap_size: heap, external_memory: buffers } = await worker.getHeapStatistics()
    return heap + buffers > maxMemoryBytes
  } catch {
    // It has ended meanwhile.
    return false
  }
}

function failureOf(cause: unknown): DocumentError {
  const { code } = cause as { code?: string }
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuchMemory() : broken(cause)
}

const tooSlow = ({ timeoutMs }: DocumentLimits) =>
  new DocumentError('too_complex', `The file could not be read within ${timeoutMs / 1_000} s.`)
const tooMuchMemory = () =>
  new DocumentError('too_complex', 'The file needs more memory than reading one may take.')
const broken = (cause?: unknown) =>
  new DocumentError('corrupt', 'The file is damaged: its reader gave up.', { cause })

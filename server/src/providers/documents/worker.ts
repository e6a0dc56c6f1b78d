import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { DocumentError, type DocumentProblem } from './problem.ts'
import type { DocumentLimits, DocumentSource, ReadDocument } from './port.ts'
import { readAny } from './readers/read-any.ts'

// A thread of its own: readers would hold up every request, and a hostile file may send one into a
// loop, or make it fill the memory, that only the end of the thread stops.

export type ReadTask = { readonly source: DocumentSource; readonly limits: DocumentLimits }

export type FromReader =
  | { readonly type: 'read'; readonly document: ReadDocument }
  | { readonly type: 'refused'; readonly problem: DocumentProblem; readonly message: string }

async function run({ source, limits }: ReadTask): Promise<FromReader> {
  const { content, ...hints } = source
  const bytes = 'path' in content ? await readFile(content.path) : Buffer.from(content.bytes)
  try {
    return { type: 'read', document: await readAny(bytes, hints, limits) }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    return { type: 'refused', problem: error.problem, message: error.message }
  }
}

parentPort?.postMessage(await run(workerData as ReadTask))

import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startServer } from './children.ts'
import { openDatabaseForBench } from './database.ts'
import { ask, fireAtRate, type Target } from './load-generator.ts'

const ratePerSecond = 20
const quietSeconds = 10
/** A run that takes longer has hung. */
const longestSeconds = 600
const recordings = 5
const pollMs = 250

type Quantiles = { readonly count: number; readonly p50Ms: number; readonly p99Ms: number }

/** Reads of one contact, while nothing else happens and while recordings are transcribed. */
export type ReadFigures = {
  readonly ratePerSecond: number
  readonly recordings: number
  readonly quiet: Quantiles
  readonly busy: Quantiles
  /** Seconds from the last upload to the last transcript. */
  readonly busySeconds: number
}

type Wishes = {
  readonly folder: string
  /** Of one recording; it is uploaded several times, and each waits for the one before. */
  readonly file: string
  /** Where the models are. */
  readonly modelsDir: string
  readonly say: (line: string) => void
}

/** The real server with its own settings and the default model, under a steady rate of reads. */
export async function measureReads({ folder, file, modelsDir, say }: Wishes): Promise<ReadFigures> {
  // PostgreSQL may run as another user, who has to reach its folder.
  await chmod(folder, 0o711)
  const none = { contacts: 0, companies: 0, deals: 0, manyContacts: 0 }
  const prepared = await openDatabaseForBench(join(folder, 'database'), none, say)
  const environment = { MODELS_DIR: modelsDir }
  const server = await startServer({ folder, databaseUrl: prepared.url, environment })
  try {
    const target = { host: '127.0.0.1', port: server.port, apiKey: prepared.keys.usual }
    const path = await makeContact(target)
    const read = (count: number, isEnough?: () => boolean) =>
      fireAtRate({
        target,
        ratePerSecond,
        count,
        ...(isEnough && { isEnough }),
        shot: () => ({ method: 'GET', path }),
        expectedStatus: 200,
      })
    await read(ratePerSecond)
    const quiet = await read(ratePerSecond * quietSeconds)
    // Sending the files is this process's own work, and would be taken for the server's.
    const ids: string[] = []
    while (ids.length < recordings) ids.push(await upload(target, file))
    say(`reading while ${recordings} recordings are transcribed`)
    const started = performance.now()
    let isDone = false
    const transcribed = untilTranscribed(target, ids).finally(() => {
      isDone = true
    })
    const busy = await read(ratePerSecond * longestSeconds, () => isDone)
    await transcribed
    return {
      ratePerSecond,
      recordings,
      quiet: quantilesOf(quiet.latenciesMs),
      busy: quantilesOf(busy.latenciesMs),
      busySeconds: (performance.now() - started) / 1_000,
    }
  } finally {
    await server.stop()
    await prepared.stop()
  }
}

async function makeContact(target: Target): Promise<string> {
  const path = '/functions/v1/api-v1-contacts'
  const body = JSON.stringify({
    first_name: 'Ada',
    last_name: 'Lovelace',
    email: 'ada@bench.example',
  })
  const answer = await ask(target, { method: 'POST', path, body })
  if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.body}`)
  return `${path}/${idOf(answer.body)}`
}

async function upload({ host, port, apiKey }: Target, file: string): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([await readFile(file)]), 'clips.wav')
  const reply = await fetch(`http://${host}:${port}/functions/v1/api-v1-recordings`, {
    method: 'POST',
    headers: { 'X-API-Key': apiKey },
    body: form,
  })
  const text = await reply.text()
  if (reply.status !== 201) throw new Error(`${reply.status}: ${text}`)
  return idOf(text)
}

const idOf = (body: string) => (JSON.parse(body) as { data: { id: string } }).data.id

async function untilTranscribed(target: Target, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    for (;;) {
      const { body } = await ask(target, {
        method: 'GET',
        path: `/functions/v1/api-v1-recordings/${id}`,
      })
      const { status } = (JSON.parse(body) as { data: { status: string } }).data
      if (status === 'completed') break
      if (status === 'failed') throw new Error(`A recording failed: ${body}`)
      await wait(pollMs)
    }
  }
}

function quantilesOf(sorted: Float64Array): Quantiles {
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) }
}

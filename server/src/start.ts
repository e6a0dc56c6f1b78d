import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createApp } from './app.ts'
import { type Background, startBackground } from './background.ts'
import { addressForPeople } from './address-for-people.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { fillDemo } from './demo/index.ts'
import { updateBaseUrl, writeFirstRun } from './first-run.ts'
import { createApiKey } from './modules/access/index.ts'
import { type CreateKey, ensureFirstOwner, type FirstOwner } from './modules/accounts/index.ts'
import { readOrCreateEncryptionKey } from './platform/crypto/encryption-key.ts'
import { newId } from './platform/crypto/new-id.ts'
import { openDatabase } from './platform/db/database.ts'
import { migrate } from './platform/db/migrate.ts'
import { isConnectionLoss } from './platform/db/pipelined-reader.ts'
import { addressJudge, openGuard } from './platform/guarded-http/index.ts'
import { type Logger, openLog } from './platform/log.ts'
import { giveBackMemory } from './platform/memory/give-back.ts'
import { openMetrics } from './platform/metrics/metrics.ts'
import { startEmbeddedPostgres } from './platform/postgres/embedded-postgres.ts'
import { StartError } from './platform/start-error.ts'
import { neededEmbeddingModels, openEmbeddings } from './providers/embeddings/index.ts'
import { openLanguageModel } from './providers/llm/index.ts'
import { openLocalFolder } from './providers/media-store/index.ts'
import {
  findMissingModels,
  type MissingModels,
  type ModelStore,
  modelsFolder,
  openModelStore,
} from './providers/models/index.ts'
import { openRooms } from './providers/rooms/index.ts'
import { neededModels, openSpeechToText } from './providers/stt/index.ts'
import { neededVoiceModels, openTextToSpeech } from './providers/tts/index.ts'
import { openSipEndpoint, openTelephony } from './providers/telephony/index.ts'

const connectTimeoutMs = 30_000
const connectPauseMs = 500
/** Requests and jobs in progress get this long; the database needs the rest of the ten seconds. */
const finishTimeoutMs = 8_000

export type Server = {
  readonly baseUrl: string
  readonly dataDir: string
  /** Present only on the start that made the first owner. */
  readonly owner: FirstOwner | undefined
  /** Models that the first recording, sentence or item of knowledge will fetch; undefined when all are here or none is needed. */
  readonly missingModels: MissingModels | undefined
  /** Stops accepting, finishes requests and claimed jobs, and stops PostgreSQL if it is ours. */
  stop(): Promise<void>
}

type Say = (line: string) => void
type Closer = () => Promise<void>
type Wishes = { readonly say: Say; readonly withDemo: boolean }
type Http = Awaited<ReturnType<typeof createApp>>

/** Brings everything up, from the database to the open port. `say` is told of long steps. */
export async function startServer(
  given: Config,
  say: Say,
  { withDemo = false }: { readonly withDemo?: boolean } = {},
): Promise<Server> {
  const closers: Closer[] = []
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }
  try {
    return { ...(await bringUp(given, { say, withDemo }, closers)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Leaves in `closers` how to undo what it has done so far, in that order. */
async function bringUp(given: Config, { say, withDemo }: Wishes, closers: Closer[]) {
  const log = openLog(given.logLevel)
  const dataDir = resolve(given.dataDir)
  if (given.databaseUrl) await makeDataDir(dataDir)
  const url = given.databaseUrl ?? (await startPostgres(dataDir, log, say, closers))
  await migrateWhenReachable(url, say)
  const encryptionKey = given.encryptionKey ?? (await findEncryptionKey(dataDir, say))

  const db = openDatabase(url, log)
  closers.push(() => db.close())
  const outbound = openGuard({ allow: given.outboundAllow })
  closers.push(() => outbound.close())
  const models = openModels({ ...given, dataDir }, log, closers)
  const stt = openSpeechToText({ settings: given, models, log })
  closers.push(async () => stt?.close())
  const tts = openTextToSpeech({ settings: given, models, log })
  closers.push(async () => tts?.close())
  const llm = openLanguageModel(given)
  closers.push(async () => llm?.close())
  const embeddings = openEmbeddings(given, models)
  closers.push(async () => embeddings?.close())
  const sip = await openSip(given, log)
  const telephony = openTelephony({ newId, twilioApiUrl: given.twilioApiUrl, sip })
  closers.push(() => telephony.close())
  let background: Background | undefined
  const context: Context = {
    config: { ...given, dataDir, encryptionKey },
    db,
    log,
    metrics: openMetrics({ process: true }),
    outbound,
    media: openLocalFolder({ folder: join(dataDir, 'media') }),
    stt,
    tts,
    llm,
    embeddings,
    telephony,
    rooms: openRooms(given, log),
    now: () => new Date(),
    newId,
    wakeRelay: () => background?.wake(),
  }
  const http = await createApp(context)
  closers.push(() => http.close())
  const owner = await ensureFirstOwner(context, firstKey(context), {
    keep: (first) =>
      writeFirstRun(dataDir, { ...first, baseUrl: addressForPeople(given, given.port) }),
  })
  if (withDemo) await fillDemo(context, { say, dataDir })
  const working = await startBackground(context)
  background = working
  closers.push(() => finishWork(http, working))

  giveBackMemory()
  const port = await listen(http, given)
  const baseUrl = addressForPeople(given, port)
  await updateBaseUrl(dataDir, baseUrl)
  // Elsewhere nothing is transcribed.
  const ears = given.roles.includes('worker') ? neededModels(given) : []
  const names = [...ears, ...neededVoiceModels(given), ...neededEmbeddingModels(given)]
  const missingModels = await findMissingModels(models, names)
  return { baseUrl, dataDir, owner, missingModels }
}

async function startPostgres(dataDir: string, log: Logger, say: Say, closers: Closer[]) {
  const postgres = await startEmbeddedPostgres({ dataDir, log, onProgress: say })
  closers.push(() => postgres.stop())
  return postgres.url
}

/** Undefined where nobody asked for it. */
async function openSip({ sip, outboundAllow }: Config, log: Logger) {
  if (!sip) return undefined
  try {
    return await openSipEndpoint(sip, {
      mayReach: addressJudge(outboundAllow),
      onProblem: (problem) => log.warn({ err: problem }, 'SIP'),
    })
  } catch (error) {
    throw new StartError(`SIP cannot listen on ${sip.host}:${sip.port}: ${messageOf(error)}.`)
  }
}

/** Loads nothing yet: models are fetched and started when something is to be heard or said. */
function openModels(config: Config, log: Logger, closers: Closer[]): ModelStore {
  const models = openModelStore({
    folder: modelsFolder(config.dataDir),
    ownFolder: config.modelsDir && resolve(config.modelsDir),
    log,
  })
  closers.push(() => models.close())
  return models
}

/** The embedded PostgreSQL makes its own. */
async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartError(`The data folder ${dataDir} cannot be made: ${messageOf(error)}.`)
  }
}

async function findEncryptionKey(dataDir: string, say: Say): Promise<string> {
  const { key, isNew } = await readOrCreateEncryptionKey(dataDir)
  if (isNew) say(`Made the encryption key ${dataDir}/encryption.key; keep a copy of it`)
  return key
}

/** A database that is started together with us may need a moment longer. */
async function migrateWhenReachable(url: string, say: Say): Promise<void> {
  const { host } = new URL(url)
  for (let waitedMs = 0; ; waitedMs += connectPauseMs) {
    try {
      await migrate(url, (name) => say(`Bringing the database up to date: ${name}`))
      return
    } catch (error) {
      const worthWaiting = isConnectionLoss(error) && waitedMs < connectTimeoutMs
      if (!worthWaiting && !isConnectionLoss(error) && !isRefusal(error)) throw error
      if (!worthWaiting) {
        throw new StartError(`The database at ${host} cannot be used: ${messageOf(error)}.`, {
          cause: error,
        })
      }
      if (waitedMs === 0) say(`Waiting for the database at ${host}: ${messageOf(error)}`)
      await new Promise((done) => setTimeout(done, connectPauseMs))
    }
  }
}

/** The server answered, and does not let us in: wrong name, password or database. */
function isRefusal(error: unknown): boolean {
  return /^(28|3D)/.test((error as { code?: string }).code ?? '')
}

function messageOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException
  // Node's error for a name with several addresses has no message of its own.
  return message || code || String(error)
}

async function finishWork(http: Http, background: Background): Promise<void> {
  const finished = Promise.all([http.close(), background.stop()])
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((done) => {
    timer = setTimeout(done, finishTimeoutMs)
  })
  await Promise.race([finished, late])
  clearTimeout(timer)
  http.server.closeAllConnections()
}

async function listen(http: Http, { host, port }: Config): Promise<number> {
  try {
    await http.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new StartError(`Port ${port} of ${host} is in use. Choose another one with PORT.`)
    }
    throw new StartError(`Parley cannot listen at ${host}:${port}: ${messageOf(error)}.`)
  }
  const address = http.server.address()
  return address !== null && typeof address === 'object' ? address.port : port
}

/** The first key may do everything; its owner makes narrower ones from it. */
function firstKey(context: Context): CreateKey {
  return async (tx, owner) => {
    const scopes = ['read', 'write', 'delete', 'admin']
    return (await createApiKey(tx, context, { ...owner, name: 'First key', scopes })).key
  }
}

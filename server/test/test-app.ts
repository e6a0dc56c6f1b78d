import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@parley/sdk'
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import { inject } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Context } from '../src/context.ts'
import { partsOf } from '../src/parts.ts'
import type { Role } from '../src/platform/access.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import type { Subscriber } from '../src/platform/events/event.ts'
import { relayAll } from '../src/platform/events/relay-batch.ts'
import { type Guard, openGuard, type Resolve } from '../src/platform/guarded-http/index.ts'
import type { Job } from '../src/platform/jobs/job.ts'
import { hasChanges } from '../src/modules/reports/change-queries.ts'
import { countChanges } from '../src/modules/reports/roll-up.ts'
import { countJobs } from '../src/platform/jobs/queries.ts'
import { runDueJobs } from '../src/platform/jobs/worker.ts'
import { type Logger, silentLog } from '../src/platform/log.ts'
import { openMetrics } from '../src/platform/metrics/metrics.ts'
import { openFakeEmbeddings } from '../src/providers/embeddings/fake.ts'
import type { Embeddings } from '../src/providers/embeddings/index.ts'
import type { LanguageModel } from '../src/providers/llm/index.ts'
import { openLocalFolder, type MediaStore } from '../src/providers/media-store/index.ts'
import type { Rooms } from '../src/providers/rooms/index.ts'
import { openFake } from '../src/providers/stt/fake.ts'
import type { SpeechToText } from '../src/providers/stt/index.ts'
import { openFakeVoice } from '../src/providers/tts/fake.ts'
import type { TextToSpeech } from '../src/providers/tts/index.ts'
import { openTelephony, type TelephonyOptions } from '../src/providers/telephony/index.ts'
import { checkAgainstCatalogue } from './catalogue-check.ts'
import { type CallOptions, callApi } from './call-api.ts'
import { checkReplies } from './contract-check.ts'
import { makeKey, makeMember, makeWorkspace } from './make.ts'
import { createTestDatabase } from './test-database.ts'

export type TestApp = Awaited<ReturnType<typeof startTestApp>>

/** 32 bytes in base64, the same in every test. */
const encryptionKey = 'dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgMzI='

export type TestAppOptions = {
  readonly environment?: Record<string, string>
  readonly log?: Logger
  /** Instead of the computer's clock. */
  readonly now?: () => Date
  /** Instead of the computer's resolver, for requests to users' addresses. */
  readonly resolve?: Resolve
  /** Instead of the real way out, for requests to a certain company's addresses. */
  readonly outbound?: Guard
  /** Instead of one that hears nothing; null for none at all. */
  readonly stt?: SpeechToText | null
  /** Instead of one that hums; null for none at all. */
  readonly tts?: TextToSpeech | null
  /** Default: none. */
  readonly llm?: LanguageModel
  /** Instead of a fake that compares words; null for none at all. */
  readonly embeddings?: Embeddings | null
  /** Callees and the clock of the simulated carrier. */
  readonly telephony?: Partial<TelephonyOptions>
  /** Default: none. */
  readonly rooms?: Rooms
  /** Instead of a folder of the test's own. */
  readonly media?: MediaStore
  /** Adds endpoints of the test's own. */
  readonly mount?: (http: FastifyInstance, context: Context) => void
  /** Besides those of the product. */
  readonly subscribers?: readonly Subscriber[]
  /** Besides those of the product. */
  readonly jobs?: readonly Job<Context>[]
}

/** More rounds mean that a job and an event cause each other for ever. */
const maxDrainRounds = 50
const relayBatchSize = 500
/** What is then still open is cut. */
const closeWithinMs = 5_000

/** What a test wants: null for nothing, and a fake where it says nothing. */
function chosen<T>(wanted: T | null | undefined, makeFake: () => T): T | undefined {
  return wanted === null ? undefined : (wanted ?? makeFake())
}

/** Counting reports rests in between, the longer the slower the machine: what is put off is counted now. */
async function countReports(context: Context): Promise<void> {
  const { db } = context
  const { rows } = await db.pool.query<{ id: string }>(
    'select distinct workspace_id as id from report_change',
  )
  for (const { id } of rows) {
    while (await hasChanges(db, id)) await countChanges(context, id)
  }
}

/** The real app over a private copy of the migrated template database, with one workspace. */
export async function startTestApp(options: TestAppOptions = {}) {
  const { log = silentLog, now = () => new Date() } = options
  const database = await createTestDatabase(inject('databaseUrl'))
  const dataDir = join(tmpdir(), database.name)
  const { url } = database
  const db = openDatabase(url, log)
  const config = readConfig({
    DATA_DIR: dataDir,
    ENCRYPTION_KEY: encryptionKey,
    // Nobody listens there: no test asks the real one.
    FATHOM_API_URL: 'http://127.0.0.1:9',
    TWILIO_API_URL: 'http://127.0.0.1:9',
    // The machine is full of other tests: that is no reason to refuse a call.
    VOICE_MAX_LAG_MS: '10000',
    // What a test waits for it looks for a hundred times a second, the longer the slower the machine.
    STANDARD_REQUESTS_PER_MINUTE: '100000',
    ...options.environment,
  })
  const { resolve } = options
  const outbound =
    options.outbound ?? openGuard({ allow: config.outboundAllow, ...(resolve && { resolve }) })
  const context: Context = {
    config,
    db,
    log,
    metrics: openMetrics({ process: false }),
    outbound,
    media: options.media ?? openLocalFolder({ folder: join(dataDir, 'media'), keepFreeBytes: 0 }),
    stt: chosen(options.stt, openFake),
    tts: chosen(options.tts, openFakeVoice),
    llm: options.llm,
    embeddings: chosen(options.embeddings, openFakeEmbeddings),
    telephony: openTelephony({
      newId: v7,
      twilioApiUrl: config.twilioApiUrl,
      ...options.telephony,
    }),
    rooms: options.rooms,
    now,
    newId: v7,
    wakeRelay() {},
  }
  const http = await createApp(context)
  options.mount?.(http, context)
  const { violations, answered } = checkReplies(http)
  const baseUrl = await http.listen({ port: 0, host: '127.0.0.1' })
  const parts = partsOf(context)
  const subscribers = [checkAgainstCatalogue, ...parts.subscribers, ...(options.subscribers ?? [])]
  const jobs = [...parts.jobs, ...(options.jobs ?? [])]

  const owner = await makeWorkspace(context)
  const clientOf = (apiKey: string): Client => createClient({ baseUrl, apiKey, validate: true })

  return {
    baseUrl,
    context,
    /** Made by whoever writes there first, removed with the app. */
    dataDir,
    db,
    http,
    url,
    /** Replies of this app that broke the contract; any left at the end fails the test. */
    violations,
    /** Ids of the endpoints that answered something. */
    answered,
    /** Owner of the first workspace, with an all-scope key. */
    owner,
    /** Another workspace with an owner of its own. */
    newWorkspace: () => makeWorkspace(context),
    newMember: (workspaceId: string, role: Role) => makeMember(context, workspaceId, role),
    newKey: (wanted: Parameters<typeof makeKey>[1]) => makeKey(context, wanted),
    /** The SDK as the owner; a reply that breaks the contract throws. */
    client: clientOf(owner.apiKey),
    /** The SDK with another key. */
    clientOf,
    /** Calls the API, as the owner unless another key, or null for none, is given. */
    call: (method: string, path: string, call: CallOptions = {}) =>
      callApi(baseUrl + path, method, { key: owner.apiKey, ...call }),
    /** Relays what was committed and runs what is due, until nothing is left of either. */
    async drain(): Promise<void> {
      for (let round = 0; round < maxDrainRounds; round += 1) {
        const relayed = await relayAll(db, subscribers, relayBatchSize)
        if (round > 0 && relayed === 0) return countReports(context)
        if ((await countJobs(db)).waiting === 0) continue
        await runDueJobs({ context, db, log, metrics: context.metrics, jobs })
      }
      throw new Error('drain() finds no end')
    },
    async [Symbol.asyncDispose]() {
      // A test that failed before it read an answer must not wait for that answer's end.
      const cut = setTimeout(() => http.server.closeAllConnections(), closeWithinMs)
      await context.telephony.close()
      await http.close()
      clearTimeout(cut)
      await outbound.close()
      await db.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
      if (violations.length > 0) throw new Error(violations.join('\n'))
    },
  }
}

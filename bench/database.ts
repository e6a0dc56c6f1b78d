import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { v7 } from 'uuid'
import type { Context } from '../server/src/context.ts'
import { createApiKey } from '../server/src/modules/access/index.ts'
import { openDatabase } from '../server/src/platform/db/database.ts'
import { migrate } from '../server/src/platform/db/migrate.ts'
import { silentLog } from '../server/src/platform/log.ts'
import { startEmbeddedPostgres } from '../server/src/platform/postgres/embedded-postgres.ts'
import { childrenOf } from './proc.ts'
import { load, type Place, type Places, type Sizes } from './dataset.ts'

/** A running PostgreSQL with the data in it. */
export type Prepared = {
  readonly url: string
  readonly places: Places
  readonly keys: Readonly<Record<keyof Places, string>>
  /** Process id of the server; its children are the other processes. */
  readonly postmaster: number
  readonly version: string
  stop(): Promise<void>
}

type Loaded = { readonly sizes: Sizes; readonly places: Places; readonly keys: Prepared['keys'] }

/** Starts PostgreSQL with production settings in a folder, and loads it unless that was done. */
export async function openDatabaseForBench(
  folder: string,
  sizes: Sizes,
  say: (line: string) => void,
): Promise<Prepared> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const dataDir = join(folder, 'loaded')
  const noteFile = join(folder, 'loaded.json')
  let postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, onProgress: say })
  const note = await readFile(noteFile, 'utf8').catch(() => undefined)
  let loaded = note === undefined ? undefined : (JSON.parse(note) as Loaded)
  if (!loaded) {
    loaded = await fill(postgres.url, sizes, say)
    await writeFile(noteFile, JSON.stringify(loaded))
    // Writes everything to the disk, which otherwise would happen while we measure.
    await postgres.stop()
    postgres = await startEmbeddedPostgres({ dataDir, log: silentLog })
  }
  return {
    ...loaded,
    url: postgres.url,
    postmaster: await findPostmaster(),
    version: await versionOf(postgres.url),
    stop: () => postgres.stop(),
  }
}

/** PostgreSQL is our only child at this moment. */
async function findPostmaster(): Promise<number> {
  const [pid, ...others] = await childrenOf(process.pid)
  if (pid === undefined || others.length > 0) throw new Error('PostgreSQL is not our only child.')
  return pid
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  return rows[0]?.server_version ?? 'unknown'
}

async function fill(url: string, sizes: Sizes, say: (line: string) => void): Promise<Loaded> {
  const startedMs = performance.now()
  await migrate(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const places = {
    usual: await makePlace(client, 'usual'),
    large: await makePlace(client, 'large'),
  }
  await load(client, places, sizes, say)
  await client.end()
  const keys = { usual: await makeKey(url, places.usual), large: await makeKey(url, places.large) }
  say(`Loaded in ${Math.round((performance.now() - startedMs) / 1000)} s`)
  return { sizes, places, keys }
}

export async function makePlace(client: pg.Client, name: string): Promise<Place> {
  const place = { workspaceId: v7(), userId: v7() }
  await client.query('insert into workspace (id, name, slug) values ($1, $2, $2)', [
    place.workspaceId,
    name,
  ])
  await client.query('insert into app_user (id, name, email) values ($1, $2, $3)', [
    place.userId,
    name,
    `${name}@bench.example`,
  ])
  await client.query(
    `insert into member (workspace_id, id, user_id, role) values ($1, $2, $3, 'owner')`,
    [place.workspaceId, v7(), place.userId],
  )
  return place
}

/** A key whose limit is checked with every request and never reached. */
const requestsAnHour = 2_000_000_000

export async function makeKey(url: string, place: Place): Promise<string> {
  const db = openDatabase(url, silentLog)
  const context = { db, newId: v7, now: () => new Date() } as unknown as Context
  const { key } = await db.transaction((tx) =>
    createApiKey(tx, context, {
      ...place,
      name: 'bench',
      scopes: ['read', 'write', 'delete', 'admin'],
      rateLimit: requestsAnHour,
    }),
  )
  await db.close()
  return key
}

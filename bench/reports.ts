import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 } from 'uuid'
import type { Context } from '../server/src/context.ts'
import { hasChanges } from '../server/src/modules/reports/change-queries.ts'
import { countChanges, rebuildReports } from '../server/src/modules/reports/roll-up.ts'
import { openDatabase } from '../server/src/platform/db/database.ts'
import { migrate } from '../server/src/platform/db/migrate.ts'
import { installQueue } from '../server/src/platform/jobs/worker.ts'
import { silentLog } from '../server/src/platform/log.ts'
import { startEmbeddedPostgres } from '../server/src/platform/postgres/embedded-postgres.ts'
import { startServer } from './children.ts'
import { makeKey, makePlace } from './database.ts'
import { describeMachine } from './machine.ts'
import { loadYear, sizes } from './reports-data.ts'

/** Of the issue. */
const longestMs = 100
const rounds = 40
const warmUps = 5
const dayMs = 86_400_000

export const reportsUsage = `npm run bench reports
  every report over a year of 50 reps and 200,000 conversations`

/** How fast each report is answered over HTTP; whether all are fast enough. */
export async function benchReports(say: (line: string) => void): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  // When root runs this, PostgreSQL runs as another user, who must pass through.
  await chmod(folder, 0o711)
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'db'), log: silentLog })
  try {
    await migrate(postgres.url)
    const { key, repId } = await prepare(postgres.url, say)
    const server = await startServer({ folder, databaseUrl: postgres.url })
    try {
      return await measureAll({ base: `http://127.0.0.1:${server.port}`, key, repId }, say)
    } finally {
      await server.stop()
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function prepare(url: string, say: (line: string) => void) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const place = await makePlace(client, 'reports')
  const loading = performance.now()
  await loadYear(url, place)
  await client.query('vacuum analyze')
  say(`Loaded ${sizes.conversations} conversations in ${inSeconds(loading)} s`)
  const db = openDatabase(url, silentLog)
  const context = { db, newId: v7, now: () => new Date(), log: silentLog } as unknown as Context
  const counting = performance.now()
  await rebuild(context, client, place.workspaceId)
  say(`Counted all days in ${inSeconds(counting)} s`)
  await client.query('vacuum analyze')
  const { rows } = await client.query<{ id: string }>(
    `select user_id as id from member where workspace_id = $1 and role = 'rep' limit 1`,
    [place.workspaceId],
  )
  await client.end()
  await db.close()
  return { key: await makeKey(url, place), repId: rows[0]?.id ?? '' }
}

const inSeconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(1)

/** What the jobs do, one after the other. */
async function rebuild(context: Context, client: pg.Client, workspaceId: string): Promise<void> {
  await installQueue(context.db, silentLog)
  await rebuildReports(context, { workspaceId })
  while (await hasChanges(context.db, workspaceId)) await countChanges(context, workspaceId)
  await client.query('delete from graphile_worker._private_jobs')
}

type Target = { readonly base: string; readonly key: string; readonly repId: string }

async function measureAll(target: Target, say: (line: string) => void): Promise<boolean> {
  const day = (ago: number) => new Date(Date.now() - ago * dayMs).toISOString().slice(0, 10)
  const names = ['team', 'reps', `reps/${target.repId}`, 'criteria', 'outcomes', 'volume', 'trend']
  const year = `from=${day(364)}&to=${day(0)}`
  const half = `from=${day(181)}&to=${day(0)}`
  say('| report | range | p50 ms | p99 ms | bytes |')
  say('|---|---|---|---|---|')
  let holds = true
  for (const name of [...names, 'pipeline', 'activity']) {
    for (const [range, query] of name === 'trend'
      ? [['six months', '']]
      : [
          ['a year', year],
          ['half a year and the one before', half],
        ]) {
      const { p50, p99, bytes } = await measure(target, `${name}?${query}`)
      if (p50 >= longestMs) holds = false
      const label = name.replace(target.repId, '{userId}')
      say(`| ${label} | ${range} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${bytes} |`)
    }
  }
  say(`${holds ? 'holds' : 'MISSES'}: every report in under ${longestMs} ms at the median`)
  for (const fact of await describeMachine()) say(fact)
  return holds
}

async function measure({ base, key }: Target, path: string) {
  const times: number[] = []
  let bytes = 0
  for (let round = -warmUps; round < rounds; round += 1) {
    const started = performance.now()
    const response = await fetch(`${base}/functions/v1/reports/${path}`, {
      headers: { 'x-api-key': key },
    })
    const body = await response.text()
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${body}`)
    bytes = body.length
    if (round >= 0) times.push(performance.now() - started)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[rounds / 2] ?? 0, p99: sorted.at(-1) ?? 0, bytes }
}

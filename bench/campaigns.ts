import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type CarrierWishes, openCarrier } from '../server/test/dialing/carrier.ts'
import {
  makeCampaign,
  numberOf,
  prepareCalling,
  startCampaign,
  untilCompleted,
} from './campaigns-data.ts'
import { openDatabaseForBench, type Prepared } from './database.ts'
import { describeMachine } from './machine.ts'
import { cpuMsOf, cpuMsOfFamily } from './proc.ts'

export const campaignsUsage = `npm run bench campaigns -- [options]
  --quick             a tenth of the people
  --write             write docs/benchmarks-campaigns.md`

/** Of the issue. */
export const attemptsBar = 200

const floorScript = fileURLToPath(new URL('campaigns-floor.ts', import.meta.url))

type Side = {
  readonly perSecond: number
  readonly nodeMs: number
  readonly postgresMs: number
}

export type CampaignsReport = {
  readonly people: number
  readonly real: Side
  readonly floor: Side
  readonly kills: {
    readonly people: number
    readonly workers: number
    readonly killed: number
    /** Numbers that rang more than once, and that never did. */
    readonly doubled: number
    readonly lost: number
    readonly seconds: number
  }
  readonly machine: readonly string[]
  readonly holds: boolean
}

/** Calls of a second or two, a hundred times faster; a tenth is busy. */
const calling: Pick<CarrierWishes, 'calleeOf' | 'speed' | 'checkAfterMs'> = {
  speed: 20,
  checkAfterMs: 3_000,
  calleeOf: (to) =>
    to.endsWith('7')
      ? { kind: 'busy' }
      : { kind: 'answers', afterRings: 0, lines: [], staysMs: 4_000 },
}

type Bench = {
  readonly client: pg.Client
  readonly prepared: Prepared
  readonly say: (line: string) => void
}

export async function benchCampaigns(
  parameters: readonly string[],
  say: (line: string) => void,
): Promise<CampaignsReport> {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  const part = values.quick ? 10 : 1
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  await chmod(folder, 0o711)
  const none = { contacts: 0, companies: 0, deals: 0, manyContacts: 0 }
  const prepared = await openDatabaseForBench(folder, none, say)
  const client = new pg.Client({ connectionString: prepared.url })
  await client.connect()
  const bench = { client, prepared, say }
  try {
    const people = 10_000 / part
    const caller = await prepareCalling(client, prepared.places.usual)
    const floor = await runFloor(bench, people)
    say(`floor: ${describe(floor)}`)
    const real = await runReal(bench, { ...caller, people, first: 0 })
    say(`campaign: ${describe(real)}`)
    const kills = await runKills(bench, { ...caller, people, first: 1_000_000 })
    const holds = real.perSecond >= attemptsBar && kills.doubled === 0 && kills.lost === 0
    const machine = await describeMachine(prepared.version)
    return { people, real, floor, kills, machine, holds }
  } finally {
    await client.end()
    await prepared.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const describe = ({ perSecond, nodeMs, postgresMs }: Side) =>
  `${Math.round(perSecond)} calls a second, ${nodeMs.toFixed(2)} ms of node and ${postgresMs.toFixed(2)} ms of PostgreSQL each`

type People = Parameters<typeof makeCampaign>[2]

async function runReal({ client, prepared }: Bench, wanted: People): Promise<Side> {
  const id = await makeCampaign(client, prepared.places.usual, wanted)
  await client.query('vacuum analyze')
  await using carrier = openCarrier({ ...calling, databaseUrl: prepared.url })
  const { child } = await carrier.startWorker()
  return await measure(prepared, child.pid ?? 0, wanted.people, async () => {
    await startCampaign(client, id)
    await untilCompleted(client, id)
  })
}

async function runFloor({ client, prepared }: Bench, people: number): Promise<Side> {
  await client.query(
    `create table floor_recipient (id uuid primary key, number text not null, status text not null)`,
  )
  await client.query(`create index floor_waiting on floor_recipient (id) where status = 'PENDING'`)
  await using carrier = openCarrier({ ...calling, databaseUrl: prepared.url }, floorScript)
  const { child } = await carrier.startWorker()
  return await measure(prepared, child.pid ?? 0, people, async () => {
    await client.query(
      `insert into floor_recipient
       select gen_random_uuid(), '+4420' || (60000000 + n), 'PENDING' from generate_series(1, $1) n`,
      [people],
    )
    for (let left = people; left > 0; ) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from floor_recipient where status <> 'COMPLETED'`,
      )
      left = rows[0]?.n ?? 0
    }
  })
}

async function measure(
  { postmaster }: Prepared,
  pid: number,
  count: number,
  run: () => Promise<void>,
): Promise<Side> {
  const cpu = async () => ({ node: await cpuMsOf(pid), postgres: await cpuMsOfFamily(postmaster) })
  const before = await cpu()
  const startedMs = performance.now()
  await run()
  const seconds = (performance.now() - startedMs) / 1_000
  const after = await cpu()
  return {
    perSecond: count / seconds,
    nodeMs: (after.node - before.node) / count,
    postgresMs: (after.postgres - before.postgres) / count,
  }
}

/** Four processes, of which two are killed at moments of chance. */
async function runKills({ client, prepared, say }: Bench, wanted: People) {
  const { people, first } = wanted
  const id = await makeCampaign(client, prepared.places.usual, wanted)
  await using carrier = openCarrier({ ...calling, databaseUrl: prepared.url })
  const workers = await Promise.all(Array.from({ length: 4 }, () => carrier.startWorker()))
  const startedMs = performance.now()
  await startCampaign(client, id)
  for (const [index, worker] of workers.slice(0, 2).entries()) {
    const share = (index + Math.random()) / 3
    while (carrier.rung.size < people * share) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    say(`killing a process after ${carrier.rung.size} calls`)
    await worker.kill()
  }
  await untilCompleted(client, id)
  const seconds = (performance.now() - startedMs) / 1_000
  const times = Array.from({ length: people }, (_, n) => carrier.rung.get(numberOf(first + n)) ?? 0)
  return {
    people,
    workers: workers.length,
    killed: 2,
    doubled: times.filter((count) => count > 1).length,
    lost: times.filter((count) => count === 0).length,
    seconds,
  }
}

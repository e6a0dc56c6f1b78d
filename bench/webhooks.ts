import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Child, startServer } from './children.ts'
import { openDatabaseForBench, type Prepared } from './database.ts'
import { describeMachine } from './machine.ts'
import { cpuMsOf, cpuMsOfFamily, memoryMbOf } from './proc.ts'
import type { FloorResult, FloorWish } from './webhooks-floor.ts'
import { commitEvents, makeEndpoints } from './webhooks-load.ts'
import type { Receipts } from './webhooks-receiver.ts'

export const webhooksUsage = `npm run bench webhooks -- [options]
  --quick             a tenth of the events
  --profile DIR       write a CPU profile of the server there
  --write             write docs/benchmarks-webhooks.md`

/** Of the issue. */
export const webhookBars = {
  cpuRatio: 4,
  p50Ms: 15,
  perSecond: 2_000,
  /** Memory counts as flat when the last quarter is at most so many times the second. */
  growth: 1.1,
} as const
export const backlog = 'backlog of 100,000'

type WebhookLine = {
  readonly name: string
  readonly deliveries: number
  /** From the commit to the last 2xx that is recorded. */
  readonly perSecond: number
  readonly nodeMs: number
  readonly postgresMs: number
  /** CPU of both, as a multiple of the floor's. */
  readonly cpuRatio: number
  /** Of the database. */
  readonly transactions: number
  /** Of the server: the highest of each quarter of the time. */
  readonly memoryMb: readonly number[]
}

export type WebhookReport = {
  readonly floor: { readonly perSecond: number; readonly cpuMs: number }
  readonly lines: readonly WebhookLine[]
  /** From commit to receipt, one event at a time. */
  readonly unloaded: { readonly p50Ms: number; readonly p99Ms: number }
  readonly machine: readonly string[]
}

type Bench = {
  readonly client: pg.Client
  readonly prepared: Prepared
  readonly server: Child
  readonly receiver: { readonly port: number; ask(what: 'reset' | 'report'): Promise<Receipts> }
  readonly key: string
  readonly floorCpuMs: number
}

export async function benchWebhooks(
  parameters: readonly string[],
  say: (line: string) => void,
): Promise<WebhookReport> {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  })
  const part = values.quick ? 10 : 1
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  await chmod(folder, 0o711)
  const none = { contacts: 0, companies: 0, deals: 0, manyContacts: 0 }
  const prepared = await openDatabaseForBench(folder, none, say)
  const receiver = await startReceiver()
  const key = randomBytes(32).toString('base64')
  const client = new pg.Client({ connectionString: prepared.url })
  await client.connect()
  try {
    const floor = await runFloor(receiver.port, 20_000 / part)
    say(`floor: ${Math.round(floor.perSecond)} a second, ${floor.cpuMs.toFixed(3)} ms of CPU each`)
    const server = await startServer({
      folder,
      databaseUrl: prepared.url,
      profile: values.profile,
      environment: { ENCRYPTION_KEY: key, OUTBOUND_ALLOW: '127.0.0.1' },
    })
    const bench = { client, prepared, server, receiver, key, floorCpuMs: floor.cpuMs }
    try {
      const lines: WebhookLine[] = []
      // A server that just started compiles its code; the loop of the floor is warm after a moment.
      await measure(bench, { name: 'warm-up', endpoints: 1, dead: 0, events: 20_000 / part })
      for (const scenario of scenariosOf(part)) {
        const line = await measure(bench, scenario)
        say(
          `${line.name}: ${Math.round(line.perSecond)} a second, ${line.cpuRatio.toFixed(2)}× CPU`,
        )
        lines.push(line)
      }
      const unloaded = await measureUnloaded(bench, 300 / Math.min(part, 3))
      return { floor, lines, unloaded, machine: await describeMachine(prepared.version) }
    } finally {
      await server.stop()
    }
  } finally {
    await client.end()
    receiver.stop()
    await prepared.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Scenario = {
  readonly name: string
  readonly endpoints: number
  /** Of which nobody answers. */
  readonly dead: number
  readonly events: number
}

function scenariosOf(part: number): Scenario[] {
  return [
    { name: '1 endpoint', endpoints: 1, dead: 0, events: 20_000 / part },
    { name: backlog, endpoints: 1, dead: 0, events: 100_000 / part },
    { name: '100 endpoints', endpoints: 100, dead: 0, events: 300 / part },
    { name: '1,000 endpoints', endpoints: 1_000, dead: 0, events: 30 / part },
    { name: '100 endpoints, 10 dead', endpoints: 100, dead: 10, events: 300 / part },
  ]
}

let nextNumber = 0

async function measure(bench: Bench, scenario: Scenario): Promise<WebhookLine> {
  const { client, prepared, server, receiver, key, floorCpuMs } = bench
  const { workspaceId } = prepared.places.usual
  const alive = scenario.endpoints - scenario.dead
  const urls = Array.from({ length: scenario.endpoints }, (_, n) =>
    n < alive ? `http://127.0.0.1:${receiver.port}/hook/${n}` : 'http://127.0.0.1:1/dead',
  )
  await makeEndpoints(client, { workspaceId, key, urls })
  // What the endpoints before them leave behind would count as work of these.
  await client.query('vacuum analyze')
  // Connections and plans are made once, by a first event.
  await commitEvents(client, workspaceId, { first: nextNumber, count: 1 })
  await untilSucceeded(client, alive)
  await receiver.ask('reset')
  const transactionsBefore = await countTransactions(client)
  const wanted = scenario.events * alive
  const before = await cpu(bench)
  const startedAt = performance.now()
  nextNumber += 1
  await commitEvents(client, workspaceId, { first: nextNumber, count: scenario.events })
  nextNumber += scenario.events
  const memory: number[] = []
  await untilSucceeded(client, wanted + alive, async () => {
    memory.push(await memoryMbOf([server.pid]))
  })
  const durationMs = performance.now() - startedAt
  const after = await cpu(bench)
  const nodeMs = (after.nodeMs - before.nodeMs) / wanted
  const postgresMs = (after.postgresMs - before.postgresMs) / wanted
  return {
    name: scenario.name,
    deliveries: wanted,
    perSecond: (wanted / durationMs) * 1_000,
    nodeMs,
    postgresMs,
    cpuRatio: (nodeMs + postgresMs) / floorCpuMs,
    transactions: ((await countTransactions(client)) - transactionsBefore) / wanted,
    memoryMb: quartersOf(memory),
  }
}

async function cpu({ server, prepared }: Bench) {
  const [nodeMs, postgresMs] = await Promise.all([
    cpuMsOf(server.pid),
    cpuMsOfFamily(prepared.postmaster),
  ])
  return { nodeMs, postgresMs }
}

const highestOf = (values: readonly number[]) => Math.max(0, ...values)

function quartersOf(samples: readonly number[]): number[] {
  const length = Math.ceil(samples.length / 4)
  return [0, 1, 2, 3].map((part) => highestOf(samples.slice(part * length, (part + 1) * length)))
}

/** Looks seldom, not to disturb, and calls `sample` each time. */
async function untilSucceeded(
  client: pg.Client,
  count: number,
  sample: () => Promise<void> = async () => {},
): Promise<void> {
  const giveUpAt = performance.now() + 300_000
  for (;;) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from webhook_delivery where state = 'succeeded'`,
    )
    await sample()
    if ((rows[0]?.n ?? 0) >= count) return
    if (performance.now() > giveUpAt) throw new Error(`Only ${rows[0]?.n} of ${count} arrived.`)
    await new Promise((resolve) => setTimeout(resolve, count > 50_000 ? 500 : 100))
  }
}

/** A statement outside of a transaction counts as one. Those of this program are few. */
async function countTransactions(client: pg.Client): Promise<number> {
  await client.query('select pg_stat_force_next_flush(), pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ n: string }>(
    'select xact_commit as n from pg_stat_database where datname = current_database()',
  )
  return Number(rows[0]?.n)
}

async function measureUnloaded({ client, prepared, receiver, key }: Bench, count: number) {
  const { workspaceId } = prepared.places.usual
  await makeEndpoints(client, {
    workspaceId,
    key,
    urls: [`http://127.0.0.1:${receiver.port}/hook`],
  })
  const committedAt = new Map<number, number>()
  await receiver.ask('reset')
  for (let n = 0; n < count; n += 1) {
    nextNumber += 1
    await commitEvents(client, workspaceId, { first: nextNumber, count: 1 })
    committedAt.set(nextNumber, performance.timeOrigin + performance.now())
    await new Promise((resolve) => setTimeout(resolve, 60 + Math.random() * 60))
  }
  await untilSucceeded(client, count)
  const { at } = await receiver.ask('report')
  const waits = at
    .map(([n, ms]) => ms - (committedAt.get(n) ?? Number.NaN))
    .filter((ms) => !Number.isNaN(ms))
    .sort((one, other) => one - other)
  const quantile = (share: number) => waits[Math.floor((waits.length - 1) * share)] ?? Number.NaN
  return { p50Ms: quantile(0.5), p99Ms: quantile(0.99) }
}

async function runFloor(port: number, count: number) {
  const child = forkFile('webhooks-floor.ts')
  const wish: FloorWish = { url: `http://127.0.0.1:${port}/floor`, count, concurrency: 32 }
  const once1 = async (one: FloorWish) => {
    child.send(one)
    const [result] = (await once(child, 'message')) as [FloorResult]
    return result
  }
  await once1({ ...wish, count: count / 10 })
  const { durationMs, cpuMs } = await once1(wish)
  child.disconnect()
  return { perSecond: (count / durationMs) * 1_000, cpuMs: cpuMs / count }
}

async function startReceiver() {
  const child = forkFile('webhooks-receiver.ts')
  const [port] = (await once(child, 'message')) as [number]
  return {
    port,
    async ask(what: 'reset' | 'report') {
      child.send(what)
      const [receipts] = (await once(child, 'message')) as [Receipts]
      return receipts
    },
    stop: () => child.disconnect(),
  }
}

function forkFile(name: string): ChildProcess {
  return fork(fileURLToPath(new URL(name, import.meta.url)), { env: {}, serialization: 'advanced' })
}

import { mkdtemp, rm, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '../server/src/platform/db/database.ts'
import { silentLog } from '../server/src/platform/log.ts'
import { type Child, startFloor, startServer } from './children.ts'
import { fullSize, type Place, type Sizes } from './dataset.ts'
import { openDatabaseForBench, type Prepared } from './database.ts'
import { type IdleMemory, measureIdleMemory } from './idle-memory.ts'
import { ask, type Target } from './load-generator.ts'
import { describeMachine } from './machine.ts'
import type { Options } from './options.ts'
import { planOf, writesOf } from './plans.ts'
import { type Line, toLine, toTable } from './report.ts'
import { play } from './rounds.ts'
import { createBody, type Found, makeScenarios, type Scenario, updateBody } from './scenarios.ts'
import type { Plan } from './floor.ts'

type Say = (line: string) => void

export type CrmReport = {
  readonly lines: readonly Line[]
  readonly idle: IdleMemory
  readonly machine: readonly string[]
  readonly sizes: Sizes
}

/** Measures the CRM API beside the floor, and answers what docs/benchmarks.md shows. */
export async function benchCrm(options: Options, say: Say): Promise<CrmReport> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  // When root runs this, PostgreSQL runs as another user, who must pass through.
  await chmod(folder, 0o711)
  try {
    say('Idle memory of a new installation')
    const idle = await measureIdleMemory(folder)
    const sizes = options.quick ? tenthOf(fullSize) : fullSize
    const prepared = await openDatabaseForBench(options.dataDir ?? folder, sizes, say)
    try {
      const lines = await measure(prepared, { ...options, folder }, say)
      const machine = await describeMachine(prepared.version)
      return { lines, idle, machine, sizes }
    } finally {
      await prepared.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function tenthOf(sizes: Sizes): Sizes {
  const entries = Object.entries(sizes).map(([name, count]) => [name, count / 10])
  return Object.fromEntries(entries) as Sizes
}

type Running = Options & { readonly folder: string }

async function measure(prepared: Prepared, options: Running, say: Say): Promise<Line[]> {
  const { url, places } = prepared
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const scenarios = (await makeScenarios(client, places)).filter(({ name }) => {
    return options.only?.some((wanted) => name.startsWith(wanted)) ?? true
  })
  await client.end()
  const server = await startServer({
    folder: options.folder,
    databaseUrl: url,
    profile: options.profile,
  })
  try {
    const lines: Line[] = []
    for (const scenario of scenarios) {
      lines.push(...(await measureScenario(prepared, server, scenario, options)))
      say(toTable(lines.slice(-options.concurrencies.length)))
    }
    return lines
  } finally {
    await server.stop()
  }
}

async function measureScenario(
  { url, places, keys, postmaster }: Prepared,
  server: Child,
  scenario: Scenario,
  options: Running,
): Promise<Line[]> {
  const place = places[scenario.workspace]
  const apiKey = keys[scenario.workspace]
  const floor = await startFloor(await orderOf(url, place, scenario))
  try {
    const real = { target: targetOf(server, apiKey), pid: server.pid, isReal: true }
    const bare = { target: targetOf(floor, apiKey), pid: floor.pid, isReal: false }
    await compareReplies(scenario, bare.target, real.target)
    const lines: Line[] = []
    for (const concurrency of scenario.onlyAt ? [scenario.onlyAt] : options.concurrencies) {
      const requests = requestsOf(scenario, concurrency, options.quick)
      const { rounds } = options
      const match = { scenario, concurrency, requests, rounds, floor: bare, real, postmaster }
      lines.push(toLine({ scenario, concurrency, measured: await play(match) }))
    }
    return lines
  } finally {
    await floor.stop()
  }
}

function targetOf({ port }: Child, apiKey: string): Target {
  return { host: '127.0.0.1', port, apiKey }
}

/** More connections do more in the same time, up to what two cores can. */
function requestsOf({ requests }: Scenario, concurrency: number, quick: boolean): number {
  const factor = (concurrency === 1 ? 1 : 2) / (quick ? 10 : 1)
  return Math.max(Math.round(requests * factor), concurrency)
}

/** How many different requests of a read scenario there are at most. */
const maxVariety = 1_000

async function orderOf(databaseUrl: string, place: Place, scenario: Scenario) {
  const db = openDatabase(databaseUrl, silentLog)
  const plans = new Map<string, Plan>()
  for (let n = 0; n < maxVariety; n++) {
    const { method, path } = scenario.shot(n)
    if (method !== 'GET') break
    if (plans.has(path)) continue
    plans.set(path, await planOf(db, place, path))
  }
  const create = createBody(`plan-${Date.now()}`)
  const writes = await writesOf(db, place, { create, update: updateBody })
  await db.close()
  return { databaseUrl, ...place, plans, ...writes }
}

/** Both servers must answer reads with the same bytes, and with what the scenario is about. */
async function compareReplies(scenario: Scenario, floor: Target, real: Target): Promise<void> {
  const shot = scenario.shot(0)
  if (shot.method !== 'GET') return
  const [expected, actual] = await Promise.all([ask(floor, shot), ask(real, shot)])
  if (expected.body !== actual.body) {
    const at = [...expected.body].findIndex((character, index) => character !== actual.body[index])
    const near = (body: string) => body.slice(Math.max(at - 60, 0), at + 60)
    throw new Error(
      `${scenario.name}: the floor answered …${near(expected.body)}… where the server had …${near(actual.body)}…`,
    )
  }
  const found = JSON.parse(actual.body) as Found
  if (actual.status !== 200 || scenario.expects?.(found) === false) {
    throw new Error(`${scenario.name} (${shot.path}) answered ${actual.body.slice(0, 500)}`)
  }
}

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { v7 } from 'uuid'
import { callShots, loadPeople } from './capture-calls.ts'
import { killUnderLoad, type KillResult } from './capture-kills.ts'
import { type Child, startCaptureFloor, startServer } from './children.ts'
import { openDatabaseForBench, type Prepared } from './database.ts'
import { fireAtRate, type Outcome } from './load-generator.ts'
import { describeMachine } from './machine.ts'
import { type Line, toLine } from './report.ts'
import { play } from './rounds.ts'

const concurrency = 64
const ratePerSecond = 500
const throughputBar = 0.8
const p99BarMs = 50

export const captureUsage = `npm run bench capture -- [options]
  --quick             a tenth of the requests
  --rounds 5          pairs of rounds
  --profile DIR       write a CPU profile of the server there
  --write             write docs/benchmarks-call-capture.md`

export type CaptureReport = {
  readonly line: Line
  /** At a steady rate, on a new day. */
  readonly steady: Quantiles
  /** At the same rate on the day that the race filled with calls, which are counted for the reports. */
  readonly crowded: Quantiles
  readonly kills: readonly KillResult[]
  readonly machine: readonly string[]
  readonly holds: boolean
}

type Quantiles = { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number }

/** Call capture beside one INSERT per request, at a steady rate, and with what may be killed killed. */
export async function benchCapture(
  parameters: readonly string[],
  say: (line: string) => void,
): Promise<CaptureReport> {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      write: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  await chmod(folder, 0o711)
  const none = { contacts: 0, companies: 0, deals: 0, manyContacts: 0 }
  const prepared = await openDatabaseForBench(folder, none, say)
  try {
    const client = new pg.Client({ connectionString: prepared.url })
    await client.connect()
    await loadPeople(client, prepared.places.usual)
    await client.end()
    const setting = { folder, databaseUrl: prepared.url, profile: values.profile }
    const measured = await measure(prepared, setting, {
      rounds: Number(values.rounds),
      quick: values.quick,
      say,
    })
    say('Killing node, then PostgreSQL, under load')
    const kills = await killUnderLoad(prepared, setting)
    const { line, steady } = measured
    const holds =
      line.throughputRatio >= throughputBar &&
      steady.p99Ms < p99BarMs &&
      kills.every(({ lost, doubled }) => lost === 0 && doubled === 0)
    const machine = await describeMachine(prepared.version)
    return { ...measured, kills, machine, holds }
  } finally {
    await prepared.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Setting = Parameters<typeof startServer>[0]
type Wishes = {
  readonly rounds: number
  readonly quick: boolean
  readonly say: (line: string) => void
}

async function measure(prepared: Prepared, setting: Setting, { rounds, quick, say }: Wishes) {
  const server = await startServer(setting)
  const floor = await startCaptureFloor({
    databaseUrl: prepared.url,
    ...prepared.places.usual,
  })
  const atRate = async (seconds: number, rate = ratePerSecond) =>
    quantilesOf(
      await fireAtRate({
        target: targetOf(server, prepared),
        ratePerSecond: rate,
        count: rate * seconds,
        shot: callShots(prepared.places.usual, v7()),
        expectedStatus: 201,
      }),
    )
  const seconds = quick ? 3 : 30
  try {
    // What no compiler has seen yet cannot be hurried; and an empty table, once analysed, is read whole.
    await atRate(10, ratePerSecond / 5)
    await analyse(prepared.url)
    await atRate(4)
    const steady = await atRate(seconds)
    const line = await race(
      prepared,
      { server, floor },
      { rounds, requests: quick ? 2_000 : 20_000 },
    )
    say(`${Math.round(line.throughputRatio * 100) / 100} of the floor's throughput`)
    await floor.stop()
    return { line, steady, crowded: await atRate(seconds) }
  } finally {
    await floor.stop()
    await server.stop()
  }
}

async function analyse(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

async function race(
  prepared: Prepared,
  { server, floor }: { readonly server: Child; readonly floor: Child },
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
): Promise<Line> {
  const scenario = {
    name: 'call capture',
    workspace: 'usual',
    shot: callShots(prepared.places.usual, v7()),
    status: 201,
    requests,
  } as const
  const measured = await play({
    scenario,
    concurrency,
    requests,
    rounds,
    floor: { target: targetOf(floor, prepared), pid: floor.pid, isReal: false },
    real: { target: targetOf(server, prepared), pid: server.pid, isReal: true },
    postmaster: prepared.postmaster,
  })
  return toLine({ scenario, concurrency, measured })
}

function targetOf({ port }: Child, { keys }: Prepared) {
  return { host: '127.0.0.1', port, apiKey: keys.usual }
}

function quantilesOf({ latenciesMs }: Outcome): Quantiles {
  const at = (share: number) => latenciesMs[Math.floor((latenciesMs.length - 1) * share)] ?? 0
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) }
}

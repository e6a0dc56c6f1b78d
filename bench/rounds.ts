import { cpuMsOf, cpuMsOfFamily } from './proc.ts'
import { fire, type Outcome, type Target } from './load-generator.ts'
import type { Scenario } from './scenarios.ts'

/** Long enough for the request log of the last second to be written: it belongs to the round. */
const settleMs = 1_100

type Side = { readonly target: Target; readonly pid: number; readonly isReal: boolean }

/** What one side did in one round. */
export type Round = {
  readonly requests: number
  readonly durationMs: number
  readonly latenciesMs: Float64Array
  /** Of the server process, per request. */
  readonly nodeMs: number
  /** Of all processes of PostgreSQL, per request. */
  readonly postgresMs: number
}

export type Measured = { readonly floor: readonly Round[]; readonly real: readonly Round[] }

export type Match = {
  readonly scenario: Scenario
  readonly concurrency: number
  readonly requests: number
  readonly rounds: number
  readonly floor: Side
  readonly real: Side
  readonly postmaster: number
}

/** The two sides in turns, after a round of each that is not measured. */
export async function play(match: Match): Promise<Measured> {
  const floor: Round[] = []
  const real: Round[] = []
  // A server just started still compiles its code for some hundred requests.
  await playRound(match, match.floor)
  await playRound(match, match.real)
  for (let round = 0; round < match.rounds; round++) {
    floor.push(await playRound(match, match.floor))
    real.push(await playRound(match, match.real))
  }
  return { floor, real }
}

async function playRound(match: Match, side: Side): Promise<Round> {
  const { scenario, concurrency, requests, postmaster } = match
  const before = await usage(side, postmaster)
  const outcome: Outcome = await fire({
    target: side.target,
    concurrency,
    count: requests,
    shot: scenario.shot,
    expectedStatus: scenario.status,
  })
  // Only the real server has work left to do: its request log, its events.
  if (side.isReal) await new Promise((resolve) => setTimeout(resolve, settleMs))
  const after = await usage(side, postmaster)
  return {
    requests,
    ...outcome,
    nodeMs: (after.nodeMs - before.nodeMs) / requests,
    postgresMs: (after.postgresMs - before.postgresMs) / requests,
  }
}

async function usage({ pid }: Side, postmaster: number) {
  const [nodeMs, postgresMs] = await Promise.all([cpuMsOf(pid), cpuMsOfFamily(postmaster)])
  return { nodeMs, postgresMs }
}

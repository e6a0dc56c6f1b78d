/** What the turns of a call tell of how it went. */

type Spoken = {
  readonly speaker: 'agent' | 'user'
  readonly startMs: number
  readonly endMs: number
  readonly isInterrupted: boolean
  readonly latency: Latency | null
}

type Latency = {
  readonly endOfTurnMs?: number
  readonly transcriptionMs?: number
  readonly firstTokenMs?: number
  readonly firstAudioMs?: number
  readonly heardMs?: number
}

/** Milliseconds, over the turns of which it is known. */
type LatencySummary = {
  readonly average: number
  readonly p50: number
  readonly p95: number
  readonly maximum: number
  readonly turns: number
}

export type Performance = {
  readonly turns: number
  readonly agentTurns: number
  readonly userTurns: number
  readonly interruptions: number
  readonly agentTalkSeconds: number
  readonly userTalkSeconds: number
  readonly latency: Readonly<Partial<Record<(typeof stages)[number], LatencySummary>>>
}

const stages = [
  'endOfTurnMs',
  'transcriptionMs',
  'firstTokenMs',
  'firstAudioMs',
  'heardMs',
] as const

export function performanceOf(turns: readonly Spoken[]): Performance {
  const agent = turns.filter(({ speaker }) => speaker === 'agent')
  const user = turns.filter(({ speaker }) => speaker === 'user')
  const latency: Partial<Record<(typeof stages)[number], LatencySummary>> = {}
  for (const stage of stages) {
    const summary = summaryOf(agent.map((turn) => turn.latency?.[stage]))
    if (summary) latency[stage] = summary
  }
  return {
    turns: turns.length,
    agentTurns: agent.length,
    userTurns: user.length,
    interruptions: agent.filter(({ isInterrupted }) => isInterrupted).length,
    agentTalkSeconds: secondsOf(agent),
    userTalkSeconds: secondsOf(user),
    latency,
  }
}

function secondsOf(turns: readonly Spoken[]): number {
  const ms = turns.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  return Math.round(ms) / 1_000
}

function summaryOf(values: readonly (number | undefined)[]): LatencySummary | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const maximum = sorted.at(-1)
  if (maximum === undefined) return undefined
  const average = Math.round(sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length)
  return { average, p50: at(sorted, 0.5), p95: at(sorted, 0.95), maximum, turns: sorted.length }
}

/** The smallest value that so large a share of them does not exceed. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

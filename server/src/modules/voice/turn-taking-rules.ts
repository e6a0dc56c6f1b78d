/**
 * How turns were taken in a call, from two timelines alone: when the caller spoke and when the agent
 * was heard. Definitions, units and sources: docs/turn-taking.md.
 */

/** Milliseconds since the answer. */
export type Stretch = { readonly startMs: number; readonly endMs: number }

/** Words for the agent, a signal that one listens, or a sound without words. */
export type CallerStretch = Stretch & { readonly kind: 'words' | 'backchannel' | 'noise' }

export type Timelines = {
  readonly caller: readonly CallerStretch[]
  readonly agent: readonly Stretch[]
  /** When the call was over. */
  readonly endMs: number
}

/** Milliseconds, over the events of which it is known. */
type Spread = {
  readonly average: number
  readonly p50: number
  readonly p95: number
  readonly maximum: number
  readonly count: number
}

/** Shares are 0 to 1, and null where nothing happened of which they could be a share. */
export type TurnTaking = {
  readonly turns: number
  readonly answeredTurns: number
  readonly responseRate: number | null
  readonly responseLatencyMs: Spread | null
  readonly responseScore: number | null
  readonly callerInterruptions: number
  readonly yields: number
  readonly yieldRate: number | null
  readonly yieldLatencyMs: Spread | null
  readonly agentInterruptions: number
  readonly agentInterruptionRate: number | null
  readonly backchannels: number
  readonly backchannelsIgnored: number
  readonly backchannelRate: number | null
  readonly noises: number
  readonly noisesIgnored: number
  readonly noiseRate: number | null
  readonly longestSilenceMs: number
}

/** The agent's sound goes on when less than this lies between. */
const joinAgentMs = 200
/** People who pause for less, and are not answered meanwhile, are still in their turn. */
const joinTurnMs = 1_500
/** An agent that speaks longer into an interruption has not yielded. */
const yieldWithinMs = 2_000
/** An agent that stops so soon after a sound it should not heed, heeded it. */
const ignoreWithinMs = 1_000
/** The same for one that begins to speak so soon after it. */
const replyWithinMs = 2_000
/** Silence that ends the call counts as no answer from here on. */
const unansweredAfterMs = 5_000

export function turnTakingOf({ caller, agent: heard, endMs }: Timelines): TurnTaking {
  const agent = joinAgent(heard)
  const words = ofKind(caller, 'words')
  const turns = joinTurns(words, agent)
  const responses = turns.map((turn, index) => responseTo(turn, turns[index + 1], agent, endMs))
  const latencies = responses.filter((one) => typeof one === 'number')
  const asked = latencies.length + responses.filter((one) => one === 'unanswered').length
  const interruptions = turns.flatMap((turn) => interruptionBy(turn, agent))
  const yieldMs = interruptions.filter((ms) => ms <= yieldWithinMs)
  const intrusions = agent.filter(({ startMs }) => words.some((one) => covers(one, startMs)))
  const backchannels = ofKind(caller, 'backchannel').flatMap((one) => isIgnored(one, agent))
  const noises = ofKind(caller, 'noise').flatMap((one) => isLeftAlone(one, agent, turns))
  const scores = [...latencies.map(scoreOfResponse), ...unanswered(asked - latencies.length)]
  return {
    turns: asked,
    answeredTurns: latencies.length,
    responseRate: share(latencies.length, asked),
    responseLatencyMs: spreadOf(latencies),
    responseScore: scores.length === 0 ? null : rounded(sum(scores) / scores.length),
    callerInterruptions: interruptions.length,
    yields: yieldMs.length,
    yieldRate: share(yieldMs.length, interruptions.length),
    yieldLatencyMs: spreadOf(yieldMs),
    agentInterruptions: intrusions.length,
    agentInterruptionRate: share(intrusions.length, asked),
    ...ignored(backchannels, noises),
    longestSilenceMs: longestSilence([...caller, ...agent], endMs),
  }
}

function ignored(backchannels: readonly boolean[], noises: readonly boolean[]) {
  const backchannelsIgnored = backchannels.filter(Boolean).length
  const noisesIgnored = noises.filter(Boolean).length
  return {
    backchannels: backchannels.length,
    backchannelsIgnored,
    backchannelRate: share(backchannelsIgnored, backchannels.length),
    noises: noises.length,
    noisesIgnored,
    noiseRate: share(noisesIgnored, noises.length),
  }
}

/**
 * 0 to 1 for a pause before an answer, in straight lines between the points of EVA: half at once,
 * best from 0.5 to 2 s, nothing from 3.5 s on.
 */
export function scoreOfResponse(latencyMs: number): number {
  const points = [
    [-500, 0],
    [0, 0.5],
    [200, 0.7],
    [500, 1],
    [2_000, 1],
    [3_500, 0],
  ] as const
  const next = points.findIndex(([ms]) => latencyMs <= ms)
  if (next <= 0) return 0
  const [toMs, to] = points[next] ?? [0, 0]
  const [fromMs, from] = points[next - 1] ?? [0, 0]
  return from + ((to - from) * (latencyMs - fromMs)) / (toMs - fromMs)
}

const unanswered = (count: number) => Array.from({ length: count }, () => 0)

function ofKind(caller: readonly CallerStretch[], kind: CallerStretch['kind']): CallerStretch[] {
  return caller
    .filter((one) => one.kind === kind)
    .toSorted((one, other) => one.startMs - other.startMs)
}

function joinAgent(heard: readonly Stretch[]): Stretch[] {
  const sorted = heard.toSorted((one, other) => one.startMs - other.startMs)
  return joined(sorted, (last, next) => next.startMs - last.endMs < joinAgentMs)
}

/** A turn goes on over a pause in which the agent did not begin to speak. */
function joinTurns(words: readonly Stretch[], agent: readonly Stretch[]): Stretch[] {
  return joined(
    words,
    (last, next) =>
      next.startMs - last.endMs < joinTurnMs &&
      !agent.some(({ startMs }) => startMs >= last.endMs && startMs < next.startMs),
  )
}

function joined(
  sorted: readonly Stretch[],
  belong: (last: Stretch, next: Stretch) => boolean,
): Stretch[] {
  const out: Stretch[] = []
  for (const { startMs, endMs } of sorted) {
    const last = out.at(-1)
    if (last && belong(last, { startMs, endMs })) {
      out[out.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, endMs) }
    } else out.push({ startMs, endMs })
  }
  return out
}

/** Milliseconds until the answer; undefined where none was due, or none can be told. */
function responseTo(
  turn: Stretch,
  nextTurn: Stretch | undefined,
  agent: readonly Stretch[],
  endMs: number,
): number | 'unanswered' | undefined {
  // Spoken over to its end: that is counted among the interruptions.
  if (agent.some((one) => covers(one, turn.endMs))) return undefined
  const answer = agent.find(({ startMs }) => startMs >= turn.endMs)
  if (answer && (!nextTurn || answer.startMs < nextTurn.startMs)) {
    return Math.round(answer.startMs - turn.endMs)
  }
  const isDue = nextTurn !== undefined || endMs - turn.endMs >= unansweredAfterMs
  return isDue ? 'unanswered' : undefined
}

/** How long the agent went on when the caller began to speak over it; nothing where it was silent. */
function interruptionBy(turn: Stretch, agent: readonly Stretch[]): number[] {
  const spoken = agent.find((one) => covers(one, turn.startMs))
  return spoken ? [Math.round(spoken.endMs - turn.startMs)] : []
}

/** Whether the agent spoke on through it; nothing where it was silent. */
function isIgnored(sound: Stretch, agent: readonly Stretch[]): boolean[] {
  return interruptionBy(sound, agent).map((ms) => ms > ignoreWithinMs)
}

/** Whether a sound without words neither stopped the agent nor was answered by it. */
function isLeftAlone(
  sound: Stretch,
  agent: readonly Stretch[],
  turns: readonly Stretch[],
): boolean[] {
  if (agent.some((one) => covers(one, sound.startMs))) return isIgnored(sound, agent)
  const before = turns.findLast(({ endMs }) => endMs <= sound.startMs)
  const isWaiting =
    before && !agent.some(({ startMs }) => startMs >= before.endMs && startMs < sound.startMs)
  // An answer to what was said before would be taken for one to the sound.
  if (isWaiting) return []
  return [
    !agent.some(
      ({ startMs }) => startMs >= sound.startMs && startMs <= sound.endMs + replyWithinMs,
    ),
  ]
}

/** Strictly within: whoever begins in the moment the other stops does not interrupt. */
const covers = ({ startMs, endMs }: Stretch, ms: number) => startMs < ms && ms < endMs

/** From the first sound of the call on: what comes before is the line's. */
function longestSilence(all: readonly Stretch[], endMs: number): number {
  const sorted = all.toSorted((one, other) => one.startMs - other.startMs)
  let until = sorted[0]?.startMs ?? endMs
  let longest = 0
  for (const one of [...sorted, { startMs: endMs, endMs }]) {
    longest = Math.max(longest, one.startMs - until)
    until = Math.max(until, one.endMs)
  }
  return Math.round(longest)
}

function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b)
  const maximum = sorted.at(-1)
  if (maximum === undefined) return null
  const average = Math.round(sum(sorted) / sorted.length)
  return { average, p50: at(sorted, 0.5), p95: at(sorted, 0.95), maximum, count: sorted.length }
}

/** The smallest value that so large a share of them does not exceed. */
function at(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const rounded = (value: number) => Math.round(value * 1_000) / 1_000
const share = (part: number, of: number) => (of === 0 ? null : rounded(part / of))

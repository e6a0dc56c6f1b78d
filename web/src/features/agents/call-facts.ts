import type { CallConversation } from '@parley/contract'

export type Turn = CallConversation['turns'][number]
type Facts = Readonly<Record<string, unknown>>

export type ToolUse = {
  readonly id: string
  readonly name: string
  readonly succeeded: boolean
  readonly durationMs: number | undefined
  readonly result: unknown
  /** Since the answer, like the turns. */
  readonly atMs: number
}

const stages = [
  'endOfTurnMs',
  'transcriptionMs',
  'firstTokenMs',
  'firstAudioMs',
  'heardMs',
] as const

const isObject = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

/** From the caller's last sound to the agent's first that was heard, or else was made. */
export function latencyOf({ latency }: Turn): number | undefined {
  return numberIn(latency?.heardMs) ?? numberIn(latency?.firstAudioMs)
}

/** Uses of tools in the log: each ends with a line that says how it went. */
export function toolUsesOf(
  call: Pick<CallConversation, 'logs' | 'answeredAt' | 'startedAt'>,
): ToolUse[] {
  const begin = Date.parse(call.answeredAt ?? call.startedAt)
  return call.logs.flatMap(({ id, category, message, payload, timestamp }) => {
    if (category !== 'TOOLS' || !isObject(payload) || message === 'Executing Tool') return []
    const { toolName, durationMs, response, error } = payload
    return [
      {
        id,
        name: typeof toolName === 'string' ? toolName : '–',
        succeeded: error === undefined,
        durationMs: numberIn(durationMs),
        result: error ?? response ?? null,
        atMs: Math.max(0, Date.parse(timestamp) - begin),
      },
    ]
  })
}

export type StageFigures = {
  readonly stage: (typeof stages)[number]
  readonly average: number
  readonly p50: number
  readonly p95: number
  readonly maximum: number
}

/** Of each stage that was measured. */
export function stageFiguresOf({ performanceMetrics }: CallConversation): StageFigures[] {
  const latency = performanceMetrics['latency']
  if (!isObject(latency)) return []
  return stages.flatMap((stage) => {
    const found = latency[stage]
    if (!isObject(found)) return []
    const [average, p50, p95, maximum] = [
      numberIn(found.average),
      numberIn(found.p50),
      numberIn(found.p95),
      numberIn(found.maximum),
    ]
    if (average === undefined || p50 === undefined) return []
    return [{ stage, average, p50, p95: p95 ?? p50, maximum: maximum ?? p50 }]
  })
}

export const countNames = ['agentTurns', 'userTurns', 'interruptions'] as const
export const talkNames = ['agentTalkSeconds', 'userTalkSeconds'] as const

/** A figure of the call as a whole. */
export function figureOf(
  { performanceMetrics, usage }: CallConversation,
  name: string,
): number | undefined {
  return numberIn(performanceMetrics[name]) ?? numberIn(usage[name])
}

/** What the agent found out: without the parameters that the call was started with. */
export function foundOut({ jobResponse, params }: CallConversation): [string, unknown][] {
  return Object.entries(jobResponse.outcomeResult).filter(
    ([name, value]) =>
      !Object.hasOwn(params, name) || JSON.stringify(params[name]) !== JSON.stringify(value),
  )
}

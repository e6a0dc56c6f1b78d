import { randomUUID } from 'node:crypto'
import { conductCall } from '../src/modules/voice/conduct-call.ts'
import { stateOf } from '../src/modules/voice/state.ts'
import type { CallNotice, ClientToolCall, OngoingCall } from '../src/modules/voice/transport.ts'
import { turnTakingOf, type TurnTaking } from '../src/modules/voice/turn-taking-rules.ts'
import { AgentDefinition } from '@parley/contract'
import type { Context } from '../src/context.ts'
import { openVoiceEngine, type ToolWords } from '../src/providers/voice-engine/index.ts'
import { voiceParts } from '../src/voice-parts.ts'
import { beginCall, makeAgent } from './agent-calls.ts'
import { actAsCaller, type Doing, linesOf, openEarpiece, spansOf } from './scripted-phone.ts'
import {
  judgeByLevel,
  openScriptedEars,
  openScriptedModel,
  openScriptedMouth,
  type Reply,
  wait,
} from './scripted-voice.ts'
import type { TestApp } from './test-app.ts'
import { startVirtualClock, type VirtualClock, watchWork } from './virtual-clock.ts'
import type { ChatTurn } from '../src/providers/llm/index.ts'

/** A tool of the caller's page: how long it takes, and what comes of it. */
type ScriptedTool = {
  readonly takes: number
  readonly answers?: unknown
  readonly fails?: string
  readonly parameters?: readonly string[]
}

/** A tool of the workspace, with what is said meanwhile. */
type WorkspaceTool = ScriptedTool & {
  readonly words?: ToolWords
  readonly isAsync?: boolean
}

export type Scenario = {
  /** Parts of its definition. It greets with "Good morning." unless that says otherwise. */
  readonly agent?: Readonly<Record<string, unknown>>
  readonly caller: readonly Doing[] | ((call: Ongoing) => readonly Doing[])
  /** A scripted language model; undefined: the rules that need none. */
  readonly model?: (turn: ChatTurn) => Reply
  readonly tools?: Readonly<Record<string, ScriptedTool>>
  /** Instead of those that its agent has. */
  readonly workspaceTools?: Readonly<Record<string, WorkspaceTool>>
  readonly params?: Readonly<Record<string, unknown>>
  /** Whether its ears may be asked before it is certain that somebody has finished. */
  readonly hasIdleEars?: boolean
  /** Milliseconds that each engine takes. */
  readonly takes?: { readonly ears?: number; readonly model?: number; readonly voice?: number }
  /** A telephone: it echoes marks and can be handed over; its way takes so long. */
  readonly telephone?: { readonly delayMs?: number; readonly keepsMarks?: boolean }
  readonly isMessage?: boolean
  readonly knowledge?: (
    query: string,
  ) => readonly { readonly text: string; readonly source: string }[]
}

/** What a scenario may do to a call from outside, once it goes on. */
type Ongoing = { readonly call: () => OngoingCall }

type Use = ClientToolCall & { readonly atMs: number; readonly wasAborted: () => boolean }

const start = new Date('2026-03-02T09:00:00.000Z')
const usual = { ears: 100, model: 200, voice: 80 }
/** A call of an hour ends by itself. */
const longestMs = 3_700_000
/** Beyond the end: whatever was left would show by then. */
const afterwardsMs = 60_000

/** The call as it was, by the record, and by the two ends of the line. */
export async function simulateCall(app: TestApp, scenario: Scenario) {
  const setting = await setUp(app, scenario)
  const { clock, work } = setting
  try {
    return await runCall(app, scenario, setting)
  } finally {
    clock[Symbol.dispose]()
    if (work.isBusy()) await new Promise((done) => void setImmediate(done))
  }
}

/** Parts of a definition that say "Good morning." first. */
function partsOf({ agent = {} }: Scenario): Readonly<Record<string, unknown>> {
  const greeting = { greetingMessage: 'Good morning.', greetingMessageType: 'static' }
  const conversation = { ...greeting, ...(agent['conversation'] as object | undefined) }
  return { ...agent, conversation }
}

async function setUp(app: TestApp, scenario: Scenario) {
  const { takes = {} } = scenario
  const agent = await makeAgent(app, partsOf(scenario))
  const work = watchWork()
  const { pool } = app.db
  const isBusy = () => work.isBusy() || pool.totalCount > pool.idleCount || pool.waitingCount > 0
  let ongoing: OngoingCall | undefined
  const call = () => {
    if (!ongoing) throw new Error('The call has not begun.')
    return ongoing
  }
  const doings = typeof scenario.caller === 'function' ? scenario.caller({ call }) : scenario.caller
  const ears = openScriptedEars(linesOf(doings), takes.ears ?? usual.ears, scenario.hasIdleEars)
  const mouth = openScriptedMouth(takes.voice ?? usual.voice)
  // Files that are read while the clock runs would take no time, and it would go on without them.
  await import('../src/providers/voice-engine/livekit-talk.ts')
  const clock = startVirtualClock(start, isBusy)
  const context: Context = {
    ...app.context,
    db: work.watched(app.context.db),
    media: work.watched(app.context.media),
    now: () => new Date(),
    stt: ears,
    tts: mouth,
    voiceEngine: openVoiceEngine(judgeByLevel),
  }
  const model = scenario.model && openScriptedModel(scenario.model, takes.model ?? usual.model)
  const setCall = (one: OngoingCall | undefined) => {
    ongoing = one
  }
  return { agent, work, doings, ears, mouth, clock, context, model, setCall }
}

type Setting = Awaited<ReturnType<typeof setUp>>

async function runCall(app: TestApp, scenario: Scenario, setting: Setting) {
  const { doings, ears, mouth, clock, context, model } = setting
  const far = openFarEnd(scenario)
  const { ongoing, callId } = await connect(app, scenario, setting, far)
  let isOver = false
  const ended = ongoing.ended.then((end) => {
    isOver = true
    return end
  })
  const acting = actAsCaller(
    doings,
    {
      hear: (samples) => ongoing.hear(samples),
      pressed: (digit) => ongoing.pressed(digit),
      wrote: (text) => ongoing.wrote(text),
      hangUp: () => void ongoing.end('hangup'),
    },
    () => isOver,
  )
  await clock.runUntil(() => isOver, longestMs)
  const end = await ended
  const endMs = far.endMs()
  const said = far.notices.length
  await stateOf(context).close()
  await clock.pass(afterwardsMs)
  await until(clock, acting)
  // What a slow machine began late, such as the rest of a connection that was used, ends as well; what
  // goes on for ever does not.
  for (let more = 0; clock.waiting() > 0 && more < 5; more += 1) await clock.pass(afterwardsMs)
  const leftOver = { timers: clock.waiting(), notices: far.notices.length - said }
  clock[Symbol.dispose]()
  /** What both ends of the line measure, whatever the record says. */
  const tracks = { caller: spansOf(doings, endMs), agent: far.earpiece.heard, endMs }
  const measured = turnTakingOf(tracks)
  const recorded = await readRecord(app, callId)
  const ends = { ...far, endMs, tracks, measured, leftOver }
  return { callId, end, ...recorded, ...ends, mouth, ears, model }
}

async function connect(app: TestApp, scenario: Scenario, setting: Setting, far: FarEnd) {
  const { agent, clock, context } = setting
  const isWeb = scenario.telephone === undefined
  const { workspaceId, callId } = await until(
    clock,
    beginCall({ ...app, context } as TestApp, {
      agent,
      ...(isWeb && { channel: 'Web', direction: 'web', toNumber: null }),
    }),
  )
  const definition = AgentDefinition.parse({ name: agent.name, ...partsOf(scenario) })
  const conducted = conductCall(context, partsWith(scenario, setting), {
    call: { workspaceId, callId },
    agent: { id: agent.id, versionId: agent.versionId, definition },
    params: scenario.params ?? {},
    clientTools: clientToolsOf(scenario),
    transport: far.transport,
    ...(scenario.isMessage && { isMessage: true }),
  })
  // Nothing that a call begins with waits for a timer.
  const ongoing = await until(clock, setting.work.track(conducted))
  if (!ongoing) throw new Error('The call did not begin.')
  setting.setCall(ongoing)
  far.earpiece.onMark((name) => ongoing.reachedMark(name))
  return { ongoing, callId }
}

async function readRecord({ db }: TestApp, callId: string) {
  const { rows: calls } = await db.pool.query<Recorded>(callStatement, [callId])
  const { rows: turns } = await db.pool.query<Turn>(turnStatement, [callId])
  const { rows: log } = await db.pool.query<Logged>(logStatement, [callId, start])
  return { turns, log, record: toRecord(calls[0]) }
}

export type SimulatedCall = Awaited<ReturnType<typeof simulateCall>>

type Turn = {
  readonly speaker: 'agent' | 'user'
  readonly text: string
  readonly start_ms: number
  readonly end_ms: number
  readonly is_interrupted: boolean
  readonly gender: string | null
}
type Logged = {
  readonly category: string
  readonly message: string
  readonly payload: string
  readonly at_ms: number
}
type Recorded = {
  readonly status: string
  readonly end_reason: string
  readonly outcome: string | null
  readonly performance: string
  readonly duration_seconds: string
}

const turnStatement = `select speaker, text, start_ms, end_ms, is_interrupted, gender
  from agent_call_turn where call_id = $1 order by start_ms, id`
const logStatement = `select category, message, payload,
    round(extract(epoch from at - $2::timestamptz) * 1000)::int as at_ms
  from agent_call_log where call_id = $1 order by at, id`
const callStatement = `select status, end_reason, outcome, performance, duration_seconds
  from agent_call where id = $1`

function toRecord(row: Recorded | undefined) {
  if (!row) throw new Error('The call has no record.')
  const { turnTaking, latency } = JSON.parse(row.performance) as {
    turnTaking: TurnTaking
    latency: Readonly<Record<string, { p50: number; maximum: number; turns: number }>>
  }
  const outcome = JSON.parse(row.outcome ?? 'null') as Record<string, unknown> | null
  return {
    status: row.status,
    reason: row.end_reason,
    outcome,
    turnTaking,
    latency,
    seconds: Number(row.duration_seconds),
  }
}

/** Lets the clock run until a promise is settled. */
async function until<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isSettled = false
  const settled = () => {
    isSettled = true
  }
  void work.then(settled, settled)
  await clock.runUntil(() => isSettled, longestMs)
  return work
}

function partsWith({ knowledge, workspaceTools }: Scenario, { model, work }: Setting) {
  return {
    ...voiceParts,
    ...(model && { chatModel: model }),
    ...(knowledge && {
      searchKnowledge: async (_: Context, { query }: { query: string }) => knowledge(query),
    }),
    callTool: (...given: Parameters<typeof voiceParts.callTool>) =>
      work.track(voiceParts.callTool(...given)),
    ...(workspaceTools && toolsLike(workspaceTools)),
  }
}

function toolsLike(tools: NonNullable<Scenario['workspaceTools']>) {
  return {
    toolsOfAgent: async () =>
      Object.entries(tools).map(([name, { words, isAsync }]) => ({
        id: randomUUID(),
        name,
        description: name.replaceAll('_', ' '),
        parameters: { type: 'object', properties: {} },
        words,
        isAsync,
      })),
    async callTool(_: Context, { tool: { name } }: { readonly tool: { readonly name: string } }) {
      const { takes = 0, answers = null, fails } = tools[name] ?? {}
      await wait(takes * 1_000)
      if (fails !== undefined) throw new Error(fails)
      return JSON.stringify(answers)
    },
  }
}

function clientToolsOf({ tools = {} }: Scenario) {
  return Object.entries(tools).map(([name, { parameters = [] }]) => ({
    name,
    description: name.replaceAll('_', ' '),
    parameters: {
      type: 'object',
      properties: Object.fromEntries(parameters.map((key) => [key, { type: 'string' }])),
      required: parameters,
    },
    order: parameters,
  }))
}

/** The other end of the line, which keeps account of what reaches it. */
function openFarEnd({ tools = {}, telephone }: Scenario) {
  const answered = Date.now()
  const answeredMs = () => answered
  const notices: (CallNotice & { readonly atMs: number })[] = []
  const closings: { readonly reason: string; readonly atMs: number }[] = []
  const uses: Use[] = []
  const transfers: string[] = []
  const now = () => Date.now() - answered
  const earpiece = openEarpiece(answeredMs, telephone)
  const mark = (name: string) => {
    if (telephone?.keepsMarks !== true) earpiece.mark(name)
  }
  const transport = {
    speaker: {
      play: (samples: Int16Array) => earpiece.play(samples),
      clear: () => earpiece.clear(),
      mark: telephone ? mark : undefined,
    },
    tell: (notice: CallNotice) => void notices.push({ ...notice, atMs: now() }),
    async useTool(use: ClientToolCall, signal: AbortSignal) {
      const { takes = 0, answers = null, fails } = tools[use.name] ?? {}
      uses.push({ ...use, atMs: now(), wasAborted: () => signal.aborted })
      await wait(takes * 1_000)
      if (fails !== undefined) throw new Error(fails)
      return answers
    },
    ...(telephone && {
      async transfer(to: string) {
        transfers.push(to)
      },
    }),
    close(reason: string) {
      closings.push({ reason, atMs: now() })
      earpiece.hangUp()
    },
  }
  return { endMs: now, notices, closings, uses, transfers, earpiece, transport }
}

type FarEnd = ReturnType<typeof openFarEnd>

/** A call as one reads it: who began to speak when, in seconds, and what was heard of it. */
export function storyOf({ turns }: Pick<SimulatedCall, 'turns'>): string[] {
  return turns.map(({ speaker, text, start_ms, is_interrupted }) => {
    const who = speaker === 'user' ? 'caller' : 'agent'
    return `${(start_ms / 1_000).toFixed(3)} ${who}: ${text}${is_interrupted ? ' —' : ''}`
  })
}

import { AgentDefinition } from '@parley/contract'
import {
  addTurns,
  type CallEnd,
  endCall,
  markAnswered,
  type NewCall,
  type NewTurn,
  startCall,
} from '../src/modules/agent-calls/index.ts'
import type { TestApp } from './test-app.ts'

export type TestAgent = { readonly id: string; readonly versionId: string; readonly name: string }

type AgentWishes = {
  readonly name?: string
  readonly workspaceId?: string
  /** Anything else of a definition. */
  readonly [part: string]: unknown
}

/** An agent of the first workspace, unless another is given, with one version. */
export async function makeAgent(
  app: TestApp,
  { name = 'Reception', workspaceId = app.owner.workspaceId, ...parts }: AgentWishes = {},
): Promise<TestAgent> {
  const id = app.context.newId()
  const versionId = app.context.newId()
  const definition = AgentDefinition.parse({ name, ...parts })
  await app.db.pool.query(
    `with made as (
       insert into agent (workspace_id, id, name, type, language) values ($1, $2, $3, $4, 'en')
       returning workspace_id, id)
     insert into agent_version (workspace_id, id, agent_id, number, definition)
     select workspace_id, $5, id, 1, $6 from made`,
    [workspaceId, id, name, definition.type, versionId, JSON.stringify(definition)],
  )
  return { id, versionId, name }
}

type Wishes = Partial<Omit<NewCall, 'agent'>> & { readonly agent?: TestAgent | null }

/** Begins a call of the owner. */
export async function beginCall(app: TestApp, { agent, ...wishes }: Wishes = {}) {
  const { workspaceId, userId } = app.owner
  const { id = null, versionId = null, name = 'Reception' } = agent ?? {}
  const call: NewCall = {
    workspaceId,
    agent: { id, versionId, name, language: 'en' },
    channel: 'Telephone',
    direction: 'outbound',
    fromNumber: '+442079460000',
    toNumber: '+442079460958',
    ownerId: userId,
    ...wishes,
  }
  const started = await app.db.transaction((tx) => startCall(tx, app.context, call))
  return { workspaceId: call.workspaceId, ...started }
}

/** Turns of two seconds each, one after another. */
export function turnsOf(...said: readonly (readonly ['agent' | 'user', string])[]): NewTurn[] {
  return said.map(([speaker, text], index) => ({
    speaker,
    text,
    startMs: index * 2_500,
    endMs: index * 2_500 + 2_000,
  }))
}

export const smallTalk = turnsOf(
  ['agent', 'Hello, this is Acme. How can I help you today?'],
  ['user', 'I would like a quote for twenty seats, please.'],
  ['agent', 'Of course. When do you want to begin?'],
  ['user', 'Next Monday would be great, thank you.'],
)

type TalkWishes = Wishes & {
  readonly turns?: readonly NewTurn[]
  readonly end?: Partial<CallEnd>
}

/** A call that was begun, answered, talked and ended. */
export async function holdTalk(
  app: TestApp,
  { turns = smallTalk, end, ...wishes }: TalkWishes = {},
) {
  const call = await beginCall(app, wishes)
  await app.db.transaction(async (tx) => {
    await markAnswered(tx, app.context, call, { by: 'human' })
    await addTurns(tx, app.context, call, turns)
  })
  await finishCall(app, call, end)
  return call
}

/** Ends a call as completed, unless something else is wanted; false: it had ended before. */
export function finishCall(
  app: TestApp,
  call: { readonly workspaceId: string; readonly callId: string },
  end: Partial<CallEnd> = {},
): Promise<boolean> {
  return app.db.transaction((tx) =>
    endCall(tx, app.context, call, { status: 'COMPLETED', endReason: 'hangup', ...end }),
  )
}

type EventRow = { readonly name: string; readonly data: Record<string, unknown> }

/** What was announced of calls, oldest first. */
export async function callEventsOf(app: TestApp): Promise<EventRow[]> {
  const { rows } = await app.db.pool.query<{ name: string; payload: string }>(
    `select name, payload from event
     where name in ('call.started', 'call.answered', 'call.ended', 'transcription.update',
       'tool.executed') order by seq`,
  )
  return rows.map(({ name, payload }) => ({
    name,
    data: JSON.parse(payload) as Record<string, unknown>,
  }))
}

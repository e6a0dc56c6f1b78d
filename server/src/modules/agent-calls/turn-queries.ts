import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { TurnLatency } from './call.ts'

type Runner = Pick<Executor, 'run'>

type Word = readonly [text: string, startMs: number, endMs: number, confidence: number | null]

export type Turn = {
  readonly id: string
  readonly speaker: 'agent' | 'user'
  readonly text: string
  readonly startMs: number
  readonly endMs: number
  readonly isInterrupted: boolean
  readonly nodeId: string | null
  readonly confidence: number | null
  readonly words: readonly Word[] | null
  readonly gender: string | null
  readonly latency: TurnLatency | null
}

const insertStatement = statement(
  'insert_agent_call_turns',
  `insert into agent_call_turn (workspace_id, call_id, id, speaker, text, start_ms, end_ms,
     is_interrupted, node_id, confidence, words, gender, latency)
   select $1, $2, t.id, t.speaker, t.text, t."startMs", t."endMs", t."isInterrupted", t."nodeId",
     t.confidence, t.words::text, t.gender, t.latency::text
   from json_to_recordset($3::json) as t (id uuid, speaker text, text text, "startMs" int,
     "endMs" int, "isInterrupted" boolean, "nodeId" text, confidence real, words json, gender text,
     latency json)
   on conflict do nothing returning id`,
)

/** Answers the ids of those that are new. */
export async function insertTurns(
  tx: Runner,
  workspaceId: string,
  callId: string,
  turns: readonly Turn[],
): Promise<ReadonlySet<string>> {
  const values = [workspaceId, callId, JSON.stringify(turns)]
  const rows = await tx.run<{ id: string }>(insertStatement, values)
  return new Set(rows.map(({ id }) => id))
}

/** Arguments of json_build_object, of a turn `t`. */
const shownTurn = `'id', t.id, 'speaker', t.speaker, 'text', t.text, 'startMs', t.start_ms,
  'endMs', t.end_ms, 'isInterrupted', t.is_interrupted, 'nodeId', t.node_id,
  'confidence', t.confidence, 'words', t.words::json, 'gender', t.gender,
  'latency', t.latency::json`

const turnsStatement = statement(
  'list_agent_call_turns',
  `select coalesce(json_agg(json_build_object(${shownTurn}) order by t.start_ms, t.id), '[]')::text
     as turns
   from agent_call_turn t where t.workspace_id = $1 and t.call_id = $2`,
)

/** In order of time. */
export async function selectTurns(
  db: Runner,
  workspaceId: string,
  callId: string,
): Promise<Turn[]> {
  const [row] = await db.run<{ turns: string }>(turnsStatement, [workspaceId, callId])
  return JSON.parse(row?.turns ?? '[]') as Turn[]
}

import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import type { CallRef, NewTurn } from './call.ts'
import { type HeldCall, holdCall } from './call-queries.ts'
import { tell } from './tell.ts'
import { momentAt, toldOf } from './tell-rules.ts'
import { toText } from './text-rules.ts'
import { insertTurns, type Turn } from './turn-queries.ts'

const maxTextLength = 20_000
const maxNameLength = 200
/** Of a turn: more words than anybody says in one breath, and 24 days. */
const maxWords = 5_000
const maxMs = 2_147_483_647

/**
 * Adds what was really said; `transcription.update` is told of each turn. Those that are there
 * already, and all of a call that has ended, are left out. Answers how many were added.
 */
export async function addTurns(
  tx: Executor,
  context: Context,
  { workspaceId, callId }: CallRef,
  turns: readonly NewTurn[],
): Promise<number> {
  const said = turns.map((turn) => toTurn(context, turn)).filter(({ text }) => text.trim() !== '')
  if (said.length === 0) return 0
  const call = await holdCall(tx, workspaceId, callId)
  if (!call) return 0
  const added = await insertTurns(tx, workspaceId, callId, said)
  for (const turn of said) {
    if (added.has(turn.id)) await tellTurn(tx, context, { workspaceId, call, turn })
  }
  return added.size
}

function tellTurn(
  tx: Executor,
  context: Context,
  { workspaceId, call, turn }: { workspaceId: string; call: HeldCall; turn: Turn },
): Promise<void> {
  const { id, speaker, text, startMs, gender } = turn
  const said = { id, speaker, text, is_final: true, at: momentAt(call, startMs), gender }
  return tell(tx, context, {
    workspaceId,
    name: 'transcription.update',
    subjectId: id,
    data: { call: toldOf(call), transcription: said },
  })
}

function toTurn(context: Context, turn: NewTurn): Turn {
  const startMs = toMs(turn.startMs)
  const { words, confidence = null, nodeId, gender } = turn
  return {
    id: turn.id ?? context.newId(),
    speaker: turn.speaker,
    text: toText(turn.text, maxTextLength),
    startMs,
    endMs: Math.max(startMs, toMs(turn.endMs)),
    isInterrupted: turn.isInterrupted ?? false,
    nodeId: nodeId ? toText(nodeId, maxNameLength) : null,
    confidence,
    words: words
      ? words
          .slice(0, maxWords)
          .map(([text, from, to, sure]) => [
            toText(text, maxNameLength),
            toMs(from),
            toMs(to),
            sure,
          ])
      : null,
    gender: gender ? toText(gender, maxNameLength) : null,
    latency: turn.latency ?? null,
  }
}

const toMs = (ms: number) => Math.min(maxMs, Math.max(0, Math.round(ms)))

import type { CallConversation } from '@parley/contract'
import type { WatchNotice } from '@parley/voice'
import type { Line } from './call-lines.ts'

type Turn = Pick<CallConversation['turns'][number], 'id' | 'speaker' | 'text'>

/** Heard while one watches, or told to the agent alone; the record has the former a moment later. */
export type Heard = Line & {
  /** So many turns were recorded when it was heard. */
  readonly after: number
}

/** What is heard before the record has it is soon in the record; more than this is never waited for. */
const mostKept = 200

/** With what somebody who watches was told; a line that is still being heard is replaced by the next. */
export function withNotice(
  heard: readonly Heard[],
  notice: WatchNotice,
  after: number,
): readonly Heard[] {
  if (notice.type !== 'user-text' && notice.type !== 'agent-text') return heard
  const role = notice.type === 'agent-text' ? 'agent' : 'user'
  const isFinal = notice.type === 'agent-text' || notice.isFinal
  const others = heard.filter((line) => line.role !== role || line.isFinal)
  return added(others, { role, isFinal, text: notice.text, after })
}

/** With a sentence that only the agent was told. */
export function withWhisper(
  heard: readonly Heard[],
  text: string,
  after: number,
): readonly Heard[] {
  return added(heard, { role: 'whisper', isFinal: true, text, after })
}

function added(heard: readonly Heard[], line: Omit<Heard, 'id'>): readonly Heard[] {
  const last = Number(heard.at(-1)?.id.split(' ')[1] ?? 0)
  return [...heard, { ...line, id: `heard ${last + 1}` }].slice(-mostKept)
}

/** The record, with what it does not have yet. */
export function linesOf(turns: readonly Turn[], heard: readonly Heard[]): readonly Line[] {
  const pending = heard.filter((line) => line.role === 'whisper' || !isRecorded(line, turns))
  const lines = turns.flatMap((turn, index): Line[] => [
    ...pending.filter(({ role, after }) => role === 'whisper' && after === index),
    { id: turn.id, role: turn.speaker, text: turn.text, isFinal: true },
  ])
  const rest = pending.filter(({ role, after }) => role !== 'whisper' || after >= turns.length)
  return [...lines, ...rest]
}

/** Several stretches of speech may be one turn. */
function isRecorded({ role, text, isFinal, after }: Heard, turns: readonly Turn[]): boolean {
  const since = turns.slice(after).filter(({ speaker }) => speaker === role)
  if (!isFinal) return since.length > 0
  return since.length > 1 || since.some((turn) => turn.text.includes(text))
}

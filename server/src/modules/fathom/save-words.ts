import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { type NewSpeaker, saveTranscript } from '../conversations/index.ts'
import type { MeetingFacts } from './facts-rules.ts'
import type { FactsRow } from './meeting-queries.ts'
import { doors, type FactDoor } from './merge-rules.ts'
import type { ToldMeeting } from './told-meeting.ts'
import { type TimedLine, withTimes } from './transcript-rules.ts'

/** Saves what was said, unless a more trusted door said it already; answers whether it is news. */
export async function saveWords(
  tx: Executor,
  context: Context,
  {
    told,
    meetingId,
    merged,
    rows,
  }: {
    readonly told: ToldMeeting
    readonly meetingId: string
    readonly merged: MeetingFacts
    readonly rows: readonly FactsRow[]
  },
): Promise<boolean> {
  const { workspaceId, door, reading } = told
  const better = rows.some((row) => row.has_transcript && rank(row.door) < rank(door))
  if (reading.transcript.length === 0 || better) return false
  const { lines, timing } = withTimes(reading.transcript, merged.fields.duration_minutes)
  const { speakers, numberOf } = speakersOf(lines)
  const saved = await saveTranscript(tx, context, {
    workspaceId,
    conversationId: meetingId,
    timing,
    speakers,
    source: door === 'meetings_webhook' ? 'meetings_webhook' : 'fathom',
    language: merged.fields.language ?? null,
    hasSpeakers: lines.some(({ name }) => name !== undefined),
    segments: lines.map((line) => ({
      speaker: numberOf(line),
      startMs: line.startMs,
      endMs: line.endMs,
      text: line.text,
    })),
  })
  return saved !== undefined && saved.outcome !== 'kept'
}

function rank(door: string): number {
  return doors.indexOf(door as FactDoor)
}

/** Numbered from 1 in order of first words. One address is one person, and so is one name without. */
function speakersOf(lines: readonly TimedLine[]) {
  const numbers = new Map<string, number>()
  const speakers: NewSpeaker[] = []
  const keyOf = ({ name, email }: TimedLine) => email ?? `name ${name?.toLowerCase() ?? ''}`
  for (const line of lines) {
    const key = keyOf(line)
    if (numbers.has(key)) continue
    speakers.push({ name: line.name ?? null, email: line.email ?? null })
    numbers.set(key, speakers.length)
  }
  return { speakers, numberOf: (line: TimedLine) => numbers.get(keyOf(line)) ?? 1 }
}

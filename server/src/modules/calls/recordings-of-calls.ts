import type { Executor } from '../../platform/db/database.ts'
import type { Event, Subscriber } from '../../platform/events/event.ts'

export type RecordingAddress = {
  readonly workspaceId: string
  readonly conversationId: string
  /** User whose call it is. */
  readonly ownerId: string
  readonly url: string
}

/** Notes in the transaction that a recording is to be fetched; refuses no address. */
export type AddRecording = (tx: Executor, recording: RecordingAddress) => Promise<void>

/** Has the recording of a call fetched as soon as its address is known, or is another one. */
export function fetchRecordingsOfCalls(addRecording: AddRecording): Subscriber {
  return {
    name: 'recordings-of-calls',
    events: ['call.captured', 'call.updated'],
    async handle(tx, events) {
      for (const event of events) {
        const recording = newRecordingOf(event)
        if (recording) await addRecording(tx, recording)
      }
    },
  }
}

type Told = {
  readonly recording_url: string | null
  readonly employee_id: string
  readonly restored?: boolean
  readonly previous?: object
}

function newRecordingOf({ workspaceId, subjectId, payload }: Event): RecordingAddress | undefined {
  // Most calls have none, and reading all of their payloads would be half of the work.
  if (payload.includes('"recording_url":null')) return undefined
  const call = JSON.parse(payload) as Told
  const isKnown = call.restored || (call.previous && !('recording_url' in call.previous))
  if (!call.recording_url || isKnown) return undefined
  return {
    workspaceId,
    conversationId: subjectId,
    ownerId: call.employee_id,
    url: call.recording_url,
  }
}

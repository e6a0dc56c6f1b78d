import type { MeetingReading } from './facts-rules.ts'
import type { FactDoor } from './merge-rules.ts'

export type ToldMeeting = {
  readonly workspaceId: string
  readonly door: FactDoor
  readonly reading: MeetingReading
  /** Whose the meeting is when the facts name no member; undefined means the workspace's owner. */
  readonly userId: string | undefined
  /** What was sent, word for word. */
  readonly body: string
  /** Knows a repeat of a payload that has no id. */
  readonly digest: string
}

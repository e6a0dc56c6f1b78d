import type { Context } from '../../context.ts'
import { findIds } from './meeting-queries.ts'
import { noCrm } from './facts-rules.ts'
import { saveMeeting } from './save-meeting.ts'
import { transcriptOf } from './transcript-rules.ts'

/** Saves the text of a meeting's document as what was said in it. */
export async function saveDocument(
  context: Context,
  document: {
    readonly workspaceId: string
    readonly meetingId: string
    readonly text: string
    readonly digest: string
  },
): Promise<void> {
  const { workspaceId, meetingId, text, digest } = document
  const ids = await findIds(context.db, workspaceId, meetingId)
  // Deleted meanwhile.
  if (!ids) return
  const transcript = transcriptOf(text.replace(/^\uFEFF/, ''), () => {})
  if (transcript.length === 0) return
  await saveMeeting(context, {
    workspaceId,
    userId: undefined,
    digest,
    door: 'meetings_webhook',
    body: text,
    reading: {
      ids,
      fields: {},
      attendees: [],
      actionItems: [],
      crm: noCrm,
      transcript,
      problems: [],
    },
  })
}

import type { TranscriptChanges } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { invalid } from '../../platform/errors.ts'
import { addSpeaker, editSegments, editSpeaker, lockShape, noteEdited } from './edit-queries.ts'
import { getTranscript, requireTranscript } from './read-transcript.ts'
import { announceTranscript, countWords } from './save-transcript.ts'
import { lockConversation } from './transcript-queries.ts'

/** Corrects what was said and by whom; what was there before is kept. */
export async function editTranscript(
  context: Context,
  principal: Principal,
  { id, changes }: { readonly id: string; readonly changes: TranscriptChanges },
): Promise<string> {
  const { workspaceId, userId } = principal
  const { id: transcriptId, conversationId } = await requireTranscript(context, principal, id)
  await context.db.transaction(async (tx) => {
    // Whoever replaces a transcript holds its conversation.
    await lockConversation(tx, workspaceId, conversationId)
    const about = { workspaceId, transcriptId, userId, at: context.now() }
    if (!(await applyChanges(tx, context, about, changes))) return
    await announceTranscript(tx, context, {
      workspaceId,
      transcriptId,
      outcome: 'updated',
      actorUserId: userId,
    })
  })
  context.wakeRelay()
  return getTranscript(context, principal, transcriptId)
}

type About = {
  readonly workspaceId: string
  readonly transcriptId: string
  readonly userId: string
  readonly at: Date
}

/** False when everything is as it should be already. */
async function applyChanges(
  tx: Executor,
  context: Context,
  about: About,
  { segments = [], speakers = [] }: TranscriptChanges,
): Promise<boolean> {
  const { workspaceId, transcriptId } = about
  const shape = (await lockShape(tx, workspaceId, transcriptId)) ?? { segments: 0, speakers: 0 }
  const highest = segments.reduce((most, { speaker = 0 }) => Math.max(most, speaker), 0)
  refuseUnknown(shape, { segments, speakers, highest })
  const isNewSpeaker = highest > shape.speakers
  if (isNewSpeaker) await addSpeaker(tx, workspaceId, transcriptId, highest)
  const edits = segments.map(({ position, text, speaker }) => ({
    id: context.newId(),
    position,
    text,
    speaker,
  }))
  const changed = edits.length > 0 ? await editSegments(tx, about, edits) : []
  let hasRenamed = false
  for (const speaker of speakers) {
    if (await editSpeaker(tx, workspaceId, transcriptId, speaker)) hasRenamed = true
  }
  if (changed.length === 0 && !hasRenamed) return false
  const moreWords = changed.reduce(
    (sum, { formerText, newText }) => sum + countWords(newText) - countWords(formerText),
    0,
  )
  await noteEdited(tx, about, { moreWords, hasSpeakers: isNewSpeaker })
  return true
}

function refuseUnknown(
  shape: { readonly segments: number; readonly speakers: number },
  given: {
    readonly segments: NonNullable<TranscriptChanges['segments']>
    readonly speakers: NonNullable<TranscriptChanges['speakers']>
    readonly highest: number
  },
): void {
  const positions = given.segments.map(({ position }) => position)
  const missing = positions.find((position) => position >= shape.segments)
  if (missing !== undefined) throw invalid('segments', `There is no segment ${missing}.`)
  const twice = positions.find((position, index) => positions.indexOf(position) !== index)
  if (twice !== undefined) throw invalid('segments', `Segment ${twice} is named twice.`)
  if (given.highest > shape.speakers + 1) {
    throw invalid(
      'segments',
      `There is no speaker ${given.highest}; the next new one is ${shape.speakers + 1}.`,
    )
  }
  const known = Math.max(shape.speakers, given.highest)
  const unknown = given.speakers.find(({ number }) => number > known)
  if (unknown) throw invalid('speakers', `There is no speaker ${unknown.number}.`)
}

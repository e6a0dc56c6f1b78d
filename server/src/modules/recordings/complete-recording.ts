import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { type NewSpeaker, saveTranscript } from '../conversations/index.ts'
import { announce } from './announce.ts'
import { type ChannelRole, mainLanguage, meanConfidence, merge } from './merge-rules.ts'
import { deleteParts, type Part } from './part-queries.ts'
import type { AboutRecording } from './queue.ts'
import { setEnded, setLanguage, type WorkItem } from './work-queries.ts'

type Heard = { readonly roles: readonly ChannelRole[]; readonly parts: readonly Part[] }

/** Makes the transcript of what was heard, and tells everybody. All of it or nothing. */
export async function completeRecording(
  context: Context,
  about: AboutRecording,
  work: WorkItem,
  heard: Heard,
): Promise<void> {
  const { workspaceId, recordingId: id } = about
  await context.db.transaction(async (tx) => {
    const end = { status: 'completed', at: context.now() } as const
    if (!(await setEnded(tx, workspaceId, id, end))) return
    await saveHeard(tx, context, { about, work, heard })
    await deleteParts(tx, workspaceId, id)
    await announce(tx, context, 'recording.processing.completed', { workspaceId, id })
    await announce(tx, context, 'recording.transcript.ready', { workspaceId, id })
  })
  context.wakeRelay()
}

async function saveHeard(
  tx: Executor,
  context: Context,
  { about, work, heard }: { about: AboutRecording; work: WorkItem; heard: Heard },
): Promise<void> {
  const { workspaceId } = about
  const { conversationId } = work
  const { channels, segments } = merge(heard.parts)
  const language = mainLanguage(heard.parts)
  const hasWords = segments.length > 0 && segments.every(({ words }) => words !== null)
  if (language !== null) await setLanguage(tx, workspaceId, conversationId, language)
  await saveTranscript(tx, context, {
    workspaceId,
    conversationId,
    source: 'speech',
    engine: heard.parts.findLast(({ model }) => model !== null)?.model ?? null,
    language,
    confidence: meanConfidence(segments),
    timing: hasWords ? 'word' : 'segment',
    hasSpeakers: heard.roles.length > 1,
    speakers: channels.map((channel) => speakerOf(heard.roles[channel - 1] ?? 'unknown', work)),
    segments,
  })
}

/** On a channel of its own, the rep is whose conversation it is, and the customer its contact. */
function speakerOf(role: ChannelRole, work: WorkItem): NewSpeaker {
  if (role === 'rep') {
    return { kind: role, userId: work.ownerId, name: work.ownerName, email: work.ownerEmail }
  }
  if (role === 'customer') {
    const { contactId, contactName: name, contactEmail: email } = work
    return { kind: role, contactId, name, email }
  }
  return { kind: role }
}

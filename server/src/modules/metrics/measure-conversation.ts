import type { Context } from '../../context.ts'
import { emit } from '../../platform/events/event.ts'
import { holdSpoken } from '../conversations/index.ts'
import { measureTranscript, rulesVersion } from './metrics-rules.ts'
import { type Place, saveMetrics, selectMeasured, selectOutdated } from './queries.ts'
import {
  type AboutConversation,
  queueMeasuring,
  queueRemeasuring,
  type Remeasuring,
} from './queue.ts'
import { findSettings } from './settings-queries.ts'
import { settingsOf } from './target-rules.ts'

/** Measures the transcript that a conversation has now. Safe to repeat; the latest transcript wins. */
export async function measureConversation(
  context: Context,
  { workspaceId, conversationId }: AboutConversation,
): Promise<void> {
  const hasChanged = await context.db.transaction(async (tx) => {
    const spoken = await holdSpoken(tx, workspaceId, conversationId)
    // Deleted since; what was measured of it went with it.
    if (!spoken) return false
    const { monologueSeconds } = settingsOf(await findSettings(tx, workspaceId))
    const { language = null, ...metrics } = measureTranscript(spoken, { monologueSeconds })
    const changed = await saveMetrics(tx, {
      workspaceId,
      conversationId,
      transcriptId: spoken.transcriptId,
      transcriptUpdatedAt: spoken.updatedAt,
      language,
      rulesVersion,
      monologueSeconds,
      metrics,
      computedAt: context.now(),
    })
    if (!changed) return false
    await emit(tx, {
      workspaceId,
      id: context.newId(),
      name: 'conversation.measured',
      subjectType: 'conversation',
      subjectId: conversationId,
      actorUserId: null,
      data: { conversation_id: conversationId, transcript_id: spoken.transcriptId },
    })
    return true
  })
  if (hasChanged) context.wakeRelay()
}

/** Conversations queued at a time, so that no transaction is long. */
const remeasureBatch = 500

/** Has every conversation of a workspace measured anew, after what is measured was changed. */
export async function remeasureWorkspace(
  { db }: Context,
  { workspaceId, after }: Remeasuring,
): Promise<void> {
  await db.transaction(async (tx) => {
    const ids = await selectMeasured(tx, { workspaceId, after, limit: remeasureBatch })
    await queueMeasuring(
      tx,
      ids.map((conversationId) => ({ workspaceId, conversationId })),
    )
    const last = ids.at(-1)
    if (last !== undefined) await queueRemeasuring(tx, { workspaceId, after: last })
  })
}

const nil = '00000000-0000-0000-0000-000000000000'

/** Has measured what these rules have not: of the time before an upgrade, for one. */
export async function measureOutdated(
  { db }: Context,
  _payload: unknown,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  let after: Place | undefined = { workspaceId: nil, conversationId: nil }
  while (after) {
    signal.throwIfAborted()
    const found: Place[] = await selectOutdated(db, { rulesVersion, after, limit: remeasureBatch })
    await db.transaction((tx) => queueMeasuring(tx, found))
    after = found.at(-1)
  }
}

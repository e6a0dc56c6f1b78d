import { setImmediate } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { emitAll } from '../../platform/events/event.ts'
import { holdSpoken } from '../conversations/index.ts'
import { measureTranscript, rulesVersion } from './metrics-rules.ts'
import {
  type Measured,
  type Place,
  saveMetrics,
  selectMeasured,
  selectOutdated,
} from './queries.ts'
import {
  type AboutConversations,
  queueMeasuring,
  queueRemeasuring,
  type Remeasuring,
} from './queue.ts'
import { findSettings } from './settings-queries.ts'
import { settingsOf } from './target-rules.ts'

/**
 * Measures the transcripts that conversations have now. Safe to repeat; the latest transcript wins.
 * Where one of several cannot be measured, each is tried on its own.
 */
export async function measureConversations(
  context: Context,
  { workspaceId, conversationIds }: AboutConversations,
): Promise<void> {
  try {
    await measureTogether(context, { workspaceId, conversationIds })
  } catch (error) {
    if (conversationIds.length === 1) throw error
    context.log.warn({ err: error, workspaceId }, 'conversations are measured one by one')
    await context.db.transaction(async (tx) => {
      for (const conversationId of conversationIds) {
        await queueMeasuring(tx, [{ workspaceId, conversationId }])
      }
    })
  }
}

async function measureTogether(
  context: Context,
  { workspaceId, conversationIds }: AboutConversations,
): Promise<void> {
  const hasChanged = await context.db.transaction(async (tx) => {
    // Of those deleted since, what was measured went with them.
    const spoken = await holdSpoken(tx, workspaceId, conversationIds)
    if (spoken.length === 0) return false
    const { monologueSeconds } = settingsOf(await findSettings(tx, workspaceId))
    const measured: Measured[] = []
    for (const one of spoken) {
      measured.push(measure(one, monologueSeconds))
      // Requests have their turn in between.
      await setImmediate()
    }
    const made = {
      workspaceId,
      rulesVersion,
      monologueSeconds,
      computedAt: context.now(),
      measured,
    }
    const changed = await saveMetrics(tx, made)
    await emitAll(
      tx,
      changed.map(({ conversationId, transcriptId }) => ({
        workspaceId,
        id: context.newId(),
        name: 'conversation.measured',
        subjectType: 'conversation',
        subjectId: conversationId,
        actorUserId: null,
        payload: JSON.stringify({ conversation_id: conversationId, transcript_id: transcriptId }),
      })),
    )
    return changed.length > 0
  })
  if (hasChanged) context.wakeRelay()
}

function measure(
  spoken: Awaited<ReturnType<typeof holdSpoken>>[number],
  monologueSeconds: number,
): Measured {
  const { language = null, ...metrics } = measureTranscript(spoken, { monologueSeconds })
  const { conversationId, transcriptId, updatedAt: transcriptUpdatedAt } = spoken
  return { conversationId, transcriptId, transcriptUpdatedAt, language, metrics }
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

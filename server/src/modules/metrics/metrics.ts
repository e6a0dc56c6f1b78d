import type { ConversationMetrics, TranscriptMetrics } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { findMetrics } from './queries.ts'
import { findSettings } from './settings-queries.ts'
import { judge, settingsOf } from './target-rules.ts'

export async function getMetrics(
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<ConversationMetrics> {
  const found = await findMetrics(db, principal, id)
  if (!found) throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
  const { transcript_id: transcriptId } = found
  if (transcriptId === null) {
    throw new AppError(
      'METRICS_NOT_FOUND',
      found.has_transcript
        ? 'The conversation is about to be measured; try again in a moment.'
        : 'The conversation has no transcript that could be measured.',
    )
  }
  const metrics = JSON.parse(found.metrics) as TranscriptMetrics
  const names = JSON.parse(found.names) as Readonly<Record<string, string | null>>
  const { targets } = settingsOf(await findSettings(db, principal.workspaceId))
  return {
    conversation_id: id,
    transcript_id: transcriptId,
    transcript_updated_at: found.transcript_updated_at,
    language: found.language,
    monologue_seconds: found.monologue_seconds,
    computed_at: found.computed_at,
    ...metrics,
    speakers: metrics.speakers.map((one) => ({ ...one, name: names[one.speaker] ?? null })),
    judgements: judge(metrics.measures, targets),
  }
}

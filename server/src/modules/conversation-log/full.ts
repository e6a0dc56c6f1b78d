import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { RawJson } from '../../platform/raw-json.ts'
import { getTranscript } from '../conversations/index.ts'
import { getMetrics } from '../metrics/index.ts'
import { selectSignalsOf } from '../signals/index.ts'
import { selectFull } from './full-queries.ts'

/** One conversation with all that is known of it. */
export async function getConversation(
  context: Context,
  principal: Principal,
  id: string,
): Promise<RawJson> {
  const row = await selectFull(context.db, principal, id)
  if (!row) throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
  const [transcript, metrics, signals] = await Promise.all([
    row.hasTranscript ? unlessGone(getTranscript(context, principal, id)) : null,
    row.hasMetrics ? unlessGone(getMetrics(context, principal, id)) : null,
    selectSignalsOf(context.db, principal.workspaceId, id),
  ])
  const rest = `"transcript":${transcript},"metrics":${JSON.stringify(metrics)},"signals":${signals}`
  return new RawJson(`{"data":${row.json.slice(0, -1)},${rest}},"error":null}`)
}

/** Null for what was deleted since it was seen. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null
    throw error
  }
}

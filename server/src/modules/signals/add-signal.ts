import type { NewSignal } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { RawJson } from '../../platform/raw-json.ts'
import {
  countOfPeople,
  insertConfirmed,
  selectSignal,
  selectSpoken,
  type Spoken,
} from './signal-queries.ts'
import { tellDecision } from './tell-decision.ts'

/** That people add to one conversation. */
const addedLimit = 500

/**
 * Keeps what somebody heard themselves, confirmed by who says so. What was found there already is that
 * signal, confirmed.
 */
export async function addSignal(
  context: Context,
  principal: Principal,
  conversationId: string,
  wanted: NewSignal,
): Promise<RawJson> {
  const { workspaceId, userId } = principal
  const segments = await selectSpoken(context.db, principal, conversationId)
  if (!segments) throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
  const place = placeOf(segments, wanted)
  const json = await context.db.transaction(async (tx) => {
    if ((await countOfPeople(tx, workspaceId, conversationId)) >= addedLimit) {
      throw new AppError('CONFLICT', `People add at most ${addedLimit} signals to a conversation.`)
    }
    const { id, isNews } = await insertConfirmed(tx, {
      workspaceId,
      id: context.newId(),
      conversationId,
      kind: wanted.kind,
      objectionType: wanted.objection_type ?? null,
      quote: wanted.quote,
      ...place,
      by: userId,
      at: context.now(),
    })
    if (isNews) await tellDecision(tx, context, { workspaceId, userId, id, status: 'confirmed' })
    return selectSignal(tx, principal, id)
  })
  context.wakeRelay()
  return new RawJson(`{"data":${json},"error":null}`)
}

/** Where that was said: evidence that anybody can listen to. */
function placeOf(segments: readonly Spoken[], { quote, segment }: NewSignal) {
  const words = folded(quote)
  const isThere = ({ text }: Spoken) => folded(text).includes(words)
  const said =
    segment === undefined
      ? segments.find(isThere)
      : segments.find(({ position }) => position === segment)
  if (segment !== undefined && !said) {
    throw invalid('segment', `The transcript has no segment ${segment}.`)
  }
  if (!said || !isThere(said)) {
    throw invalid('quote', 'The quote is not said there, word for word.')
  }
  const startMs = Math.max(0, Math.round(said.startMs))
  return { segment: said.position, startMs, speaker: said.speaker }
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

import type { CallCapture } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { microBatch } from '../../platform/batching/micro-batch.ts'
import { AppError } from '../../platform/errors.ts'
import { e164Of } from '../crm/index.ts'
import { captureBatch } from './capture-batch.ts'
import type { Capture, Captured } from './capture-rules.ts'

/** Calls of one commit at most; beyond about 100 nothing is gained. */
const maxBatchCalls = 200
/** With two, one batch is made ready while the other one is written to the disk. */
const maxBatchesInFlight = 2
/**
 * At 500 calls a second PostgreSQL then takes 1.0 ms of a processor for each instead of 1.45, with as
 * many answers late; a call that comes alone does not wait.
 */
const minGapMs = 10
/** As many as a commit is worth at once: with 64 senders at once the distance would cost a fifth of the calls. */
const enoughCalls = 16
/** More calls than can be taken in within a few seconds. */
const maxWaitingCalls = 5_000

export type CaptureCall = (
  principal: Principal,
  sent: { readonly capture: CallCapture; readonly body: string },
) => Promise<Captured>

/** Takes in calls one by one for the caller and together for the database. */
export function callCapturer(context: Context): CaptureCall {
  const take = microBatch<Capture, Captured>(
    {
      maxItems: maxBatchCalls,
      maxInFlight: maxBatchesInFlight,
      maxWaiting: maxWaitingCalls,
      minGapMs,
      enoughItems: enoughCalls,
    },
    (captures) => captureBatch(context, captures),
  )
  return async (principal, { capture, body }) => {
    const { workspaceId, userId } = principal
    if (capture.company_id !== workspaceId) {
      throw new AppError('INVALID_API_KEY', 'The key belongs to another workspace.')
    }
    const caller = { context, principal }
    const { caller_number: from, recipient_number: to } = capture
    return take({
      workspaceId,
      senderId: userId,
      capture,
      body,
      callerE164: from ? await e164Of(caller, from) : null,
      recipientE164: to ? await e164Of(caller, to) : null,
      receivedAt: context.now(),
    })
  }
}

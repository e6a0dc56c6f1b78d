import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import {
  connectStreamTwiml,
  isSignedByTwilio,
  readDetection,
  readStatusCallback,
  rejectTwiml,
  type TwilioForm,
} from '../../providers/telephony/index.ts'
import { baseOf, twilioAddresses } from './addresses.ts'
import { carrierOf } from './carriers.ts'
import { twilioAccountOf } from './credentials.ts'
import { findNumber, type NumberRow } from './queries.ts'
import { numberNotFound } from './rights.ts'

/** A request that says it is Twilio's. */
export type TwilioKnock = {
  readonly workspaceId: string
  readonly numberId: string
  /** Path and query, as they were sent. */
  readonly target: string
  readonly form: TwilioForm
  readonly signature: string | undefined
}

/** Tells whoever listens how a call goes on. */
export async function receiveStatus(
  context: Context,
  knock: TwilioKnock,
  kind: 'status' | 'detection',
): Promise<void> {
  await admit(context, knock)
  const reference = new URL(knock.target, 'http://us').searchParams.get('reference') ?? ''
  const read = kind === 'status' ? readStatusCallback : readDetection
  const event = read(knock.form, { reference, receivedAt: context.now() })
  if (!event) throw new AppError('VALIDATION_ERROR', 'This is no callback of a call.')
  context.telephony.tell(event)
}

/** Answers in TwiML what to do with a call that comes in: connect it, or turn it down. */
export async function receiveCall(context: Context, knock: TwilioKnock): Promise<string> {
  const row = await admit(context, knock)
  const { CallSid: callId, From: from = '', To: to = row.number } = knock.form
  if (!callId) throw new AppError('VALIDATION_ERROR', 'This is no call.')
  const { workspaceId } = knock
  const carrier = carrierOf(context, workspaceId, row)
  const stream = await context.telephony.offer({ carrier, callId, from, to })
  if (!stream) return rejectTwiml()
  return connectStreamTwiml(twilioAddresses(context, { workspaceId, id: row.id }).stream, stream)
}

/** Throws unless it was signed with the token of the number's account. */
async function admit(context: Context, knock: TwilioKnock): Promise<NumberRow> {
  const { workspaceId, numberId, target, form, signature } = knock
  const row = await findNumber(context.db, workspaceId, { id: numberId })
  if (row?.provider !== 'TWILIO') throw numberNotFound(numberId)
  const { authToken } = twilioAccountOf(context, row)
  const url = baseOf(context) + target
  if (isSignedByTwilio(authToken, { url, form, signature })) return row
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'The signature is not that of the account, or PUBLIC_URL is not the address Twilio asked.',
  )
}

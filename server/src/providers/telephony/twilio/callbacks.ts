import { meaningOf } from '../cause-rules.ts'
import {
  type AnsweredBy,
  type CallEvent,
  type CallStatus,
  type CarrierCause,
  type FinalStatus,
  isFinal,
  stepOf,
} from '../port.ts'

/** Fields of a callback, which Twilio sends as a form. */
export type TwilioForm = Readonly<Record<string, string>>

const statuses: Readonly<Record<string, CallStatus>> = {
  queued: 'initiated',
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'completed',
  busy: 'busy',
  'no-answer': 'no-answer',
  failed: 'failed',
  canceled: 'canceled',
}

/** The status of a call as Twilio names it, in our words; undefined for none of them. */
export function statusOf(
  twilioStatus: string | undefined,
  cause?: CarrierCause,
): CallStatus | undefined {
  const status = statuses[twilioStatus ?? '']
  if (status === undefined || !canBeFiner(status)) return status
  // Twilio has fewer words than carriers have causes: declined calls are busy or have failed to it.
  return (cause && meaningOf(cause)?.status) ?? status
}

const canBeFiner = (status: CallStatus) =>
  status === 'busy' || status === 'failed' || status === 'no-answer'

/** A step of a call, as told to the StatusCallback. Undefined when it is no such request. */
export function readStatusCallback(
  form: TwilioForm,
  { reference, receivedAt }: { readonly reference: string; readonly receivedAt: Date },
): CallEvent | undefined {
  const cause = causeOf(form)
  const status = statusOf(form.CallStatus, cause)
  if (status === undefined || !form.CallSid) return undefined
  return {
    callId: form.CallSid,
    reference,
    status,
    at: momentOf(form.Timestamp) ?? receivedAt,
    sequence: stepOf(status),
    ...(status === 'answered' && { answeredBy: answeredBy(form.AnsweredBy) }),
    ...(isFinal(status) && { cause, fault: faultOf(status, cause), durationS: durationOf(form) }),
  }
}

/** What Twilio found out about who answered. Undefined when it is no such request. */
export function readDetection(
  form: TwilioForm,
  { reference, receivedAt }: { readonly reference: string; readonly receivedAt: Date },
): CallEvent | undefined {
  const { CallSid: callId, AnsweredBy: by } = form
  if (!callId || !by) return undefined
  return {
    callId,
    reference,
    status: 'detected',
    at: receivedAt,
    sequence: stepOf('detected'),
    answeredBy: answeredBy(by),
    greetingEnded: by.startsWith('machine_end'),
  }
}

function answeredBy(word: string | undefined): AnsweredBy {
  if (word === 'human') return 'human'
  return word === 'fax' || word?.startsWith('machine') ? 'machine' : 'unknown'
}

function causeOf({
  SipResponseCode,
  ErrorCode,
  ErrorMessage,
}: TwilioForm): CarrierCause | undefined {
  const sip = Number(SipResponseCode ?? 0)
  if (!sip && !ErrorCode) return undefined
  return {
    ...(sip > 0 && { sip }),
    ...(ErrorCode && { code: ErrorCode }),
    ...(ErrorMessage && { message: ErrorMessage }),
  }
}

function faultOf(status: FinalStatus, cause: CarrierCause | undefined) {
  return status === 'failed' ? ((cause && meaningOf(cause)?.fault) ?? 'carrier') : undefined
}

function durationOf({ CallDuration }: TwilioForm): number | undefined {
  return /^\d{1,9}$/.test(CallDuration ?? '') ? Number(CallDuration) : undefined
}

/** Of RFC 2822. */
function momentOf(text: string | undefined): Date | undefined {
  const at = new Date(text ?? '')
  return Number.isNaN(at.getTime()) ? undefined : at
}

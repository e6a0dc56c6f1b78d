import { z } from 'zod'
import {
  callDetails,
  callStatus,
  durationSeconds,
  endBeforeStart,
  endsAfterStart,
  externalCallId,
  externalSystem,
  notes,
  optionalTime,
  outcome,
  phoneNumber,
} from '../crm/call-fields.ts'
import { endpoint } from '../endpoint.ts'
import {
  flag,
  optionalDate,
  optionalId,
  optionalMoment,
  optionalUrl,
  shownId,
  shownMoment,
} from '../fields.ts'

const isUuid = (value: string) => z.uuid().safeParse(value).success

const workspaceId = z
  .string({ error: ({ input }) => (input == null ? 'is required.' : 'must be a UUID.') })
  .trim()
  .min(1, { error: 'is required.', abort: true })
  .refine(isUuid, 'must be a UUID.')
  .transform((value) => value.toLowerCase())
  .meta({ openapi: { type: 'string', format: 'uuid' } })

/** A call as a dialer tells of it, in the words of the Call Capture API. */
export const CallCapture = z
  .object(
    {
      company_id: workspaceId.describe('Id of the workspace that the key belongs to.'),
      lead_id: optionalId.describe(
        'Contact the call was with. Without it the contact is found by number, or made.',
      ),
      employee_id: optionalId.describe(
        'user_id or id of the member who called. Without it they are found by number.',
      ),
      outcome,
      notes,
      call_date: optionalMoment.describe('When the call was made. Default: start_time, else now.'),
      caller_number: phoneNumber.describe('Who called.'),
      recipient_number: phoneNumber.describe('Who was called.'),
      duration_seconds: durationSeconds.describe(
        'Default: from start to end, when both are known.',
      ),
      recording_url: optionalUrl().describe('Where the recording can be fetched.'),
      call_status: callStatus,
      start_time: optionalMoment,
      end_time: optionalMoment,
      external_call_id: externalCallId.describe(
        'A repeat of the same id of the same system changes the record instead of making another.',
      ),
      external_system: externalSystem,
      next_follow_up: optionalDate.describe('Makes a task for the employee.'),
      next_follow_up_time: optionalTime.describe(
        "HH:MM:SS in the workspace's time zone. Without a day: the next time it is so late.",
      ),
      auto_call_followup: flag.nullable().optional().describe('Kept for the dialer.'),
      call_details: callDetails.describe('Anything else, at most 64 KiB of JSON.'),
    },
    'must be a JSON object.',
  )
  .refine(endsAfterStart, endBeforeStart)
  .meta({ id: 'CallCapture' })
export type CallCapture = z.output<typeof CallCapture>

export const captureCall = endpoint({
  id: 'captureCall',
  method: 'POST',
  path: '/functions/v1/webhook-call-capture',
  tag: 'Calls',
  summary: 'Take in a call from a dialer',
  description:
    'Safe to repeat: with an external_call_id the same record is changed, without one an identical body within 10 minutes is taken as a retry. Fields that are missing or null in a repeat stay as they were. Not counted against the hourly limit of the key. Refusals have the form {error, message}.',
  access: 'key',
  scope: 'write',
  resource: 'calls',
  body: CallCapture,
  reply: z
    .object({
      success: z.literal(true),
      message: z.string(),
      data: z.object({ call_history_id: shownId, created_at: shownMoment }),
    })
    .meta({ id: 'CallCaptured' }),
  status: 201,
  envelope: 'plain',
  unlimited: true,
  keepsBodyText: true,
})

import { createHash } from 'node:crypto'
import type { FathomReceipt } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Person } from './door-queries.ts'
import type { Admitted } from './doors.ts'
import { maxPayloads, type ReadPayload, readPayloads } from './payload-rules.ts'
import { saveMeeting, type SavedMeeting } from './save-meeting.ts'

type Result = FathomReceipt['results'][number]

/** Saves the meetings of one request to Fathom's door, each for itself, and says what became of them. */
export async function receivePayloads(
  context: Context,
  { person, admitted, body }: { person: Person; admitted: Admitted; body: unknown },
): Promise<FathomReceipt> {
  const payloads = readPayloads(body)
  if (payloads.length > maxPayloads) {
    throw new AppError('VALIDATION_ERROR', `At most ${maxPayloads} meetings in one request`)
  }
  if (payloads.length === 0) throw new AppError('VALIDATION_ERROR', 'The body holds no meeting')
  const results: Result[] = []
  for (const payload of payloads) results.push(await receiveOne(context, admitted, payload))
  const count = (status: Result['status']) => results.filter((one) => one.status === status).length
  const [successful, errors, skipped] = [count('success'), count('error'), count('skipped')]
  return {
    message: `Processed ${results.length} Fathom ${results.length === 1 ? 'call' : 'calls'}`,
    userId: person.id,
    userEmail: person.email,
    userName: person.name,
    results,
    totalProcessed: results.length,
    successful,
    errors,
    skipped,
    warnings: results.filter(({ warnings }) => warnings !== undefined).length,
  }
}

async function receiveOne(
  context: Context,
  { workspaceId, userId }: Admitted,
  payload: ReadPayload,
): Promise<Result> {
  if ('problem' in payload) return failed(null, payload.problem)
  const { reading, source, format } = payload
  const { recordingId, shareId, callsId } = reading.ids
  const fathomCallId = recordingId ?? shareId ?? callsId ?? null
  if (saysNothing(payload)) return failed(fathomCallId, 'It holds nothing about a meeting.')
  const body = JSON.stringify(source)
  try {
    const saved = await saveMeeting(context, {
      workspaceId,
      userId,
      reading,
      body,
      door: format === 4 ? 'fathom' : 'automation',
      digest: createHash('sha256').update(body).digest('hex'),
    })
    return {
      fathomCallId,
      ...sentenceOf(saved),
      ...(reading.problems.length > 0 && { warnings: [...reading.problems] }),
    }
  } catch (error) {
    // The others of the request are kept. Fathom sends again what is answered by a server's error.
    context.log.error({ err: error }, 'a meeting from Fathom could not be saved')
    return failed(fathomCallId, 'It could not be saved; try again.')
  }
}

function failed(fathomCallId: string | null, message: string): Result {
  return { fathomCallId, status: 'error', message }
}

function saysNothing({ reading }: Extract<ReadPayload, { readonly reading: unknown }>): boolean {
  const { ids, fields, transcript, actionItems, attendees } = reading
  const isBare = transcript.length + actionItems.length + attendees.length === 0
  const { owner_email: _, owner_name: __, team_name: ___, ...rest } = fields
  return isBare && Object.keys(rest).length === 0 && Object.keys(ids).length === 0
}

const sentences: Readonly<Record<SavedMeeting['outcome'], [Result['status'], string]>> = {
  created: ['success', 'Call record created'],
  updated: ['success', 'Call record updated'],
  unchanged: ['skipped', 'Call record already exists'],
  deleted: ['skipped', 'This meeting was deleted'],
}

function sentenceOf({ outcome, meetingId }: SavedMeeting) {
  const [status, message] = sentences[outcome]
  return { status, message, callRecordId: meetingId }
}

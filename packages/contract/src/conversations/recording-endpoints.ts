import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { id, queryText } from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import { Deleted } from '../resource.ts'
import {
  AudioLink,
  NewAudioLink,
  NewRecording,
  Recording,
  RecordingChanges,
  RecordingForm,
  recordingFilters,
  RecordingPeaks,
} from './recordings.ts'

const path = '/functions/v1/api-v1-recordings'
const params = z.object({ id })
const common = { tag: 'Recordings', access: 'key', resource: 'recordings' } as const
const audioFiles = ['audio/*', 'video/*', 'application/octet-stream'] as const

const cursor = z.uuid('is not one of ours.').optional().describe('`pagination.nextCursor`.')

export const ListRecordings = pageQuery.extend({
  cursor,
  search: queryText.optional().describe('Recordings whose title has these words.'),
  ...z.object(recordingFilters).partial().shape,
})
export type ListRecordings = z.infer<typeof ListRecordings>

export const recordingEndpoints = {
  list: endpoint({
    ...common,
    id: 'listRecordings',
    method: 'GET',
    path,
    summary: 'List recordings, newest first',
    scope: 'read',
    query: ListRecordings,
    reply: listOf(Recording),
  }),
  create: endpoint({
    ...common,
    id: 'createRecording',
    method: 'POST',
    path,
    summary: 'Add a recording',
    description:
      'Send the file as multipart/form-data in the field `file`, at most 2 GiB, or tell in JSON where to fetch it. Either way it is transcribed next. Large files can be sent in parts with tus at `/uploads/recordings`.',
    scope: 'write',
    body: NewRecording,
    form: RecordingForm,
    reply: dataOf(Recording),
    status: 201,
    errors: [
      'CONFLICT',
      'CONTACT_NOT_FOUND',
      'COMPANY_NOT_FOUND',
      'DEAL_NOT_FOUND',
      'CONVERSATION_NOT_FOUND',
      'INSUFFICIENT_STORAGE',
    ],
  }),
  get: endpoint({
    ...common,
    id: 'getRecording',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'Get one recording',
    scope: 'read',
    params,
    reply: dataOf(Recording),
    errors: ['RECORDING_NOT_FOUND'],
  }),
  update: endpoint({
    ...common,
    id: 'updateRecording',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change the title of a recording',
    scope: 'write',
    params,
    body: RecordingChanges,
    reply: dataOf(Recording),
    errors: ['RECORDING_NOT_FOUND'],
  }),
  delete: endpoint({
    ...common,
    id: 'deleteRecording',
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete a recording for good',
    description:
      'Its file is deleted too, and cannot be restored. The conversation goes with it when it was made for the recording; a call or meeting keeps its transcript.',
    scope: 'delete',
    params,
    reply: dataOf(Deleted),
    errors: ['RECORDING_NOT_FOUND'],
  }),
  cancel: endpoint({
    ...common,
    id: 'cancelRecording',
    method: 'POST',
    path: `${path}/:id/cancel`,
    summary: 'Stop transcribing a recording',
    description: 'What is not under way is answered as it is.',
    scope: 'write',
    params,
    reply: dataOf(Recording),
    errors: ['RECORDING_NOT_FOUND'],
  }),
  transcribe: endpoint({
    ...common,
    id: 'transcribeRecording',
    method: 'POST',
    path: `${path}/:id/transcribe`,
    summary: 'Transcribe a recording again',
    description: 'After a failure, a cancellation, or a change of the speech engine.',
    scope: 'write',
    params,
    reply: dataOf(Recording),
    errors: ['RECORDING_NOT_FOUND', 'CONFLICT'],
  }),
  peaks: endpoint({
    ...common,
    id: 'getRecordingPeaks',
    method: 'GET',
    path: `${path}/:id/peaks`,
    summary: 'The waveform of a recording',
    scope: 'read',
    params,
    reply: dataOf(RecordingPeaks),
    errors: ['RECORDING_NOT_FOUND', 'CONFLICT'],
  }),
  link: endpoint({
    ...common,
    id: 'createRecordingLink',
    method: 'POST',
    path: `${path}/:id/link`,
    summary: 'Make a link that plays without a key',
    scope: 'read',
    params,
    body: NewAudioLink,
    reply: dataOf(AudioLink),
    secretReply: true,
    errors: ['RECORDING_NOT_FOUND', 'CONFLICT'],
  }),
  audio: endpoint({
    ...common,
    id: 'getRecordingAudio',
    method: 'GET',
    path: `${path}/:id/audio`,
    summary: 'The file of a recording',
    description: 'As it was sent. Knows `Range` and `If-None-Match`.',
    scope: 'read',
    params,
    files: audioFiles,
    reply: z.never(),
    errors: ['RECORDING_NOT_FOUND', 'CONFLICT', 'RANGE_NOT_SATISFIABLE'],
  }),
  linkedAudio: endpoint({
    id: 'getLinkedAudio',
    method: 'GET',
    path: '/functions/v1/linked-audio',
    tag: 'Recordings',
    summary: 'The file behind a link',
    access: 'none',
    query: z.object({ token: z.string('is required.').max(500, 'is not one of ours.') }),
    files: audioFiles,
    reply: z.never(),
    errors: ['RECORDING_NOT_FOUND', 'LINK_EXPIRED', 'RANGE_NOT_SATISFIABLE'],
  }),
}

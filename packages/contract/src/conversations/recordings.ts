import { z } from 'zod'
import {
  id,
  optionalId,
  optionalMoment,
  optionalText,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { TranscriptSpeaker } from './transcripts.ts'

export const recordingStatuses = ['new', 'processing', 'completed', 'failed', 'cancelled'] as const

export const recordingFailures = [
  'empty',
  'corrupt',
  'encrypted',
  'unsupported',
  'no_audio',
  'too_long',
  'too_large',
  'unreachable',
  'forbidden_address',
  'rejected_by_host',
  'storage_full',
  'file_missing',
  'no_engine',
  'engine_failed',
] as const

export const Recording = z
  .object({
    id: shownId,
    conversation_id: shownId.describe('What its transcript is kept under.'),
    conversation_kind: z.enum(['call', 'meeting', 'recording', 'agent_call']),
    title: z.string().describe('The title of its conversation.'),
    status: z
      .enum(recordingStatuses)
      .describe('new: waits to be fetched or transcribed. completed: its transcript is there.'),
    progress: z.number().min(0).max(100).describe('Percent of the transcription.'),
    failure: z
      .object({
        code: z.enum(recordingFailures),
        message: z.string().describe('A sentence for people.'),
      })
      .nullable(),
    source: z.enum(['upload', 'url', 'agent']).describe('agent: a call that was held here.'),
    source_url: z.string().nullable(),
    file_name: z.string().nullable(),
    file_size: z.int().min(0).nullable().describe('Bytes; null until the file is here.'),
    format: z.string().nullable().describe('By its first bytes: wav, mp3, mp4, ogg, …'),
    duration: z.number().min(0).nullable().describe('Seconds.'),
    channels: z.int().min(1).nullable(),
    sample_rate: z.int().nullable().describe('Hz.'),
    loudness: z.number().nullable().describe('RMS in dB below full scale; null of silence.'),
    language: z.string().nullable().describe('ISO 639-1, as given or found.'),
    rep_channel: z.int().nullable().describe('Which of two channels is the rep’s, when given.'),
    transcript_ready: z.boolean(),
    transcript_id: shownId.nullable(),
    contact_id: shownId.nullable(),
    company_id: shownId.nullable(),
    deal_id: shownId.nullable(),
    owner_id: shownId,
    recorded_at: shownMoment.nullable(),
    completed_at: shownMoment.nullable(),
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Recording' })
export type Recording = z.infer<typeof Recording>

/** A recording with the words spoken in it. */
export const TranscribedRecording = Recording.extend({
  transcript: z.object({
    id: shownId,
    text: z.string().describe('The first 100,000 characters.'),
    speakers: z.array(TranscriptSpeaker),
  }),
}).meta({ id: 'TranscribedRecording' })

const repChannel = z.literal([1, 2], 'must be 1 or 2.')
const language = z
  .string('must be text.')
  .regex(/^[a-z]{2}$/, 'must be a language of ISO 639-1, such as en.')

/** What may be said of a recording when it is sent. */
export const RecordingFields = z.object({
  title: optionalText(500).describe('Default: the name of the file.'),
  conversation_id: optionalId.describe(
    'A call or meeting that this is the recording of. Default: a new conversation of its own.',
  ),
  contact_id: optionalId,
  company_id: optionalId,
  deal_id: optionalId,
  recorded_at: optionalMoment,
  language: language.optional().describe('Default: found out by listening.'),
  rep_channel: repChannel
    .optional()
    .describe(
      'Which of two channels is the rep’s. Default: channel 1 is whoever called, which is the rep except in inbound calls.',
    ),
})
export type RecordingFields = z.infer<typeof RecordingFields>

/** The same as text, for forms and for uploads in parts. */
export const RecordingForm = RecordingFields.extend({
  rep_channel: z
    .enum(['1', '2'], 'must be 1 or 2.')
    .transform((value) => (value === '1' ? 1 : 2))
    .optional(),
})

/** An address that something can be fetched from. */
const address = text(2048)
  .refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), 'must be a web address.')
  .meta({ openapi: { type: 'string', format: 'uri', maxLength: 2048 } })

export const NewRecording = RecordingFields.extend({
  url: address.describe(
    'Where to fetch it: https, public, without redirects. It may carry its own signature.',
  ),
}).meta({ id: 'NewRecording' })
export type NewRecording = z.infer<typeof NewRecording>

export const RecordingChanges = z
  .object({ title: text(500).optional(), rep_channel: repChannel.optional() })
  .meta({ id: 'RecordingChanges' })
export type RecordingChanges = z.infer<typeof RecordingChanges>

export const RecordingPeaks = z
  .object({
    ms_per_peak: z.number().describe('Milliseconds that each peak stands for.'),
    channels: z
      .array(z.array(z.number().min(0).max(1)))
      .describe('Of each channel, the loudest sample of each stretch, 0 to 1; at most 2,000.'),
    duration: z.number().nullable().describe('Seconds.'),
  })
  .meta({ id: 'RecordingPeaks' })

export const AudioLink = z
  .object({
    url: z.string().describe('Plays without a key, and knows Range.'),
    expires_at: shownMoment,
  })
  .meta({ id: 'AudioLink' })

export type AudioLink = z.infer<typeof AudioLink>

export const NewAudioLink = z
  .object({
    expires_in: z
      .int('must be a whole number of seconds.')
      .min(1, 'must be at least 1.')
      .max(604_800, 'must be at most 604800 (a week).')
      .optional()
      .describe('Seconds; default 3600.'),
  })
  .meta({ id: 'NewAudioLink' })

export const recordingFilters = {
  status: z.enum(recordingStatuses, `must be one of ${recordingStatuses.join(', ')}.`),
  conversation_id: id,
  contact_id: id,
  company_id: id,
  deal_id: id,
} as const

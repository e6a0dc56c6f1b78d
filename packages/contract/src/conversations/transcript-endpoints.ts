import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import {
  id,
  optionalEmail,
  optionalText,
  queryText,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import { SpeakerKind, TranscriptSegment, TranscriptSummary } from './transcripts.ts'

const path = '/functions/v1/api-v1-transcripts'
const params = z.object({ id: id.describe('Of the transcript or of its conversation.') })
const common = { tag: 'Transcripts', access: 'key', resource: 'transcripts' } as const

export const Transcript = TranscriptSummary.extend({
  segments: z.array(TranscriptSegment),
}).meta({ id: 'Transcript' })
export type Transcript = z.infer<typeof Transcript>

/** Kinds of text file a transcript can be had as, and their media types. */
export const transcriptFiles = {
  text: 'text/plain',
  srt: 'application/x-subrip',
  vtt: 'text/vtt',
} as const
const fileNames = Object.keys(transcriptFiles) as (keyof typeof transcriptFiles)[]
const files = Object.values(transcriptFiles)

export const TranscriptChanges = z
  .object({
    segments: z
      .array(
        z.object({
          position: z.int('must be a whole number.').min(0, 'must not be negative.'),
          text: text(20_000).optional(),
          speaker: z
            .int('must be a whole number.')
            .min(1, 'must be from 1.')
            .optional()
            .describe('One of the transcript’s, or one more than the last, which is a new one.'),
        }),
      )
      .max(1_000, 'must list at most 1000.')
      .optional(),
    speakers: z
      .array(
        z.object({
          number: z.int('must be a whole number.').min(1, 'must be from 1.'),
          name: optionalText(200),
          email: optionalEmail,
          kind: SpeakerKind.optional(),
        }),
      )
      .max(100, 'must list at most 100.')
      .optional(),
  })
  .meta({ id: 'TranscriptChanges' })
export type TranscriptChanges = z.infer<typeof TranscriptChanges>

export const TranscriptEdit = z
  .object({
    id: shownId,
    position: z.int().min(0),
    former_text: z.string(),
    new_text: z.string(),
    former_speaker: z.int(),
    new_speaker: z.int(),
    edited_by: shownId.nullable(),
    edited_at: shownMoment,
  })
  .meta({ id: 'TranscriptEdit' })

export const TranscriptMatch = z
  .object({
    transcript_id: shownId,
    conversation_id: shownId,
    conversation_kind: z.enum(['call', 'meeting', 'recording', 'agent_call']),
    title: z.string(),
    position: z.int().min(0).describe('Of the segment.'),
    speaker: z.int().min(1),
    speaker_name: z.string().nullable(),
    start_ms: z.int().min(0),
    end_ms: z.int().min(0),
    text: z.string().describe('Of the whole segment.'),
    offsets: z
      .array(z.tuple([z.int().describe('First character.'), z.int().describe('After the last.')]))
      .describe('Where the words stand in the text, in UTF-16 units as JavaScript counts.'),
  })
  .meta({ id: 'TranscriptMatch' })
export type TranscriptMatch = z.infer<typeof TranscriptMatch>

export const transcriptEndpoints = {
  search: endpoint({
    ...common,
    id: 'searchTranscripts',
    method: 'GET',
    path,
    summary: 'Find what was said',
    description:
      'Segments that have all the words, newest conversation first. A word in double quotes must stand as it is; a word also matches words that begin with it. Without `search`, the first segment of every transcript.',
    scope: 'read',
    query: pageQuery.extend({
      search: queryText.optional(),
      conversation_id: id.optional(),
      contact_id: id.optional(),
    }),
    reply: listOf(TranscriptMatch),
  }),
  get: endpoint({
    ...common,
    id: 'getTranscript',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'Get a transcript',
    description: 'With `format`, as a file: plain text, or subtitles.',
    scope: 'read',
    params,
    query: z.object({
      format: z
        .enum(['segments', ...fileNames], 'must be segments, text, srt or vtt.')
        .default('segments'),
    }),
    files,
    reply: dataOf(Transcript),
    errors: ['TRANSCRIPT_NOT_FOUND'],
  }),
  update: endpoint({
    ...common,
    id: 'updateTranscript',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Correct a transcript',
    description:
      'Corrections of segments are kept with what was there before; a corrected transcript is not replaced by itself any more.',
    scope: 'write',
    params,
    body: TranscriptChanges,
    reply: dataOf(Transcript),
    errors: ['TRANSCRIPT_NOT_FOUND'],
  }),
  history: endpoint({
    ...common,
    id: 'listTranscriptEdits',
    method: 'GET',
    path: `${path}/:id/history`,
    summary: 'Corrections of a transcript, newest first',
    scope: 'read',
    params,
    query: pageQuery,
    reply: listOf(TranscriptEdit),
    errors: ['TRANSCRIPT_NOT_FOUND'],
  }),
}

import { z } from 'zod'
import { shownId, shownMoment } from '../fields.ts'

export const speakerKinds = ['rep', 'customer', 'agent', 'unknown'] as const
export const SpeakerKind = z
  .enum(speakerKinds)
  .describe('rep: one of the workspace. agent: a voice agent. unknown: nobody could tell.')
export type SpeakerKind = z.infer<typeof SpeakerKind>

export const transcriptSources = [
  'speech',
  'fathom',
  'meetings_webhook',
  'upload',
  'agent',
] as const
export const TranscriptSource = z
  .enum(transcriptSources)
  .describe('speech: made here from audio. Otherwise the door it came through.')
export type TranscriptSource = z.infer<typeof TranscriptSource>

export const transcriptTimings = ['word', 'segment', 'start', 'estimated'] as const
export const TranscriptTiming = z
  .enum(transcriptTimings)
  .describe(
    'What the times are known of: each word, each segment, the start of each segment alone, or nothing (guessed from the length of the text).',
  )
export type TranscriptTiming = z.infer<typeof TranscriptTiming>

export const TranscriptSpeaker = z
  .object({
    number: z.int().min(1).describe('From 1, in order of first words.'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    kind: SpeakerKind,
    user_id: shownId.nullable().describe('The member of the workspace, when it is one.'),
    contact_id: shownId.nullable(),
  })
  .meta({ id: 'TranscriptSpeaker' })
export type TranscriptSpeaker = z.infer<typeof TranscriptSpeaker>

export const TranscriptSegment = z
  .object({
    position: z.int().min(0).describe('From 0, in order of time.'),
    speaker: z.int().min(1).describe('Number of the speaker.'),
    start_ms: z.int().min(0).describe('Milliseconds from the beginning.'),
    end_ms: z.int().min(0),
    text: z.string(),
    confidence: z.number().min(0).max(1).nullable(),
    words: z
      .array(
        z.tuple([
          z.string().describe('Word.'),
          z.int().describe('Start in ms.'),
          z.int().describe('End in ms.'),
          z.number().nullable().describe('Confidence, 0 to 1.'),
        ]),
      )
      .nullable()
      .describe('Null when words have no times of their own.'),
    edited: z.boolean().describe('Corrected by a person.'),
  })
  .meta({ id: 'TranscriptSegment' })
export type TranscriptSegment = z.infer<typeof TranscriptSegment>

/** A transcript without its segments. */
export const TranscriptSummary = z
  .object({
    id: shownId,
    conversation_id: shownId,
    conversation_kind: z.enum(['call', 'meeting', 'recording', 'agent_call']),
    source: TranscriptSource,
    engine: z.string().nullable().describe('Speech engine and model, of those made here.'),
    language: z.string().nullable().describe('ISO 639-1; null when nobody could tell.'),
    confidence: z.number().min(0).max(1).nullable(),
    timing: TranscriptTiming,
    has_speakers: z.boolean().describe('Whether the speakers are told apart.'),
    word_count: z.int().min(0),
    segment_count: z.int().min(0),
    speakers: z.array(TranscriptSpeaker),
    edited_at: shownMoment.nullable(),
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'TranscriptSummary' })
export type TranscriptSummary = z.infer<typeof TranscriptSummary>

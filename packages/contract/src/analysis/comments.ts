import { z } from 'zod'
import { speakerKinds } from '../conversations/transcripts.ts'
import { shownId, shownMoment, text } from '../fields.ts'

/** 24 days; PostgreSQL's `int`. */
const latestMs = 2_147_483_647

const offset = z
  .int('must be a whole number of milliseconds.')
  .max(latestMs, `must be at most ${latestMs}.`)

export const ConversationComment = z
  .object({
    id: shownId,
    conversation_id: shownId,
    text: z.string().describe('`@` and the id of a member mentions them.'),
    at_ms: z.int().min(0).nullable().describe('Where in the conversation; null: about all of it.'),
    author_id: shownId,
    author_name: z.string().nullable(),
    mentioned_user_ids: z.array(shownId),
    created_at: shownMoment,
    edited_at: shownMoment.nullable(),
  })
  .meta({ id: 'ConversationComment' })
export type ConversationComment = z.infer<typeof ConversationComment>

const atMs = offset
  .min(0, 'must not be negative.')
  .nullable()
  .optional()
  .describe('Milliseconds from the beginning.')

export const NewComment = z
  .object({
    text: text(10_000).describe('`@` and the id or user_id of a member mentions them.'),
    at_ms: atMs,
  })
  .meta({ id: 'NewComment' })
export type NewComment = z.infer<typeof NewComment>

export const CommentChanges = z
  .object({ text: text(10_000).optional(), at_ms: atMs })
  .meta({ id: 'CommentChanges' })
export type CommentChanges = z.infer<typeof CommentChanges>

export const ConversationClip = z
  .object({
    id: shownId,
    conversation_id: shownId,
    title: z.string(),
    start_ms: z.int().min(0).describe('Milliseconds from the beginning of the conversation.'),
    end_ms: z.int().min(0),
    created_by: shownId,
    creator_name: z.string().nullable(),
    created_at: shownMoment,
  })
  .meta({ id: 'ConversationClip' })
export type ConversationClip = z.infer<typeof ConversationClip>

/** A quarter of an hour. */
export const longestClipMs = 900_000

export const NewClip = z
  .object({
    title: text(200),
    start_ms: offset.min(0, 'must not be negative.'),
    end_ms: offset.min(1_000, 'must be at least 1000.').describe('At most 15 minutes later.'),
  })
  .refine(({ start_ms: start, end_ms: end }) => end > start && end - start <= longestClipMs, {
    message: 'must be later than start_ms, by at most 15 minutes.',
    path: ['end_ms'],
  })
  .meta({ id: 'NewClip' })
export type NewClip = z.infer<typeof NewClip>

export const ClipChanges = z.object({ title: text(200).optional() }).meta({ id: 'ClipChanges' })
export type ClipChanges = z.infer<typeof ClipChanges>

export const NewClipLink = z
  .object({
    expires_in: z
      .int('must be a whole number of seconds.')
      .min(1, 'must be at least 1.')
      .max(2_592_000, 'must be at most 2592000 (30 days).')
      .optional()
      .describe('Seconds; default 604800 (a week).'),
  })
  .meta({ id: 'NewClipLink' })

export const ClipLink = z
  .object({
    url: z.string().describe('Shows the clip without a key: see `getLinkedClip`.'),
    expires_at: shownMoment,
  })
  .meta({ id: 'ClipLink' })
export type ClipLink = z.infer<typeof ClipLink>

export const LinkedClip = z
  .object({
    title: z.string(),
    start_ms: z.int().min(0),
    end_ms: z.int().min(0),
    audio_url: z.string().nullable().describe('Plays this part alone; null without a recording.'),
    speakers: z.array(
      z.object({ number: z.int(), name: z.string().nullable(), kind: z.enum(speakerKinds) }),
    ),
    segments: z
      .array(
        z.object({
          speaker: z.int().min(1),
          start_ms: z.int().min(0),
          end_ms: z.int().min(0),
          text: z.string(),
        }),
      )
      .describe(
        'What was said in this part. A passage that reaches beyond it is cut where words have times, and otherwise shown when most of it lies within.',
      ),
    expires_at: shownMoment,
  })
  .meta({ id: 'LinkedClip' })
export type LinkedClip = z.infer<typeof LinkedClip>

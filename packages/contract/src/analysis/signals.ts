import { z } from 'zod'
import { shownId, shownMoment, text } from '../fields.ts'
import { objectionTypes, signalKinds } from './evaluation.ts'

export const signalStatuses = ['detected', 'confirmed', 'dismissed'] as const
export const signalSources = ['built_in', 'llm', 'tracker', 'person'] as const

/** What of a conversation is told along with something found in it. */
export const ToldConversation = z.object({
  id: shownId,
  kind: z.enum(['call', 'meeting', 'recording', 'agent_call']),
  title: z.string().nullable(),
  owner_id: shownId,
  contact_id: shownId.nullable(),
  company_id: shownId.nullable(),
  deal_id: shownId.nullable(),
})
export type ToldConversation = z.infer<typeof ToldConversation>

export const ConversationSignal = z
  .object({
    id: shownId,
    conversation_id: shownId,
    kind: z
      .string()
      .describe(`One of ${signalKinds.join(', ')}, or what a tracker of the workspace is for.`),
    objection_type: z.enum(objectionTypes).nullable().describe('Of an objection.'),
    tracker_id: shownId.nullable().describe('The tracker that found it.'),
    tracker_name: z.string().nullable(),
    quote: z.string().describe('What was said, word for word; at most 500 characters.'),
    segment: z.int().min(0).describe('Position in the transcript it was found in.'),
    start_ms: z.int().min(0).describe('Where in the conversation, in milliseconds.'),
    speaker: z.int().min(1).describe('Number of the speaker in the transcript.'),
    speaker_name: z.string().nullable(),
    confidence: z.number().min(0).max(1),
    source: z.enum(signalSources),
    status: z.enum(signalStatuses),
    decided_by: shownId.nullable().describe('Who confirmed or dismissed it.'),
    decided_at: shownMoment.nullable(),
    created_at: shownMoment,
  })
  .meta({ id: 'ConversationSignal' })
export type ConversationSignal = z.infer<typeof ConversationSignal>

export const FoundSignal = ConversationSignal.extend({ conversation: ToldConversation }).meta({
  id: 'FoundSignal',
  description: 'A signal with the conversation it was found in.',
})
export type FoundSignal = z.infer<typeof FoundSignal>

export const NewSignal = z
  .object({
    kind: z
      .string('must be text.')
      .regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be lower case letters, digits and underscores.')
      .describe(`One of ${signalKinds.join(', ')}, or a word of your own.`),
    quote: text(500).describe(
      'What was said, word for word, within one segment; case and spaces do not matter.',
    ),
    segment: z
      .int('must be a whole number.')
      .min(0, 'must be 0 or more.')
      .optional()
      .describe('Position in the transcript; absent: the first segment that has the quote.'),
    objection_type: z
      .enum(objectionTypes, `must be one of ${objectionTypes.join(', ')}, or null.`)
      .nullish()
      .describe('Of an objection.'),
  })
  .meta({ id: 'NewSignal' })
export type NewSignal = z.infer<typeof NewSignal>

/** What trackers may consist of. */
export const trackerLimits = { trackers: 100, phrases: 100, patterns: 20 } as const

const phrases = z
  .array(text(200), 'must be a list.')
  .max(trackerLimits.phrases, `must list at most ${trackerLimits.phrases}.`)
  .describe('Words that follow one another, whatever their case and what stands between them.')
const patterns = z
  .array(text(200), 'must be a list.')
  .max(trackerLimits.patterns, `must list at most ${trackerLimits.patterns}.`)
  .describe(
    'Regular expressions in the syntax of RE2, whatever the case: without look-around and back references, and never slow.',
  )
const kind = z
  .string('must be text.')
  .regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be lower case letters, digits and underscores.')
  .describe('Of the signals it finds. Default `custom`.')
const description = z
  .string('must be text or null.')
  .trim()
  .max(1_000, 'must be at most 1000 characters.')
  .nullable()
  .describe('What to look for, in a sentence for the language model.')

export const SignalTracker = z
  .object({
    id: shownId,
    name: z.string(),
    kind: z.string(),
    phrases: z.array(z.string()),
    patterns: z.array(z.string()),
    description: z.string().nullable(),
    active: z.boolean().describe('Whether it looks into new conversations.'),
    created_by: shownId.nullable(),
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'SignalTracker' })
export type SignalTracker = z.infer<typeof SignalTracker>

export const NewSignalTracker = z
  .object({
    name: text(200),
    kind: kind.optional(),
    phrases: phrases.optional(),
    patterns: patterns.optional(),
    description: description.optional(),
    active: z.boolean('must be true or false.').optional(),
  })
  .meta({ id: 'NewSignalTracker' })
export type NewSignalTracker = z.infer<typeof NewSignalTracker>

export const SignalTrackerChanges = NewSignalTracker.partial().meta({ id: 'SignalTrackerChanges' })
export type SignalTrackerChanges = z.infer<typeof SignalTrackerChanges>

export const TrackerTest = z
  .object({
    conversation_id: z.uuid('must be a UUID.').transform((value) => value.toLowerCase()),
    phrases: phrases.optional(),
    patterns: patterns.optional(),
  })
  .meta({ id: 'TrackerTest' })
export type TrackerTest = z.infer<typeof TrackerTest>

export const TrackerFinding = z
  .object({
    found_by: z.enum(['phrase', 'pattern']),
    expression: z.string().describe('The phrase or pattern that was found.'),
    quote: z.string(),
    segment: z.int().min(0),
    start_ms: z.int().min(0),
    speaker: z.int().min(1),
  })
  .meta({ id: 'TrackerFinding' })
export type TrackerFinding = z.infer<typeof TrackerFinding>

export const TrackerTestResult = z
  .object({
    findings: z.array(TrackerFinding).describe('At most 20, one of a segment, in order.'),
    segments: z.int().min(0).describe('How many were looked through.'),
    complete: z.boolean().describe('False: stopped early, because the patterns took too long.'),
  })
  .meta({ id: 'TrackerTestResult' })
export type TrackerTestResult = z.infer<typeof TrackerTestResult>

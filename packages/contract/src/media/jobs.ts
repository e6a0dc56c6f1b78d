import { z } from 'zod'
import { shownId, shownMoment, text } from '../fields.ts'
import { pageOf, resultOf } from '../voice-api/index.ts'
import {
  JobStatus,
  JobType,
  languageCode,
  processingType,
  title,
  webAddress,
  webhookFields,
} from './job-fields.ts'

const seconds = (least: number, most: number, usual: number) =>
  z
    .number('must be a number of seconds.')
    .min(least, `must be at least ${least}.`)
    .max(most, `must be at most ${most}.`)
    .default(usual)

export const SrtOptions = z
  .looseObject({
    maxLinesPerSubtitle: z
      .int('must be a whole number.')
      .min(1, 'must be at least 1.')
      .max(10, 'must be at most 10.')
      .default(2),
    singleSpeakerPerSubtitle: z.boolean('must be true or false.').default(true),
    maxCharsPerLine: z
      .int('must be a whole number.')
      .min(10, 'must be at least 10.')
      .max(200, 'must be at most 200.')
      .default(42),
    maxMergeableGap: seconds(0, 10, 0.3).describe(
      'Speech that follows within so many seconds goes on in the same subtitle.',
    ),
    minDuration: seconds(0, 10, 0.7).describe('Seconds a subtitle stays at least.'),
    maxDuration: seconds(0.5, 60, 7).describe('Seconds a subtitle stays at most.'),
    minGap: seconds(0, 5, 0.04).describe('Seconds between two subtitles at least.'),
  })
  .describe('How subtitles are cut. What does not fit together is settled in favour of the limits.')
export type SrtOptions = z.infer<typeof SrtOptions>

const model = z
  .string('must be text.')
  .trim()
  .min(1, 'must not be empty.')
  .max(100, 'must be at most 100 characters.')
  .describe('Kept and shown; what hears is what the server is set up with.')

export const NewTranscription = z.looseObject({
  mediaUrl: webAddress.describe('Audio or video, at most 2 GiB.'),
  model: model.default('Hamsa-General-V2.0'),
  processingType,
  ...webhookFields,
  title: title.nullish(),
  language: languageCode.nullish().describe('Absent: found out by listening.'),
  returnSrtFormat: z.boolean('must be true or false.').default(false),
  srtOptions: SrtOptions.nullish(),
})
export type NewTranscription = z.infer<typeof NewTranscription>

export const NewJob = z.looseObject({
  type: z.enum(['TRANSCRIPTION'], 'must be TRANSCRIPTION.'),
  apiKey: z.string('must be text.').max(200).nullish().describe('Ignored: the key that calls counts.'),
  mediaUrl: webAddress,
  model: model.nullish(),
  title: title.nullish(),
  language: languageCode.nullish(),
  processingType,
  ...webhookFields,
  returnSrtFormat: z.boolean('must be true or false.').default(false),
  srtOptions: SrtOptions.nullish(),
})
export type NewJob = z.infer<typeof NewJob>

const factor = (what: string) =>
  z
    .number('must be a number.')
    .min(0.5, 'must be at least 0.5.')
    .max(2, 'must be at most 2.')
    .default(1)
    .describe(`1 is the voice’s own ${what}.`)

export const maxDictionaries = 10

export const NewSpeech = z.looseObject({
  text: text(20_000).describe('What is said; numbers, dates and money are read out.'),
  voiceId: z
    .string('must be text.')
    .trim()
    .max(100, 'must be at most 100 characters.')
    .nullish()
    .describe('Of GET /v2/tts/voices, or a speaker’s name; absent: the first of the language.'),
  language: languageCode.nullish().describe('Absent: that of the voice.'),
  speed: factor('pace'),
  pitch: factor('pitch'),
  voiceDictionaryIds: z
    .array(z.uuid('must be a UUID.'), 'must be a list of ids.')
    .max(maxDictionaries, `must have at most ${maxDictionaries} entries.`)
    .nullish()
    .describe('Pronunciation dictionaries; the first that has a word decides.'),
  title: title.nullish(),
  ...webhookFields,
})
export type NewSpeech = z.infer<typeof NewSpeech>

/** What can be made of a transcript. */
export const aiParts = [
  'SUMMARY',
  'TITLE',
  'KEY_POINTS',
  'ACTION_ITEMS',
  'CHAPTERS',
  'BLOG',
  'EMAIL',
] as const
export type AiPart = (typeof aiParts)[number]

const aliases: Readonly<Record<string, AiPart>> = {
  SUMMARISATION: 'SUMMARY',
  SUMMARIZATION: 'SUMMARY',
  TITLES: 'TITLE',
  KEYPOINTS: 'KEY_POINTS',
  KEYTAKEAWAYS: 'KEY_POINTS',
  TAKEAWAYS: 'KEY_POINTS',
  HIGHLIGHTS: 'KEY_POINTS',
  ACTIONITEMS: 'ACTION_ITEMS',
  CHAPTER: 'CHAPTERS',
  BLOGPOST: 'BLOG',
  ARTICLE: 'BLOG',
  MAIL: 'EMAIL',
  EMAILS: 'EMAIL',
}

const toAiPart = (value: string): string => {
  const plain = value.replaceAll(/[^a-z]/gi, '').toUpperCase()
  return aliases[plain] ?? aiParts.find((part) => part.replace('_', '') === plain) ?? value
}

export const AiPartName = z
  .string('must be text.')
  .transform(toAiPart)
  .pipe(z.enum(aiParts, `must be one of ${aiParts.join(', ')}.`))
  .meta({ openapi: { type: 'string', enum: [...aiParts] } })

const someParts = <T extends z.ZodType>(part: T) =>
  z
    .array(part, 'must be a list.')
    .min(1, 'must have an entry.')
    .max(10, 'must have at most 10 entries.')

export const NewContent = z.looseObject({
  aiParts: someParts(AiPartName),
  language: languageCode.nullish().describe('Of what is written; absent: that of the transcript.'),
  ...webhookFields,
})
export type NewContent = z.infer<typeof NewContent>

export const NewCustomContent = z.looseObject({
  aiParts: someParts(
    z.looseObject({
      aiPart: text(100).describe('A name of one’s own.'),
      language: languageCode.nullish(),
      prompt: text(4_000).describe('What is to be written of the transcript.'),
    }),
  ),
  ...webhookFields,
})
export type NewCustomContent = z.infer<typeof NewCustomContent>

export const ContentPart = z.object({
  aiPart: z.string(),
  content: z.string().describe('Markdown.'),
  language: z.string().nullable(),
  method: z
    .enum(['model', 'extractive'])
    .describe('`extractive`: no language model is set up; sentences of the transcript itself.'),
  note: z.string().nullable().describe('Says so where no language model wrote it.'),
  model: z.string().nullable(),
})
export type ContentPart = z.infer<typeof ContentPart>

export const JobFailure = z.object({
  code: z.string().describe('Such as unreachable, corrupt or engine_failed.'),
  message: z.string().describe('A sentence for people.'),
})
export type JobFailure = z.infer<typeof JobFailure>

export const MediaJob = z
  .object({
    id: shownId,
    title: z.string().nullable(),
    model: z.string().nullable(),
    type: JobType,
    processingType: z.string(),
    status: JobStatus,
    progress: z.number().describe('Percent.'),
    failure: JobFailure.nullable(),
    webhookUrl: z.string().nullable(),
    webhookStatus: z
      .enum(['NONE', 'PENDING', 'DELIVERED', 'FAILED'])
      .describe('Whether the finished job reached its webhook.'),
    totalCost: z.number().nullable().describe('USD, where the model’s server tells it.'),
    usageTime: z.number().nullable().describe('Seconds of audio heard or made.'),
    fromLng: z.string().nullable(),
    toLng: z.string().nullable(),
    mediaUrl: z.string().nullable(),
    jobResponse: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What came of it; null until it is completed.'),
    fromScript: z.string().nullable(),
    toScript: z.string().nullable(),
    relevantJobId: shownId.nullable().describe('The job or conversation it was made of.'),
    agentDetails: z.unknown().describe('Of a call; null otherwise.'),
    voiceAgentId: shownId.nullable(),
    ttsVoiceId: z.string().nullable(),
    apiKeyId: shownId.nullable(),
    billingId: z.string().nullable(),
    systemModelKey: z.string().nullable().describe('What did the work, such as whisper-base.'),
    createdAt: shownMoment,
    updatedAt: shownMoment,
    completedAt: shownMoment.nullable(),
  })
  .meta({ id: 'MediaJob' })
export type MediaJob = z.infer<typeof MediaJob>

export const ListedJob = z
  .object({
    id: shownId,
    title: z.string().nullable(),
    type: JobType,
    url: z.string().nullable().describe('The audio that was made, for a day; else where it came from.'),
    status: JobStatus,
    cost: z.number().nullable(),
    progress: z.number(),
    systemModelKey: z.string().nullable(),
    relevantJobId: shownId.nullable(),
    attributes: z.object({
      apiKey: shownId.nullable(),
      mediaUrl: z.string().nullable(),
      model: z.string().nullable(),
      agentName: z.string().nullable(),
      duration: z.number().nullable(),
      voice: z.string().nullable(),
      aiContentParts: z.array(z.string()).nullable(),
      sourceJob: shownId.nullable(),
    }),
    apiKey: shownId.nullable(),
    createdBy: shownId.nullable(),
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'ListedJob' })
export type ListedJob = z.infer<typeof ListedJob>

const wholeNumber = (most: number, usual: number) =>
  z.coerce
    .number('must be a whole number.')
    .int('must be a whole number.')
    .min(1, 'must be at least 1.')
    .max(most, `must be at most ${most}.`)
    .default(usual)

export const JobSearch = z.looseObject({
  sort: z
    .looseObject({
      field: z
        .enum(['createdAt', 'updatedAt', 'title', 'status', 'type'], 'is not a field to sort by.')
        .default('createdAt'),
      direction: z
        .string('must be asc or desc.')
        .toLowerCase()
        .pipe(z.enum(['asc', 'desc'], 'must be asc or desc.'))
        .meta({ openapi: { type: 'string', enum: ['asc', 'desc'] } })
        .default('desc'),
    })
    .nullish(),
  take: wholeNumber(100, 10).describe('Jobs on a page.'),
  skip: wholeNumber(100_000, 1).describe('Number of the page, the first being 1.'),
  search: z.string('must be text.').max(200).nullish().describe('Part of the title.'),
  status: JobStatus.nullish(),
  type: JobType.nullish(),
})
export type JobSearch = z.infer<typeof JobSearch>

export const CreatedJob = resultOf(z.object({ jobId: shownId }))
export const JobReply = resultOf(MediaJob).extend({
  previewUrl: z.string().nullable().describe('The audio that was made, for a day.'),
})
export const JobPage = pageOf('jobs', ListedJob)

export const ContentEstimate = z.object({
  jobId: shownId,
  aiParts: z.array(z.string()),
  method: z.enum(['model', 'extractive']),
  inputTokens: z.int().describe('Estimated at four characters a token.'),
  outputTokens: z.int(),
  costUsd: z.number().nullable().describe('Null: only the model’s server knows its prices.'),
})
export type ContentEstimate = z.infer<typeof ContentEstimate>

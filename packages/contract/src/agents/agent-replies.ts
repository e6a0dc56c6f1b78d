import { z } from 'zod'
import { shownId, shownMoment } from '../fields.ts'
import { CallSettings } from './call-settings.ts'
import { agentNumberTypes, agentTypes } from './definition.ts'

/** What is answered of agents: nested for v2, flat for v1. Keys and secrets are shown as `***`. */

const anything = z.record(z.string(), z.unknown())
const hidden = z.string().nullable().describe('`***` where there is one.')
const alignment = z.object({
  greetingMessage: z.string().nullable(),
  preamble: z.string().nullable(),
})
const llm = {
  provider: z.string().nullable(),
  temperature: z.number(),
  baseUrl: z.string().nullable(),
  apiKey: hidden,
}
const webhookAuth = z.object({ authKey: z.string().nullable(), authSecret: hidden }).nullable()
const binding = z.object({
  persistentId: z.string().nullable(),
  toolId: shownId,
  version: z.int().nullable(),
  toolType: z.string().nullable(),
  nodeId: z.string().nullable(),
  testResult: z.unknown(),
  overrides: anything,
})

const assignedNumber = z.object({
  type: z.enum(agentNumberTypes),
  id: shownId,
  number: z.string().describe('In E.164.'),
  label: z.string(),
})
const voiceRecord = z
  .object({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    language: z.string(),
    languageCode: z.string().nullable(),
    image: z.string().nullable(),
    voiceRecord: z.string().nullable().describe('Address of a sample.'),
  })
  .nullable()
  .describe('The voice itself; null where none is chosen, or it is not there.')

/** Settings as they are shown, by name. */
const settings = CallSettings.shape
type ShownSettings = { [K in keyof typeof settings]: z.ZodType<z.infer<(typeof settings)[K]>> }
const shownSettings = Object.fromEntries(
  Object.entries(settings).map(([key, field]) => [key, shownField(field)]),
) as ShownSettings

/** What a setting is after its cleaning, which a schema of replies need not do again. */
function shownField(field: z.ZodType): z.ZodType {
  const usual: unknown = field.parse(undefined)
  const kind =
    typeof usual === 'boolean'
      ? z.boolean()
      : typeof usual === 'number'
        ? z.number()
        : z.string().nullable()
  return field.description === undefined ? kind : kind.describe(field.description)
}

const common = {
  id: shownId,
  type: z.enum(agentTypes),
  description: z.string().nullable(),
  outcome: z.string().nullable(),
  outcomeResponseShape: anything.nullable(),
  knowledgeBaseItemsIds: z.array(shownId),
  voiceDictionaryIds: z.array(shownId),
  phoneNumber: assignedNumber
    .nullable()
    .describe(
      'The number that it answers; of several, the one it was saved with, else the oldest.',
    ),
  phoneNumbers: z.array(assignedNumber).describe('All that are assigned to it, at most 100.'),
  webhookUrl: z.string().nullable(),
  webhookAuth,
  projectId: shownId.describe('The workspace.'),
  version: z.int().describe('Number of the newest version, which this is.'),
  liveVersion: z.int().describe('Number of the version that calls are held with.'),
  createdAt: shownMoment,
  updatedAt: shownMoment,
}

export const VoiceAgent = z
  .object({
    ...common,
    name: z.string(),
    conversation: z.object({
      greetingMessage: z.string(),
      greetingMessageType: z.enum(['TEXT', 'PROMPT']).nullable(),
      preamble: z.string(),
      pokeMessages: z.array(z.string()),
      params: anything,
      alignment,
    }),
    voice: z.object({
      voiceId: z.string().nullable(),
      lang: z.string(),
      voiceRecordId: z.string().nullable(),
      voiceRecord,
      ttsParams: anything,
    }),
    llm: z.object({ ...llm, model: z.string().nullable() }),
    callSettings: z.object(shownSettings),
    tools: z.array(binding),
    resolvedWebTools: z.array(anything).describe('The tools themselves.'),
    workflow: anything
      .nullable()
      .optional()
      .describe('Absent in lists: flows are long. null for a Single Prompt.'),
    account: z.object({ plan: z.string().nullable() }),
  })
  .meta({ id: 'VoiceAgent' })
export type VoiceAgent = z.infer<typeof VoiceAgent>

export const FlatVoiceAgent = z
  .object({
    ...common,
    ...shownSettings,
    agentName: z.string(),
    greetingMessage: z.string(),
    greetingMessageType: z.enum(['STATIC', 'PROMPT']).nullable(),
    preamble: z.string(),
    pokeMessages: z.array(z.string()),
    params: anything,
    alignment,
    lang: z.string(),
    voiceId: z.string().nullable(),
    voiceRecordId: z.string().nullable(),
    voiceRecord,
    llmConfig: z.object({ ...llm, modelName: z.string().nullable() }),
    tools: z.object({
      genderDetection: z.boolean(),
      smartCallEnd: z.boolean(),
      googleCalendar: z.boolean(),
    }),
    googleCalendarSettings: anything.nullable(),
    webToolsIds: z.array(shownId),
    webToolsOverrides: anything,
    apiKeyId: z.string().nullable(),
    collectionId: z.string().nullable(),
    isTemplate: z.boolean(),
    icon: z.string().nullable(),
  })
  .meta({ id: 'FlatVoiceAgent' })
export type FlatVoiceAgent = z.infer<typeof FlatVoiceAgent>

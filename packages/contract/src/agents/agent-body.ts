import { z } from 'zod'
import { flag, id } from '../fields.ts'
import { CallSettings } from './call-settings.ts'
import {
  AgentConversation,
  AgentDefinition,
  agentLimits,
  AgentLlm,
  AgentPhoneNumber,
  AgentVoice,
  ToolBinding,
} from './definition.ts'
import { looseText, nullableText, openMap, wishesOf } from './field-kinds.ts'
import { WorkflowChanges } from './workflow.ts'

/**
 * What clients send of an agent: nested as v2 has it, flat as v1 has it, or short as the integration
 * guide has it. Every door takes all three; where one thing is said twice, the nested one counts.
 */

const name = looseText(agentLimits.name).min(1, 'must not be empty.')
/** Part of a header. */
function headerText(maxCharacters: number) {
  return z
    .string('must be text.')
    .trim()
    .max(maxCharacters, `must be at most ${maxCharacters} characters.`)
    .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII characters.')
    .transform((value) => (value === '' ? null : value))
    .nullish()
}

/** `***` is what replies show, and keeps the secret that is there. */
const secret = headerText(4_000).describe('Never shown again; `***` keeps it.')

const toolSwitches = z.object({
  genderDetection: flag.nullish(),
  smartCallEnd: flag.nullish(),
  googleCalendar: flag.nullish(),
})

/** Some clients name a tool by `toolId`, others by the id that all its versions share. */
const binding = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || 'toolId' in value) return value
  return 'persistentId' in value ? { ...value, toolId: value.persistentId } : value
}, ToolBinding)

const tools = z
  .union(
    [z.array(binding).max(agentLimits.tools), toolSwitches],
    'must be a list of tools, each with its toolId, or of v1 the object of switches.',
  )
  .nullish()
  .meta({
    openapi: {
      anyOf: [
        { type: 'array', items: { $ref: '#/components/schemas/AgentToolBinding' } },
        { type: 'object', additionalProperties: { type: 'boolean' } },
        { type: 'null' },
      ],
    },
  })
  .describe('v2: bindings of tools. v1: the switches genderDetection and smartCallEnd.')

const direction = z.enum(['ltr', 'rtl'], 'must be ltr or rtl.').nullish()
const alignment = z.object({ greetingMessage: direction, preamble: direction }).nullish()
const { alignment: _alignment, ...conversation } = AgentConversation.shape
const conversationWishes = { ...wishesOf(conversation), alignment }
const llmWishes = wishesOf(AgentLlm.shape)
const { description, type, outcome, outcomeResponseShape, googleCalendarSettings } =
  AgentDefinition.shape
const { knowledgeBaseItemsIds, voiceDictionaryIds, webhookUrl } = AgentDefinition.shape

const nested = {
  ...wishesOf({ description, type, outcome, outcomeResponseShape, googleCalendarSettings }),
  ...wishesOf({ knowledgeBaseItemsIds, voiceDictionaryIds, webhookUrl }),
  conversation: z.object(conversationWishes).nullish(),
  voice: z.object(wishesOf(AgentVoice.shape)).nullish(),
  llm: z.object({ ...llmWishes, apiKey: secret, modelName: llmWishes.model }).nullish(),
  callSettings: z.object(wishesOf(CallSettings.shape)).nullish(),
  tools,
  phoneNumber: AgentPhoneNumber.nullish(),
  webhookAuth: z
    .object({ authKey: headerText(200), authSecret: secret })
    .nullish()
    .describe(
      'Sent as `Authorization: {authKey} {authSecret}`, or the secret alone if it says how.',
    ),
  workflow: WorkflowChanges.nullish().describe('Lists in it are replaced whole.'),
}

const { voiceId, lang } = wishesOf(AgentVoice.shape)

const flat = {
  ...conversationWishes,
  ...wishesOf(CallSettings.shape),
  voiceId,
  lang,
  webToolsIds: z
    .array(id, 'must be a list of ids.')
    .max(agentLimits.tools, `must list at most ${agentLimits.tools} ids.`)
    .nullish(),
  webToolsOverrides: openMap(200_000).nullish().describe('By the id of the tool.'),
  llmConfig: z.object({ ...llmWishes, apiKey: secret, modelName: llmWishes.model }).nullish(),
  greeting: wishesOf(AgentConversation.shape).greetingMessage.describe(
    'Short for greetingMessage.',
  ),
  language: lang.describe('Short for lang.'),
}

const ours = {
  note: nullableText(500).optional().describe('What this save is for; shown with its version.'),
}

/** Fields of an agent in all three styles, without its name. */
const shape = { ...flat, ...nested, ...ours }

export const NewAgent = z.object({ name, ...shape }).meta({ id: 'NewVoiceAgent' })
export const NewFlatAgent = z
  .object({ agentName: name, ...shape })
  .meta({ id: 'NewFlatVoiceAgent' })

const changes = {
  ...shape,
  version: z
    .int('must be a whole number.')
    .min(1, 'must be at least 1.')
    .nullish()
    .describe('The version these changes were made on: a newer one is not overwritten, but a 409.'),
}

export const AgentChanges = z
  .object({ name: name.optional(), ...changes })
  .meta({ id: 'VoiceAgentChanges' })
export const FlatAgentChanges = z
  .object({ agentName: name.optional(), ...changes })
  .meta({ id: 'FlatVoiceAgentChanges' })

export type AgentBody = Omit<z.infer<typeof AgentChanges>, 'version' | 'name'>

import { z } from 'zod'
import { flag, id } from '../fields.ts'
import { CallSettings } from './call-settings.ts'
import {
  keepable,
  language,
  looseText,
  nullableText,
  openMap,
  token,
  within,
} from './field-kinds.ts'
import { OutcomeShape } from './outcome-shape.ts'
import { Workflow } from './workflow.ts'

export const agentLimits = {
  name: 150,
  prompt: 100_000,
  greeting: 5_000,
  pokes: 20,
  /** Characters of JSON. */
  params: 65_536,
  tools: 128,
  knowledge: 1_000,
  dictionaries: 100,
} as const

export const agentTypes = ['Single Prompt', 'Flow Agent'] as const
export const AgentType = z.enum(agentTypes, 'must be "Single Prompt" or "Flow Agent".')

/** What is said when the client gives no prompt. */
const usualPrompt = 'You are a helpful assistant that will answer users questions.'

const greetingTypes: ReadonlyMap<string, 'static' | 'prompt'> = new Map([
  ['text', 'static'],
  ['static', 'static'],
  ['prompt', 'prompt'],
])

/** `static` is said as it stands (also called TEXT), `prompt` tells the model how to greet. */
const greetingType = z
  .string('must be TEXT, STATIC, PROMPT or null.')
  .transform((value, issues) => {
    const known = greetingTypes.get(value.trim().toLowerCase())
    if (known) return known
    issues.addIssue({ code: 'custom', message: 'must be TEXT, STATIC, PROMPT or null.' })
    return z.NEVER
  })
  .nullable()
  .meta({ openapi: { type: ['string', 'null'], enum: ['TEXT', 'STATIC', 'PROMPT', null] } })

export const llmProviders = ['OpenAI', 'Gemini', 'deepmyst', 'Custom', 'Groq'] as const
const wrongProvider = `must be one of ${llmProviders.join(', ')}.`

/** Written in any case; kept as Hamsa writes it. */
const llmProvider = z
  .preprocess(
    (value) => {
      if (typeof value !== 'string') return value
      const wanted = value.trim().toLowerCase()
      return llmProviders.find((name) => name.toLowerCase() === wanted) ?? value
    },
    z.enum(llmProviders, wrongProvider),
  )
  .nullable()

const direction = z.enum(['ltr', 'rtl'], 'must be ltr or rtl.').nullable()

export const AgentConversation = z.object({
  greetingMessage: looseText(agentLimits.greeting)
    .default('')
    .describe('What the agent says first; `{{param}}` is replaced by its value.'),
  greetingMessageType: greetingType
    .default(null)
    .describe('TEXT or STATIC: said as it stands. PROMPT: how the model should greet.'),
  preamble: looseText(agentLimits.prompt)
    .default(usualPrompt)
    .describe('The prompt: who the agent is and what it should do.'),
  pokeMessages: z
    .array(looseText(1_000), 'must be a list of sentences.')
    .max(agentLimits.pokes, `must list at most ${agentLimits.pokes} sentences.`)
    .transform((sentences) => sentences.filter((sentence) => sentence !== ''))
    .default([])
    .describe('Said in turn while the user stays silent.'),
  params: openMap(agentLimits.params)
    .default({})
    .describe('Values of `{{param}}` where a call brings none.'),
  alignment: z
    .object({ greetingMessage: direction.default(null), preamble: direction.default(null) })
    .prefault({})
    .describe('How an editor should align the texts.'),
})

export const AgentVoice = z.object({
  voiceId: token.nullable().default(null).describe('Id or name of a voice; null: the usual.'),
  lang: language.default('en').describe('Language of the conversation.'),
  ttsParams: openMap(10_000)
    .default({})
    .describe('How it speaks: `speed` and `pitch` (0.5 to 2), `dialect`.'),
})

export const AgentLlm = z.object({
  provider: llmProvider.default(null).describe('Null: the model that the server has.'),
  model: token.nullable().default(null).describe('Null: the provider’s usual.'),
  temperature: within(0, 2).default(0.2),
  baseUrl: nullableText(2_048)
    .default(null)
    .describe('Of an OpenAI-compatible service; needed for the provider Custom.'),
})

/** Which of its parameters an agent gives a tool itself, so that the model does not. */
const overrides = openMap(50_000)

export const ToolBinding = z
  .object({
    toolId: id,
    persistentId: nullableText(100).default(null),
    version: z.int().nullable().default(null),
    toolType: z
      .preprocess(
        (value) => (typeof value === 'string' ? value.toUpperCase() : value),
        z.enum(['FUNCTION', 'MCP'], 'must be FUNCTION or MCP.'),
      )
      .nullable()
      .default(null),
    nodeId: nullableText(200).default(null).describe('The node of the flow it belongs to.'),
    testResult: z.unknown().superRefine(keepable(20_000)).default(null),
    overrides: overrides.default({}),
  })
  .meta({ id: 'AgentToolBinding' })
export type ToolBinding = z.infer<typeof ToolBinding>

export const agentNumberTypes = ['TWILIO', 'SIP', 'SIMULATED'] as const

export const AgentPhoneNumber = z
  .object({
    type: z.enum(agentNumberTypes, 'must be TWILIO, SIP or SIMULATED.').nullable().default(null),
    id,
  })
  .meta({ id: 'AgentPhoneNumber' })

const ids = (max: number) =>
  z
    .array(id, 'must be a list of ids.')
    .max(max, `must list at most ${max} ids.`)
    .transform((list) => [...new Set(list)])
    .default([])

/**
 * What one version of an agent is, whatever body it came from: every field is there. Keys of models
 * and of webhooks are secrets and not in it.
 */
export const AgentDefinition = z
  .object({
    name: looseText(agentLimits.name).min(1, 'must not be empty.'),
    description: nullableText(2_000).default(null),
    type: AgentType.default('Single Prompt'),
    conversation: AgentConversation.prefault({}),
    voice: AgentVoice.prefault({}),
    llm: AgentLlm.prefault({}),
    callSettings: CallSettings.prefault({}),
    tools: z
      .array(ToolBinding, 'must be a list of tools.')
      .max(agentLimits.tools, `must list at most ${agentLimits.tools} tools.`)
      .default([]),
    knowledgeBaseItemsIds: ids(agentLimits.knowledge),
    voiceDictionaryIds: ids(agentLimits.dictionaries),
    phoneNumber: AgentPhoneNumber.nullable().default(null),
    webhookUrl: nullableText(2_048)
      .default(null)
      .describe('Told of the calls of this agent, in the format of voice agents.'),
    /** First half of the header `Authorization`; the second half is a secret. */
    webhookAuthKey: nullableText(200).default(null),
    workflow: Workflow.nullable().default(null).describe('Of a Flow Agent.'),
    outcome: nullableText(20_000)
      .default(null)
      .describe('In words, what should be made of the conversation.'),
    outcomeResponseShape: OutcomeShape.nullable()
      .default(null)
      .describe('What should be found out, as JSON Schema of an object.'),
    googleCalendar: flag.default(false).describe('Of older clients; kept for them.'),
    googleCalendarSettings: openMap(10_000).nullable().default(null),
  })
  .meta({ id: 'AgentDefinition' })
export type AgentDefinition = z.infer<typeof AgentDefinition>

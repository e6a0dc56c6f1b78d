import { z } from 'zod'
import { flag, id, optionalId, queryFlag, shownId, shownMoment, text } from '../fields.ts'
import { VoicePageQuery } from '../voice-api/index.ts'
import { anyCase, isAsync, toolLimits, ToolSettings, ToolSettingsInput } from './tool-settings.ts'

export const toolTypes = ['FUNCTION', 'MCP'] as const
export type ToolType = (typeof toolTypes)[number]

/** Said by the agent while a tool works. */
export const ToolMessage = z.object({
  type: z
    .string('is required.')
    .trim()
    .min(1, 'must not be empty.')
    .max(50, 'must be at most 50 characters.')
    .describe(
      'When it is said: REQUEST_START, REQUEST_DELAYED, REQUEST_COMPLETE or REQUEST_FAILED; others are kept and not said.',
    ),
  content: text(2_000),
})
export type ToolMessage = z.infer<typeof ToolMessage>

const messages = z
  .array(ToolMessage, 'must be a list of messages.')
  .max(toolLimits.messages, `must have at most ${toolLimits.messages} messages.`)
  .refine(
    (given) => new Set(given.map(({ type }) => type.toUpperCase())).size === given.length,
    'must not have two messages of one type.',
  )

const params = z
  .record(z.string(), z.unknown(), 'must be an object.')
  .refine(
    (given) => JSON.stringify(given).length <= toolLimits.schema,
    `must have at most ${toolLimits.schema} characters of JSON.`,
  )
  .describe(
    'The arguments: a JSON Schema of an object, or a map `{name: {type, description}}`. `in` of an argument says where it goes: path, query, header or body; else where the address names it, then query for GET and DELETE, body for others.',
  )

const name = text(250)
const description = text(1_000).describe('Tells the agent what the tool is for.')

export const NewWebTool = z.object({
  type: anyCase(toolTypes),
  name,
  description,
  async: isAsync.nullish().describe('Not for MCP.'),
  messages: messages.nullish(),
  params: params.nullish().describe('Not for MCP: its server says what its tools take.'),
  collectionId: optionalId,
  toolSettings: ToolSettingsInput,
})
export type NewWebTool = z.infer<typeof NewWebTool>

export const WebToolChanges = z.object({
  type: anyCase(toolTypes).optional().describe('Cannot change.'),
  name: name.optional(),
  description: description.optional(),
  async: isAsync.nullish(),
  messages: messages.nullish().describe('All of them.'),
  params: params.nullish().describe('All of them.'),
  collectionId: optionalId,
  toolSettings: ToolSettingsInput.partial()
    .optional()
    .describe('What is sent changes; what is not stays. Another server needs its secrets anew.'),
})
export type WebToolChanges = z.infer<typeof WebToolChanges>

export const WebTool = z
  .object({
    id: shownId,
    persistentId: shownId.describe('The same for all versions.'),
    version: z.int().describe('Grows with each change.'),
    name: z.string(),
    type: z.enum(toolTypes),
    userId: shownId.nullable().describe('Who made it.'),
    projectId: shownId.describe('The workspace.'),
    isActive: z.boolean().describe('For the agent of the query, or for any agent.'),
    async: z.boolean().nullable(),
    description: z.string(),
    collectionId: shownId.nullable(),
    toolSettings: ToolSettings,
    params: z.unknown().describe('JSON Schema of the arguments; null for MCP.'),
    messages: z.array(ToolMessage),
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'WebTool' })
export type WebTool = z.infer<typeof WebTool>

export const WebToolQuery = VoicePageQuery.extend({
  collectionId: id.optional(),
  isActive: queryFlag.optional(),
  returnUncategorized: queryFlag.optional().describe('Only those of no collection.'),
  type: anyCase(toolTypes).optional(),
  voiceAgentId: id
    .optional()
    .describe('Only what this agent has, active or not; isActive then means for it.'),
})
export type WebToolQuery = z.infer<typeof WebToolQuery>

/** Some clients name the tool as knowledge items are named, or by its plain id. */
export const ToggleWebTool = z
  .object({
    voiceAgentId: id,
    webToolId: id.optional(),
    toolId: id.optional(),
    id: id.optional(),
    isActive: flag.default(true),
  })
  .refine(({ webToolId, toolId, id: plain }) => (webToolId ?? toolId ?? plain) !== undefined, {
    path: ['webToolId'],
    message: 'is required.',
  })
export type ToggleWebTool = z.infer<typeof ToggleWebTool>

export const McpToolList = z.array(
  z.object({
    name: z.string(),
    description: z.string(),
    parameters: z.unknown().describe('JSON Schema.'),
  }),
)
export type McpToolList = z.infer<typeof McpToolList>

export const WebToolCall = z.object({
  arguments: z.record(z.string(), z.unknown(), 'must be an object.').default({}),
  name: z.string().max(200).optional().describe('Of MCP: which of its tools.'),
})

/** How a call of a tool went. */
export const WebToolResult = z
  .object({
    ok: z.boolean(),
    status: z.int().nullable().describe('HTTP status of the last attempt.'),
    output: z.unknown().describe('What the agent is told.'),
    error: z
      .object({
        code: z.string().describe('Such as timeout, unreachable, http_error or invalid_arguments.'),
        message: z.string(),
      })
      .nullable(),
    attempts: z.int(),
    durationMs: z.number(),
  })
  .meta({ id: 'WebToolResult' })
export type WebToolResult = z.infer<typeof WebToolResult>

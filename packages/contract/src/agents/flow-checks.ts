import { z } from 'zod'
import { looseText } from './field-kinds.ts'
import { Workflow } from './workflow.ts'

/** What can be wrong with a flow. */
export const flowFaultCodes = [
  'no_start',
  'several_starts',
  'duplicate_id',
  'unknown_kind',
  'unknown_condition',
  'incomplete_condition',
  'unknown_operator',
  'missing_target',
  'unknown_edge',
  'unreachable',
  'endless_cycle',
  'no_way_on',
  'incomplete_node',
  'unknown_agent',
] as const

export const FlowFault = z
  .object({
    code: z.enum(flowFaultCodes),
    nodeId: z.string().nullable().describe('Null: it is about the whole flow.'),
    label: z.string().nullable().describe('Of the node, for people.'),
    transitionId: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'FlowFault' })
export type FlowFault = z.infer<typeof FlowFault>

export const FlowCheck = z
  .object({
    isValid: z.boolean(),
    problems: z.array(FlowFault).describe('Why it would not be saved.'),
    warnings: z
      .array(FlowFault)
      .describe('What it would be saved with, but is probably meant otherwise.'),
  })
  .meta({ id: 'FlowCheck' })
export type FlowCheck = z.infer<typeof FlowCheck>

export const WorkflowToCheck = z.object({ workflow: Workflow }).meta({ id: 'WorkflowToCheck' })

/**
 * A file that was exported, from here or from Hamsa's API: an agent, a reply with an agent in `data` or
 * `agent`, or a flow alone.
 */
export const ExportedFile = z
  .looseObject({
    name: looseText(150).optional().describe('Instead of the name in the file.'),
  })
  .meta({ id: 'ExportedAgentFile' })
export type ExportedFile = z.infer<typeof ExportedFile>

export const AgentExport = z
  .object({
    format: z.literal('parley.voice-agent'),
    formatVersion: z.literal(1),
    exportedAt: z.iso.datetime(),
    projectId: z.uuid().describe('Ids in it mean something in this workspace only.'),
    agent: z.record(z.string(), z.unknown()).describe('As POST /v2/voice-agents takes it.'),
  })
  .meta({ id: 'AgentExport' })
export type AgentExport = z.infer<typeof AgentExport>

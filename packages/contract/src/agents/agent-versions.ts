import { z } from 'zod'
import { flag, id, shownId, shownMoment } from '../fields.ts'
import { nullableText, openMap } from './field-kinds.ts'
import { agentLimits } from './definition.ts'
import { VoiceAgent } from './agent-replies.ts'

/** A version by its number or its id. */
export const VersionRef = z
  .union([id, z.string().regex(/^[1-9]\d{0,8}$/)], 'must be the number of a version, or its id.')
  .meta({ openapi: { type: 'string', examples: ['3'] } })

export const AgentVersion = z
  .object({
    id: shownId,
    number: z.int().describe('1 for the first save, then counted up.'),
    name: z.string().describe('What the agent was called.'),
    note: z.string().nullable(),
    restoredFrom: z.int().nullable().describe('The version that was brought back by it.'),
    isNewest: z.boolean(),
    isLive: z.boolean(),
    createdBy: shownId.nullable(),
    createdAt: shownMoment,
  })
  .meta({ id: 'AgentVersion' })
export type AgentVersion = z.infer<typeof AgentVersion>

export const AgentVersionDetail = AgentVersion.extend({
  agent: VoiceAgent.describe('The agent as it was in this version.'),
}).meta({ id: 'AgentVersionDetail' })
export type AgentVersionDetail = z.infer<typeof AgentVersionDetail>

export const environmentNames = ['draft', 'live'] as const

export const AgentEnvironment = z
  .object({
    name: z.enum(environmentNames).describe('draft: the newest save. live: what calls use.'),
    version: z.int(),
    versionId: shownId,
    followsSaves: z
      .boolean()
      .describe('True: every save is in it at once, as long as nothing was published.'),
    publishedAt: shownMoment.nullable(),
    publishedBy: shownId.nullable(),
  })
  .meta({ id: 'AgentEnvironment' })
export type AgentEnvironment = z.infer<typeof AgentEnvironment>

export const RollBack = z
  .object({
    publish: flag
      .optional()
      .describe('Also make it live where a version was published. Default false.'),
    note: nullableText(500).optional(),
  })
  .meta({ id: 'AgentRollBack' })

export const VersionDiffQuery = z.object({
  from: VersionRef.optional().describe('Default: the one before `to`.'),
  to: VersionRef.optional().describe('Default: the newest.'),
})

export const VersionDiff = z
  .object({
    from: z.int(),
    to: z.int(),
    changes: z.array(
      z.object({
        path: z
          .string()
          .describe('Such as `callSettings.responseDelay` or `workflow.nodes[a].label`.'),
        change: z.enum(['added', 'removed', 'changed']),
        before: z.unknown(),
        after: z.unknown(),
      }),
    ),
    isCut: z.boolean().describe('True: there are more changes than are listed.'),
  })
  .meta({ id: 'AgentVersionDiff' })
export type VersionDiff = z.infer<typeof VersionDiff>

export const PreviewWish = z
  .object({
    params: openMap(agentLimits.params)
      .optional()
      .describe('As a call would be started with; they win over those of the agent.'),
    environment: z.enum(environmentNames, 'must be draft or live.').optional(),
    version: VersionRef.optional().describe('Instead of an environment.'),
  })
  .meta({ id: 'AgentPreviewWish' })
export type PreviewWish = z.infer<typeof PreviewWish>

export const AgentPreview = z
  .object({
    version: z.int(),
    greetingMessage: z.string(),
    preamble: z.string(),
    pokeMessages: z.array(z.string()),
    missing: z.array(z.string()).describe('Names in these texts that have no value.'),
    systemVariables: z
      .record(z.string(), z.string())
      .describe('What every call knows by itself; here those of a call on the web, now.'),
  })
  .meta({ id: 'AgentPreview' })
export type AgentPreview = z.infer<typeof AgentPreview>

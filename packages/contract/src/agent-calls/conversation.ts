import { z } from 'zod'
import { shownId, shownMoment } from '../fields.ts'
import { CallChannel, CallDirection, CallStatus } from './call.ts'

const numbers = z.object({
  userNumber: z.string().nullable().describe('Of the other party.'),
  machineNumber: z.string().nullable().describe('Of the agent.'),
})

export const CallLogEntry = z
  .object({
    id: shownId,
    timestamp: shownMoment,
    category: z.string().describe('Such as FLOW, CONVERSATION, TRANSITION or TOOLS.'),
    message: z.string(),
    node_id: z.string().nullable(),
    payload: z.unknown(),
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'CallLogEntry' })
export type CallLogEntry = z.infer<typeof CallLogEntry>

/** One line under the name of who spoke it, as `{Agent: …}` or `{User: …}`. */
const TranscriptLine = z
  .looseObject({
    Agent: z.string().optional(),
    User: z.string().optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'CallTranscriptLine' })

const Figures = z.record(z.string(), z.unknown())

const JobResponse = z
  .object({
    transcription: z.array(TranscriptLine).describe('What was really said, in order.'),
    outcomeResult: Figures.describe('The parameters of the start and what the agent found out.'),
    summary: z.string().nullable(),
    callStartedAt: z.int().nullable().describe('Milliseconds since 1970, like those below.'),
    callAnsweredAt: z.int().nullable(),
    callEndedAt: z.int().nullable(),
    endReason: z.string().nullable(),
    recordingUrl: z.string().nullable(),
  })
  .meta({ id: 'CallJobResponse' })

/** A call of an agent as Hamsa's clients read it, with fields of ours at the end. */
export const CallConversation = z
  .object({
    id: shownId.describe('Of the call, its job and its conversation.'),
    title: z.string(),
    model: z.string().nullable().describe('The language model.'),
    type: z.literal('VOICE_AGENTS'),
    processingType: z.literal('real-time'),
    status: CallStatus,
    voiceAgentId: shownId.nullable(),
    apiKeyId: shownId.nullable(),
    agentDetails: Figures.nullable().describe('The agent as it was during the call.'),
    jobResponse: JobResponse,
    mediaUrl: z.string().nullable().describe('The recording; plays without a key for 24 hours.'),
    callParams: numbers,
    callDuration: z.number().describe('Seconds from the answer to the end, or until now.'),
    channelType: CallChannel,
    callAnalysis: Figures.describe('Summary, score, sentiment and shares of talk, once analysed.'),
    voiceAgent: z
      .object({
        id: shownId.nullable(),
        name: z.string().nullable(),
        voiceAgentWebTools: z.array(z.object({ webTool: Figures })),
        webTools: z.array(Figures),
        voiceAgentKnowledgeBases: z.array(z.object({ knowledgeBaseItem: Figures })),
      })
      .describe('What the agent had at hand.'),
    logs: z.array(CallLogEntry).describe('The first 1,000; all: GET /v1/agent-analytics/logs.'),
    performanceMetrics: Figures.describe(
      'Turns, interruptions, talk, latencies, and turnTaking (docs/turn-taking.md).',
    ),
    totalCost: z.number().nullable(),
    usageTime: z.number().describe('The same as callDuration.'),
    createdAt: shownMoment,
    updatedAt: shownMoment,
    agentVersionId: shownId.nullable().describe('The version in force, like all below: ours.'),
    agentName: z.string().nullable(),
    projectId: shownId,
    direction: CallDirection,
    params: Figures,
    endReason: z.string().nullable(),
    answeredBy: z.enum(['human', 'machine', 'unknown']).nullable(),
    startedAt: shownMoment,
    ringingAt: shownMoment.nullable(),
    answeredAt: shownMoment.nullable(),
    endedAt: shownMoment.nullable(),
    usage: Figures.describe('Tokens, seconds heard, characters spoken.'),
    tokens: z.int().nullable(),
    recordingId: shownId.nullable(),
    contactId: shownId.nullable(),
    campaignId: shownId.nullable(),
    turns: z.array(
      z.object({
        id: shownId,
        speaker: z.enum(['agent', 'user']),
        text: z.string(),
        startMs: z.int(),
        endMs: z.int(),
        isInterrupted: z.boolean(),
        nodeId: z.string().nullable(),
        latency: Figures.nullable(),
      }),
    ),
  })
  .meta({ id: 'CallConversation' })
export type CallConversation = z.infer<typeof CallConversation>

/** A call in the short list. */
export const MinimalCall = z
  .object({
    id: shownId,
    createdAt: shownMoment,
    status: CallStatus,
    voiceAgentId: shownId.nullable(),
    agentName: z.string().nullable(),
    duration: z.number().describe('Seconds.'),
    channelType: CallChannel,
    callParams: numbers,
  })
  .meta({ id: 'MinimalCall' })
export type MinimalCall = z.infer<typeof MinimalCall>

/** A call in the list with filters. */
export const ListedCall = MinimalCall.extend({
  title: z.string(),
  type: z.literal('VOICE_AGENTS'),
  direction: CallDirection,
  endReason: z.string().nullable(),
  startedAt: shownMoment,
  answeredAt: shownMoment.nullable(),
  endedAt: shownMoment.nullable(),
  updatedAt: shownMoment,
  contactId: shownId.nullable(),
  contactName: z.string().nullable(),
  campaignId: shownId.nullable(),
  hasRecording: z.boolean(),
  totalCost: z.number().nullable(),
  tokens: z.int().nullable(),
  summary: z.string().nullable(),
  score: z.number().nullable().describe('Of its evaluation, 0 to 100.'),
  outcomeResult: z.record(z.string(), z.unknown()),
}).meta({ id: 'ListedCall' })
export type ListedCall = z.infer<typeof ListedCall>

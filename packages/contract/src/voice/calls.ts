import { z } from 'zod'
import { CallChannel, CallDirection } from '../agent-calls/call.ts'
import { endpoint } from '../endpoint.ts'
import { id, shownId, text } from '../fields.ts'
import { resultOf } from '../voice-api/index.ts'

const common = {
  tag: 'Live calls',
  access: 'key',
  resource: 'calls',
  envelope: 'voice',
  pace: 'standard',
} as const

const params = z
  .record(z.string(), z.unknown(), 'must be an object.')
  .nullish()
  .transform((value) => value ?? {})
  .meta({ openapi: { type: ['object', 'null'], additionalProperties: true } })
  .describe('Values of `{{param}}`; echoed in the outcome.')

const Parameters = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).nullish(),
  required: z.array(z.string()).nullish(),
})

/** A tool that runs in the page, as SDKs describe it. */
const PageTool = z.looseObject({
  type: z.string().optional(),
  function: z.looseObject({
    name: text(100),
    description: z.string().max(2_000).nullish(),
    parameters: Parameters.nullish().describe('The page gets the values in this order.'),
  }),
})

export const pageTools = z
  .array(PageTool, 'must be a list of tools.')
  .max(64, 'must list at most 64 tools.')
  .nullish()

/** What every way of beginning a call says about it. */
export const beginning = {
  voiceAgentId: id.describe('Who speaks.'),
  params,
  tools: pageTools,
  voiceEnablement: z.unknown().optional(),
  environmentId: z.string().max(100).nullish().describe('Which environment’s version speaks.'),
  versionRef: z.string().max(100).nullish().describe('Which version speaks.'),
}

export const CallBeginning = z.looseObject(beginning)
export type CallBeginning = z.infer<typeof CallBeginning>

const CallJob = z.object({ jobId: shownId.describe('The call: also its job and conversation.') })

const LiveCallItem = z.object({
  callId: shownId,
  agentId: shownId.nullable(),
  agentName: z.string().nullable(),
  channel: CallChannel,
  direction: CallDirection,
  fromNumber: z.string().nullable(),
  toNumber: z.string().nullable(),
  status: z.enum(['PENDING', 'IN_PROGRESS']),
  startedAt: z.string(),
  answeredAt: z.string().nullable(),
  nodeId: shownId.nullable().describe('The node that holds it; null while nobody does.'),
  heldAt: z
    .string()
    .nullable()
    .describe('When that node last told that the call goes on, which it does every 15 s.'),
  isAlive: z.boolean().describe('Whether that was in the last 35 s.'),
  isHere: z.boolean().describe('Whether the node that answers holds it; any node can control it.'),
  state: z
    .enum(['idle', 'initializing', 'listening', 'thinking', 'speaking', 'paused'])
    .nullable()
    .describe('What the agent does now; null unless the node that answers holds the call.'),
})
/** A call that goes on. */
export type ListedLiveCall = z.infer<typeof LiveCallItem>

const callParams = z.object({ callId: id })
const Words = z.object({ text: text(2_000) })
const Done = resultOf(z.object({ callId: shownId }))
const control = {
  ...common,
  method: 'POST',
  scope: 'write',
  params: callParams,
  reply: Done,
} as const
const live = '/v1/voice-agents/live-calls'
/** CONFLICT: nobody speaks in the call yet, or its way to the caller cannot do that. */
const errors = ['CALL_NOT_FOUND', 'CONFLICT', 'CALL_UNREACHABLE'] as const

export const voiceCallEndpoints = {
  begin: endpoint({
    ...common,
    id: 'beginVoiceCall',
    method: 'POST',
    path: '/v1/voice-agents/conversation-init',
    summary: 'Begin a call from a page',
    description:
      'The call waits two minutes for a WebSocket at `/stream/{jobId}?api_key=`, the protocol of the voice agents’ SDK 0.3.',
    scope: 'write',
    body: CallBeginning,
    bodyAliases: { agentId: 'voiceAgentId' },
    reply: resultOf(CallJob),
    errors: ['AGENT_NOT_FOUND', 'SERVICE_UNAVAILABLE'],
  }),
  createToken: endpoint({
    ...common,
    id: 'createCallToken',
    method: 'POST',
    path: '/v1/voice-agents/call-token',
    summary: 'Make a token for one call from a browser',
    description:
      'So that no API key is in a page. It begins one call with this agent within five minutes: connect to `/v1/voice-agents/stream?call_token=`.',
    scope: 'write',
    status: 201,
    secretReply: true,
    body: z.looseObject({
      voiceAgentId: id,
      params,
      isChatOnly: z.boolean().nullish(),
      callerKey: z.string().max(200).nullish(),
      environmentId: beginning.environmentId,
      versionRef: beginning.versionRef,
    }),
    bodyAliases: { agentId: 'voiceAgentId' },
    reply: resultOf(
      z.object({
        callToken: z.string().describe('"ct_…"; works once.'),
        expiresAt: z.string(),
        url: z.string().describe('Where to connect, without the token.'),
      }),
    ),
    errors: ['AGENT_NOT_FOUND'],
  }),
  live: endpoint({
    ...common,
    id: 'listLiveCalls',
    method: 'GET',
    path: live,
    summary: 'List the calls that go on now',
    scope: 'read',
    query: z.object({ voiceAgentId: id.optional() }),
    reply: resultOf(z.object({ calls: z.array(LiveCallItem) })),
  }),
  join: endpoint({
    ...common,
    id: 'joinCall',
    method: 'POST',
    path: '/v1/voice-agents/join-call',
    summary: 'Listen in on a call',
    description:
      'Answers an address for a WebSocket that hears both sides: JSON frames (`user-text`, `agent-text`, `state`, the first at once), and binary frames of PCM16 at 16 kHz with one byte before them, 0 for the caller and 1 for the agent.',
    scope: 'read',
    body: z.looseObject({
      jobId: id,
      isSilent: z.boolean().nullish().describe('Only what is said and done, without its sound.'),
    }),
    bodyAliases: { callId: 'jobId', conversationId: 'jobId' },
    reply: resultOf(z.object({ jobId: shownId, url: z.string(), expiresAt: z.string() })),
    errors,
  }),
  say: endpoint({
    ...control,
    id: 'sayInCall',
    path: `${live}/:callId/say`,
    summary: 'Let the agent say something',
    body: Words,
    errors,
  }),
  whisper: endpoint({
    ...control,
    id: 'whisperInCall',
    path: `${live}/:callId/whisper`,
    summary: 'Tell the agent something that the caller does not hear',
    description:
      'It goes on from there in its own words; the log of the call keeps it. An agent without a language model answers 409.',
    body: Words,
    errors,
  }),
  pause: endpoint({
    ...control,
    id: 'pauseCall',
    path: `${live}/:callId/pause`,
    summary: 'Let the agent be silent',
    errors,
  }),
  resume: endpoint({
    ...control,
    id: 'resumeCall',
    path: `${live}/:callId/resume`,
    summary: 'Let the agent speak again',
    errors,
  }),
  transfer: endpoint({
    ...control,
    id: 'transferCall',
    path: `${live}/:callId/transfer`,
    summary: 'Hand the caller to a number',
    body: z.object({ to: text(200).describe('E.164, or a SIP address.') }),
    errors,
  }),
  hangUp: endpoint({
    ...control,
    id: 'hangUpCall',
    path: `${live}/:callId/hang-up`,
    summary: 'End a call',
    errors,
  }),
}

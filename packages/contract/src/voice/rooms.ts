import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, shownId } from '../fields.ts'
import { resultOf } from '../voice-api/index.ts'
import { beginning, pageTools } from './calls.ts'

const common = {
  tag: 'Live calls',
  access: 'key',
  scope: 'write',
  resource: 'calls',
  envelope: 'voice',
  pace: 'standard',
} as const

const path = '/v1/voice-agents/room'
const isChatOnly = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
  .meta({ openapi: { type: ['boolean', 'null'] } })
  .describe('Whether both sides write instead of speaking.')

const RoomPass = resultOf(
  z.object({
    liveKitAccessToken: z
      .string()
      .describe('A JWT to come into the room of the call with, for fifteen minutes.'),
    jobId: shownId.describe('The call: also its job and conversation.'),
    roomName: z.string(),
  }),
)

const pass = {
  ...common,
  path: `${path}/participant-token`,
  secretReply: true,
  reply: RoomPass,
  errors: ['AGENT_NOT_FOUND', 'TOO_MANY_CALLS', 'SERVICE_UNAVAILABLE'],
} as const

const RoomEntry = z.looseObject({
  jobId: id.describe('Of the call, as the token tells it.'),
  params: beginning.params,
  tools: pageTools,
  isChatOnly,
})
export type RoomEntry = z.infer<typeof RoomEntry>

const needsServer =
  'For SDKs 0.4 to 0.6, which speak in rooms of a LiveKit server. Answers SERVICE_UNAVAILABLE where LIVEKIT_URL is not set.'

/** Calls in rooms of a LiveKit server. */
export const roomCallEndpoints = {
  createPass: endpoint({
    ...pass,
    id: 'createRoomToken',
    method: 'POST',
    summary: 'Begin a call in a room',
    description: `${needsServer} The agent comes in with \`conversation-init\`.`,
    body: z.looseObject({
      voiceAgentId: beginning.voiceAgentId,
      params: beginning.params,
      isChatOnly,
      environmentId: beginning.environmentId,
      versionRef: beginning.versionRef,
    }),
    bodyAliases: { agentId: 'voiceAgentId' },
  }),
  readPass: endpoint({
    ...pass,
    id: 'readRoomToken',
    method: 'GET',
    summary: 'Begin a call in a room, as the oldest SDKs ask',
    description: `The same without parameters, for SDK 0.4.0. ${needsServer}`,
    query: z.object({ voiceAgentId: id.describe('Who speaks.') }),
  }),
  enter: endpoint({
    ...common,
    id: 'enterRoom',
    method: 'POST',
    path: `${path}/conversation-init`,
    summary: 'Let the agent come into the room',
    description: `${needsServer} It waits two minutes for the page.`,
    body: RoomEntry,
    reply: resultOf(z.object({ jobId: shownId })),
    errors: ['CALL_NOT_FOUND', 'TOO_MANY_CALLS', 'SERVICE_UNAVAILABLE'],
  }),
  leave: endpoint({
    ...common,
    id: 'destroyRoom',
    method: 'DELETE',
    path: `${path}/destroy`,
    summary: 'End the call of a room',
    description: 'A call that is over stays over.',
    body: z.looseObject({ roomName: z.string().max(200).describe('As the token names it.') }),
    reply: resultOf(z.object({ roomName: z.string() })),
    errors: ['CALL_UNREACHABLE', 'SERVICE_UNAVAILABLE'],
  }),
}

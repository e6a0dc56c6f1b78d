import { z } from 'zod'
import { NewFlatAgent } from '../agents/agent-body.ts'
import { endpoint } from '../endpoint.ts'
import { id, shownId } from '../fields.ts'
import { resultOf } from '../voice-api/index.ts'

const number = z
  .string('must be a telephone number.')
  .trim()
  .min(3, 'must be a telephone number.')
  .max(40, 'must be a telephone number.')

/** A call that one request asks for. */
export const CallPlacement = z
  .looseObject({
    toNumber: number.describe('Whom to call; without + as the country of the workspace has it.'),
    fromNumber: number.describe('A number of the workspace, which they see.'),
    voiceAgentId: id.nullish().describe('Who speaks; or else agentDetails.'),
    agentDetails: NewFlatAgent.nullish().describe('A whole agent for this call alone.'),
    params: z
      .record(z.string(), z.unknown(), 'must be an object.')
      .nullish()
      .transform((value) => value ?? {})
      .meta({ openapi: { type: ['object', 'null'], additionalProperties: true } })
      .describe('Values of `{{param}}`; echoed in the outcome.'),
    webhookUrl: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address.' })
      .max(2_000)
      .nullish()
      .describe('Told of this call, besides the webhook of the agent.'),
    webhookAuth: z
      .looseObject({
        authKey: z.string().max(200).nullish(),
        authSecret: z.string().max(5_000).nullish(),
      })
      .nullish()
      .describe('Becomes the header Authorization of that webhook. Never shown again.'),
  })
  .meta({ id: 'CallPlacement' })
export type CallPlacement = z.infer<typeof CallPlacement>

const PlacedCall = z
  .object({
    id: shownId.describe('The call: also its job and conversation.'),
    jobId: shownId.describe('The same.'),
    voiceAgentId: shownId.nullable(),
    type: z.literal('VOICE_AGENTS'),
    status: z.literal('PENDING'),
    callParams: z.object({ userNumber: z.string(), machineNumber: z.string() }),
  })
  .meta({ id: 'PlacedCall' })
export type PlacedCall = z.infer<typeof PlacedCall>

const place = {
  method: 'POST',
  tag: 'Live calls',
  access: 'key',
  scope: 'write',
  resource: 'calls',
  envelope: 'voice',
  pace: 'standard',
  body: CallPlacement,
  reply: resultOf(PlacedCall),
  errors: [
    'AGENT_NOT_FOUND',
    'PHONE_NUMBER_NOT_FOUND',
    'NUMBER_BLOCKED',
    'CALL_REFUSED',
    'TOO_MANY_CALLS',
  ],
} as const

/** The three addresses under which clients place a call. */
export const outboundCallEndpoints = {
  place: endpoint({
    ...place,
    id: 'placeCall',
    path: '/v1/voice-agents/call',
    summary: 'Call somebody',
    description:
      'The agent calls at once, whatever the hours of campaigns; numbers on the do-not-call list of the workspace are refused. Follow the call as a job or by its events.',
    bodyAliases: { phoneNumber: 'fromNumber', agentId: 'voiceAgentId' },
  }),
  placeFrom: endpoint({
    ...place,
    id: 'placeCallFromNumber',
    path: '/v1/voice-agents/phone-number/call',
    summary: 'Call somebody from a number',
    description: 'The same under the address that clients of phone numbers know.',
    bodyAliases: { phoneNumber: 'fromNumber', agentId: 'voiceAgentId' },
  }),
  placeOverTwilio: endpoint({
    ...place,
    id: 'placeTwilioCall',
    path: '/v1/voice-agents/twilio/call',
    summary: 'Call somebody from a Twilio number',
    description: 'The same under the oldest address.',
    bodyAliases: { twilioPhoneNumber: 'fromNumber', agentId: 'voiceAgentId' },
  }),
}

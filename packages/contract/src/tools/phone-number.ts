import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, shownId, shownMoment, text } from '../fields.ts'
import { resultOf, VoicePageQuery } from '../voice-api/index.ts'
import { PhoneNumberCheck } from './phone-number-check.ts'
import { anyCase, ToolHeaders } from './tool-settings.ts'

export const phoneProviders = ['TWILIO', 'SIP', 'SIMULATED'] as const
export type PhoneProvider = (typeof phoneProviders)[number]

const number = text(40).describe('E.164, such as +442079460958; spaces and brackets are left out.')

const SipOutbound = z.object({
  address: text(255).describe(
    'Host, and port if it is not the usual one; or `registered`: wherever a telephone has logged in from.',
  ),
  transportType: anyCase(['TCP', 'UDP', 'TLS'])
    .default('UDP')
    .describe('TLS is kept, and not spoken.'),
  username: z.string().max(200).nullish(),
  password: z.string().max(500).nullish().describe('Never shown again.'),
  customHeaders: ToolHeaders.nullish().describe('Values are never shown again.'),
  register: z
    .boolean()
    .default(false)
    .describe('Whether the carrier wants to be told where this server is (REGISTER).'),
})

const range = z
  .string()
  .regex(
    /^[0-9a-f.:]{2,45}(\/\d{1,3})?$/i,
    'must be an address such as 203.0.113.7 or 10.1.0.0/16.',
  )
  .refine(
    (value) => Number(value.split('/')[1] ?? 128) >= (value.includes(':') ? 32 : 16),
    'must not be wider than /16, or /32 of IPv6.',
  )

const SipInbound = z.object({
  allowedAddresses: z
    .array(range)
    .max(50)
    .default([])
    .describe('Who may call the number without a password, besides the address of outbound calls.'),
  username: z
    .string()
    .regex(/^[\w.+-]{1,64}$/, 'must be 1 to 64 of A-z 0-9 _ . + -')
    .nullish()
    .describe('What carriers and telephones log in with, to call the number or to register.'),
  password: z
    .string()
    .min(8)
    .max(200)
    .nullish()
    .describe('Needed with username; never shown again.'),
})

export const NewPhoneNumber = z.object({
  type: anyCase(phoneProviders)
    .default('TWILIO')
    .describe('SIMULATED: no carrier; its callees follow the last digits of their numbers.'),
  phoneNumber: number,
  label: text(200).optional().describe('Default: the number.'),
  twilioAccountSid: text(100).optional().describe('Required for TWILIO.'),
  twilioAuthToken: text(200).optional().describe('Required for TWILIO; never shown again.'),
  twilioNumberSid: z.string().max(100).nullish().describe('Of older clients; not needed.'),
  sipOutboundConfigs: SipOutbound.nullish().describe('Required for SIP.'),
  sipInboundConfigs: SipInbound.nullish().describe('Of SIP: who may call the number.'),
})
export type NewPhoneNumber = z.infer<typeof NewPhoneNumber>

export const PhoneNumber = z
  .object({
    id: shownId,
    number: z.string(),
    phoneNumber: z.string().describe('The same.'),
    label: z.string(),
    type: z.enum(phoneProviders),
    userId: shownId.nullable(),
    isActive: z.literal(true),
    sipInboundConfigs: z
      .object({
        originationUri: z.string().describe('Where a SIP carrier sends calls.'),
        allowedAddresses: z.array(z.string()),
        username: z.string().nullable(),
      })
      .nullable(),
    sipOutboundConfigs: z
      .object({
        address: z.string(),
        transportType: z.string(),
        username: z.string().nullable(),
        customHeaders: z.record(z.string(), z.string()),
        register: z.boolean(),
      })
      .nullable(),
    twilioAccountSid: z.string().nullable(),
    voiceUrl: z
      .string()
      .nullable()
      .describe('To be set as "A call comes in" of the number at Twilio; POST.'),
    voiceAgentId: shownId.nullable(),
    voiceAgent: z.object({ id: shownId, name: z.string() }).nullable(),
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'PhoneNumber' })
export type PhoneNumber = z.infer<typeof PhoneNumber>

const pid = id.optional().describe('Of the number: one instead of the list.')

export const PhoneNumberQuery = VoicePageQuery.extend({
  pid,
  voiceAgentId: id.optional(),
  provider: anyCase(phoneProviders).optional(),
})
export type PhoneNumberQuery = z.infer<typeof PhoneNumberQuery>

/** A number by its id or as it is dialled. */
const named = { phoneNumber: number.optional(), pid: id.optional(), id: id.optional() }

const common = {
  tag: 'Phone numbers',
  access: 'key',
  resource: 'phone-numbers',
  envelope: 'voice',
  pace: 'standard',
} as const
const base = '/v1/voice-agents'
const whoMayChange = 'For managers, admins and owners.'
const Assignment = z.object({ voiceAgentId: id, ...named, twilioPhoneNumber: number.optional() })

const add = {
  method: 'POST',
  description: `What the carrier lets us in by is encrypted and never shown. ${whoMayChange}`,
  scope: 'write',
  body: NewPhoneNumber,
  reply: resultOf(PhoneNumber),
  errors: ['PHONE_NUMBER_EXISTS'],
} as const
const assign = {
  method: 'POST',
  description: `A number belongs to one agent at most; it must be taken from another one first. ${whoMayChange}`,
  scope: 'write',
  body: Assignment,
  reply: resultOf(PhoneNumber),
  errors: ['PHONE_NUMBER_NOT_FOUND', 'AGENT_NOT_FOUND', 'PHONE_NUMBER_IN_USE'],
} as const

export const phoneNumberEndpoints = {
  find: endpoint({
    ...common,
    id: 'findPhoneNumbers',
    method: 'GET',
    path: `${base}/phone-number`,
    summary: 'Get a phone number by ?pid=, or list them',
    scope: 'read',
    query: PhoneNumberQuery,
    reply: resultOf(z.union([PhoneNumber, z.array(PhoneNumber)])),
    errors: ['PHONE_NUMBER_NOT_FOUND'],
  }),
  list: endpoint({
    ...common,
    id: 'listPhoneNumbers',
    method: 'GET',
    path: `${base}/phone-number/list`,
    summary: 'List phone numbers, newest first',
    scope: 'read',
    query: PhoneNumberQuery.omit({ pid: true }),
    reply: resultOf(z.array(PhoneNumber)),
  }),
  add: endpoint({
    ...common,
    ...add,
    id: 'addPhoneNumber',
    path: `${base}/phone-number`,
    summary: 'Add a phone number',
  }),
  addTwilio: endpoint({
    ...common,
    ...add,
    id: 'addTwilioPhoneNumber',
    path: `${base}/twilio/phone-number`,
    summary: 'Add a phone number (older address)',
  }),
  assign: endpoint({
    ...common,
    ...assign,
    id: 'assignPhoneNumber',
    path: `${base}/assign-number`,
    summary: 'Give a phone number to an agent',
  }),
  assignTwilio: endpoint({
    ...common,
    ...assign,
    id: 'assignTwilioPhoneNumber',
    path: `${base}/twilio/assign-number`,
    summary: 'Give a phone number to an agent (older address)',
  }),
  unassign: endpoint({
    ...common,
    id: 'unassignPhoneNumber',
    method: 'POST',
    path: `${base}/unassign`,
    summary: 'Take a phone number from its agent',
    description: `Safe to repeat. ${whoMayChange}`,
    scope: 'write',
    body: z.object(named),
    reply: resultOf(PhoneNumber),
    errors: ['PHONE_NUMBER_NOT_FOUND'],
  }),
  test: endpoint({
    ...common,
    id: 'testPhoneNumber',
    method: 'POST',
    path: `${base}/phone-number/test`,
    summary: 'Ask the carrier whether a phone number works',
    description: `Nobody is called. What fails is in the answer, step by step. ${whoMayChange}`,
    scope: 'write',
    body: z.object(named),
    reply: resultOf(PhoneNumberCheck),
    errors: ['PHONE_NUMBER_NOT_FOUND'],
  }),
  delete: endpoint({
    ...common,
    id: 'deletePhoneNumber',
    method: 'DELETE',
    path: `${base}/phone-number`,
    summary: 'Delete a phone number',
    description: `By ?pid= or ?phoneNumber=, or by the same in the body. ${whoMayChange}`,
    scope: 'delete',
    query: z.object({ pid: id.optional(), phoneNumber: number.optional() }),
    body: z.object(named),
    reply: resultOf(z.object({ id: shownId, deleted: z.literal(true) })),
    errors: ['PHONE_NUMBER_NOT_FOUND'],
  }),
} as const

import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf } from '../envelope.ts'

const tag = 'Integrations'
const path = '/functions/v1/integrations'

/** Services that the server works with, as its environment names them. */
export const integrationNames = [
  'language_model',
  'speech_to_text',
  'text_to_speech',
  'embeddings',
  'telephony',
  'mail',
  'media_storage',
] as const
const IntegrationName = z.enum(integrationNames)
export type IntegrationName = z.infer<typeof IntegrationName>

export const Integration = z
  .object({
    name: IntegrationName,
    state: z
      .enum(['service', 'local', 'off'])
      .describe(
        'service: something outside that the environment or the workspace names. local: this machine does it. off: nobody does.',
      ),
    engine: z.string().nullable().describe('What does the work, such as openai-compatible.'),
    models: z
      .array(z.string())
      .describe('Models in use; empty where there are none, or no choice.'),
    address: z
      .string()
      .nullable()
      .describe(
        'Where it is, without user and password. Null for a part of this machine, and for everybody but those who run the server.',
      ),
    variables: z
      .array(z.string())
      .describe('Environment variables that configure it; docs/operations.md explains each.'),
    numbers: z
      .array(z.object({ carrier: z.string(), count: z.int() }))
      .describe('Telephony: phone numbers of the workspace by carrier. Empty for the others.'),
  })
  .meta({ id: 'Integration' })
export type Integration = z.infer<typeof Integration>

export const integrationFailures = [
  'not_configured',
  'unreachable',
  'unknown_host',
  'timeout',
  'refused',
  'not_found',
  'limited',
  'wrong_answer',
  'other',
] as const

export const IntegrationTest = z
  .object({
    name: IntegrationName,
    success: z.boolean(),
    reason: z
      .enum(integrationFailures)
      .nullable()
      .describe('What kind of failure it was, as far as that can be told; null with success.'),
    message: z.string().describe('What was done and what came of it, for people.'),
    duration_ms: z.int(),
  })
  .meta({ id: 'IntegrationTest' })
export type IntegrationTest = z.infer<typeof IntegrationTest>

const common = { tag, access: 'key', scope: 'admin' } as const

export const integrationEndpoints = {
  list: endpoint({
    ...common,
    id: 'listIntegrations',
    method: 'GET',
    path,
    summary: 'What the server works with: models, speech, telephony, mail and storage',
    description: 'Never a secret. Addresses are told only to those who run the server.',
    reply: dataOf(z.array(Integration)),
  }),
  test: endpoint({
    ...common,
    id: 'testIntegration',
    method: 'POST',
    path: `${path}/test`,
    summary: 'Try one of them out, and say what failed',
    description:
      'Really does it: asks the model for a word, hears a short recording, says a word, mails the caller, writes and reads a file, asks the carriers whether they accept the account. A failure is a success of the request, with `success` false. One test of each at a time.',
    body: z.strictObject({ name: IntegrationName }),
    reply: dataOf(IntegrationTest),
    errors: ['CONFLICT'],
  }),
}

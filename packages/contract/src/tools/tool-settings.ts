import { z } from 'zod'
import { flag, text } from '../fields.ts'

export const toolMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type ToolMethod = (typeof toolMethods)[number]

export const toolLimits = {
  timeoutMs: { least: 1_000, most: 60_000, usual: 5_000 },
  responseBytes: { least: 1_024, most: 1_048_576, usual: 262_144 },
  retries: { most: 5, usual: 2 },
  headers: 50,
  /** Characters of JSON. */
  schema: 32_768,
  messages: 20,
} as const

/** `get` and `GET` alike. */
export function anyCase<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z
    .preprocess(
      (value) => (typeof value === 'string' ? value.trim().toUpperCase() : value),
      z.enum(values, `must be one of ${values.join(', ')}.`),
    )
    .meta({ openapi: { type: 'string', enum: [...values] } })
}

const { least, most } = toolLimits.timeoutMs
const wrongTimeout = `must be ${least / 1_000} to ${most / 1_000} seconds, or ${least} to ${most} milliseconds.`

/** Numbers from 1000 on are milliseconds, smaller ones seconds. Answers milliseconds. */
export const Timeout = z
  .union([z.number(), z.string().regex(/^\d{1,6}(\.\d{1,3})?$/)], wrongTimeout)
  .transform((value) => {
    const number = Number(value)
    return Math.round(number >= 1_000 ? number : number * 1_000)
  })
  .refine((ms) => ms >= least && ms <= most, wrongTimeout)
  .meta({ openapi: { type: 'number' } })
  .describe('Seconds, or from 1000 on milliseconds; for all attempts together.')

const scalar = z
  .union([z.string(), z.number(), z.boolean()], 'must hold text, numbers, true or false.')
  .transform(String)
  .pipe(z.string().max(4_000, 'must hold at most 4000 characters each.'))

const isHeaderName = (name: string) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name)
const isHeaderValue = (value: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
/** The connection's own, and what the body's length depends on. */
const ownHeaders =
  /^(host|connection|keep-alive|transfer-encoding|content-length|upgrade|te|trailer|expect|proxy-.*)$/i

/** `{name: value}`, or a list of names and values as the integration guide has it. */
export const ToolHeaders = z
  .union(
    [
      z.record(z.string(), scalar),
      z
        .array(z.object({ name: z.string().optional(), key: z.string().optional(), value: scalar }))
        .transform((list) =>
          Object.fromEntries(list.map(({ name, key, value }) => [name ?? key ?? '', value])),
        ),
    ],
    'must be an object of names and values.',
  )
  .refine(
    (headers) => Object.keys(headers).length <= toolLimits.headers,
    `must have at most ${toolLimits.headers} headers.`,
  )
  .refine(
    (headers) => Object.keys(headers).every((name) => isHeaderName(name) && !ownHeaders.test(name)),
    'has a name that is none of a header, or of one that cannot be set.',
  )
  .refine(
    (headers) => Object.values(headers).every(isHeaderValue),
    'has a value that no header can hold.',
  )
  .meta({ openapi: { type: 'object', additionalProperties: { type: 'string' } } })

const values = z
  .record(z.string().max(200), scalar, 'must be an object of names and values.')
  .refine((given) => Object.keys(given).length <= 100, 'must have at most 100 entries.')

/** Undefined keeps what there is, null and empty text clear it. */
const secret = z
  .string('must be text or null.')
  .max(8_000, 'must be at most 8000 characters.')
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must not contain what no header can hold.')
  .nullish()

const template = '`{{name}}` in values stands for an argument or a variable of the call.'

const ToolAuth = z.object({
  type: z
    .enum(['none', 'bearer', 'basic', 'headers'], 'must be none, bearer, basic or headers.')
    .describe('`headers`: what authorises is among httpHeaders.'),
  token: secret.describe('Of bearer. Never shown again; `***` keeps it.'),
  username: z.string().max(500).nullish(),
  password: secret.describe('Of basic. Never shown again; `***` keeps it.'),
})

const jsonPath = text(500).describe('JSONPath of RFC 9535, such as $.order.status; no match().')

export const ToolSettingsInput = z.object({
  serverUrl: text(2_048).describe(
    'https; `{name}` in its path or query stands for an argument. Internal addresses need OUTBOUND_ALLOW. `/functions/v1/…` is the API of this server, which wants a key as any client’s.',
  ),
  methodType: anyCase(toolMethods).optional().describe('Default POST; for MCP without meaning.'),
  authToken: secret.describe(
    'Sent as `Authorization: Bearer …`, or as it is when it names its scheme. Never shown again; `***` keeps it.',
  ),
  authPrefix: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,50}$/, 'must be a word such as Bearer.')
    .nullish()
    .describe('Instead of Bearer.'),
  auth: ToolAuth.nullish().describe('Says the same as authToken, and more.'),
  timeOut: Timeout.nullish(),
  timeout: Timeout.nullish().describe('The same as timeOut.'),
  httpHeaders: ToolHeaders.nullish().describe(
    `All of them. Values are never shown again; \`***\` keeps the one a header has. ${template}`,
  ),
  headers: ToolHeaders.nullish().describe('The same as httpHeaders.'),
  pathParameters: values.nullish().describe(`Values of {name} in the address. ${template}`),
  queryParameters: values.nullish().describe(`Added to the query. ${template}`),
  queryParams: values.nullish().describe('The same as queryParameters.'),
  body: z
    .unknown()
    .optional()
    .describe(`Added to the JSON body, or all of it when it is no object. ${template}`),
  responsePath: jsonPath.nullish().describe('What of the answer the agent is told.'),
  extract: z
    .record(z.string().max(100), jsonPath)
    .refine((paths) => Object.keys(paths).length <= 50, 'must have at most 50 entries.')
    .nullish()
    .describe('Names, and JSONPaths of what each is; the agent is told an object of them.'),
  maxResponseBytes: z
    .int('must be a whole number.')
    .min(toolLimits.responseBytes.least, `must be at least ${toolLimits.responseBytes.least}.`)
    .max(toolLimits.responseBytes.most, `must be at most ${toolLimits.responseBytes.most}.`)
    .nullish(),
  retries: z
    .int('must be a whole number.')
    .min(0, 'must not be negative.')
    .max(toolLimits.retries.most, `must be at most ${toolLimits.retries.most}.`)
    .nullish()
    .describe('Further attempts, of GET, PUT and DELETE, and of others with idempotencyHeader.'),
  idempotencyHeader: z
    .string()
    .refine((name) => isHeaderName(name) && !ownHeaders.test(name), 'must be the name of a header.')
    .nullish()
    .describe(
      'The server takes a key here and does the same thing once; then POST is tried again.',
    ),
})
export type ToolSettingsInput = z.infer<typeof ToolSettingsInput>

/** What is answered: secrets as `***`. */
export const ToolSettings = z.object({
  serverUrl: z.string(),
  methodType: z.string(),
  authToken: z.string().nullable().describe('`***` when there is one.'),
  authPrefix: z.string().nullable(),
  auth: z.object({ type: z.string(), username: z.string().nullable() }),
  timeOut: z.number().describe('Seconds.'),
  timeout: z.int().describe('Milliseconds.'),
  httpHeaders: z.record(z.string(), z.string()).describe('Values are shown as `***`.'),
  pathParameters: z.record(z.string(), z.string()),
  queryParameters: z.record(z.string(), z.string()),
  body: z.unknown(),
  responsePath: z.string().nullable(),
  extract: z.record(z.string(), z.string()),
  maxResponseBytes: z.int(),
  retries: z.int(),
  idempotencyHeader: z.string().nullable(),
})
export type ToolSettings = z.infer<typeof ToolSettings>

export const isAsync = flag.describe('The agent goes on without waiting for the answer.')

import { type KnowledgeTier, knowledgeTiers } from '@parley/contract'
import { z } from 'zod'
import { isAddressRange, isHostName, isOrigin, modelPrices } from './config-checks.ts'
import type { LogLevel } from './platform/log.ts'
import { type SipConfig, sipOf, sipVariables } from './sip-config.ts'

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const roles = ['api', 'worker'] as const
/** What hears speech on this machine; the files behind the names: providers/models. */
const embeddedModels = ['moonshine-tiny', 'whisper-base', 'whisper-small']
/** What speaks on this machine: providers/tts. */
const embeddedVoices = ['kokoro', 'basic']
type ProcessRole = (typeof roles)[number]

const port = 'PORT must be a whole number from 0 to 65535.'
const retention = 'WEBHOOK_RETENTION_DAYS must be a whole number from 1 to 365.'
const jobRetention = 'JOB_RETENTION_DAYS must be a whole number from 1 to 3650.'
const perMinute = (name: string) => {
  const sentence = `${name} must be a whole number from 1 to 1000000.`
  return z.coerce
    .number({ error: sentence })
    .int(sentence)
    .min(1, sentence)
    .max(1_000_000, sentence)
    .default(100)
}
const liveCalls = 'VOICE_MAX_CALLS must be a whole number from 1 to 1000.'
const callLag = 'VOICE_MAX_LAG_MS must be a whole number from 10 to 10000.'
const calls = 'CAMPAIGN_CALLS must be a whole number from 1 to 10000.'
const Environment = z.object({
  PORT: z.coerce.number({ error: port }).int(port).min(0, port).max(65_535, port).default(3000),
  HOST: z.string().min(1, 'HOST must not be empty.').default('127.0.0.1'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'PUBLIC_URL must be an http or https address.' })
    .optional(),
  DATA_DIR: z.string().min(1, 'DATA_DIR must not be empty.').default('./data'),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'DATABASE_URL must look like postgres://user:password@host:5432/name.',
    })
    .optional(),
  ROLES: z
    .string()
    .default('api,worker')
    .transform((list) => list.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(roles, `ROLES must list some of ${roles.join(', ')}.`)).min(1)),
  LOG_LEVEL: z.enum(levels, `LOG_LEVEL must be one of ${levels.join(', ')}.`).default('info'),
  TRUST_PROXY: z
    .string()
    .default('false')
    .refine(
      (value) => value === 'true' || value === 'false' || value.split(',').every(isAddressRange),
      'TRUST_PROXY must be true, false, or list addresses such as 10.0.0.1 and 10.0.0.0/8.',
    )
    .transform((value) => (value === 'true' ? true : value === 'false' ? false : value)),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .pipe(
      z.array(
        z
          .string()
          .refine(
            isOrigin,
            'CORS_ORIGINS must list origins such as https://app.example.com, or be *.',
          ),
      ),
    ),
  ENCRYPTION_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'ENCRYPTION_KEY must be 32 bytes in base64 (44 characters).')
    .optional(),
  FATHOM_API_URL: z
    .url({ protocol: /^https?$/, error: 'FATHOM_API_URL must be an http or https address.' })
    .default('https://api.fathom.ai/external/v1'),
  TWILIO_API_URL: z
    .url({ protocol: /^https?$/, error: 'TWILIO_API_URL must be an http or https address.' })
    .default('https://api.twilio.com'),
  ...sipVariables,
  CAMPAIGN_CALLS: z.coerce
    .number({ error: calls })
    .int(calls)
    .min(1, calls)
    .max(10_000, calls)
    .default(250),
  WEBHOOK_RETENTION_DAYS: z.coerce
    .number({ error: retention })
    .int(retention)
    .min(1, retention)
    .max(365, retention)
    .default(30),
  JOB_RETENTION_DAYS: z.coerce
    .number({ error: jobRetention })
    .int(jobRetention)
    .min(1, jobRetention)
    .max(3_650, jobRetention)
    .default(30),
  STANDARD_REQUESTS_PER_MINUTE: perMinute('STANDARD_REQUESTS_PER_MINUTE'),
  REALTIME_REQUESTS_PER_MINUTE: perMinute('REALTIME_REQUESTS_PER_MINUTE'),
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .refine(
      (entries) => entries.every((entry) => isHostName(entry) || isAddressRange(entry)),
      'OUTBOUND_ALLOW must list hosts such as erp.internal or *.corp.example, and addresses such as 10.0.0.0/8.',
    ),
  METRICS_TOKEN: z.string().min(16, 'METRICS_TOKEN must have at least 16 characters.').optional(),
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'SMTP_URL must look like smtp://user:password@host:587 (or smtps:// for port 465).',
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/,
      'MAIL_FROM must be an address, or look like Parley <parley@example.com>.',
    )
    .optional(),
  STT_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'STT_BASE_URL must be an http or https address.' })
    .optional(),
  STT_API_KEY: z.string().optional(),
  STT_MODEL: z.string().optional(),
  TTS_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'TTS_BASE_URL must be an http or https address.' })
    .optional(),
  TTS_API_KEY: z.string().optional(),
  TTS_MODEL: z.string().optional(),
  TTS_VOICE: z.string().optional(),
  LLM_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'LLM_BASE_URL must be an http or https address.' })
    .optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().optional(),
  LLM_PRICES: modelPrices.optional(),
  EMBEDDED_SPEECH: z
    .enum(['on', 'off'], 'EMBEDDED_SPEECH must be on or off.')
    .default('on')
    .transform((value) => value === 'on'),
  MODELS_DIR: z.string().optional(),
  VOICE_MAX_CALLS: z.coerce
    .number({ error: liveCalls })
    .int(liveCalls)
    .min(1, liveCalls)
    .max(1_000, liveCalls)
    .default(20),
  NODE_URL: z
    .url({ protocol: /^https?$/, error: 'NODE_URL must be an http or https address.' })
    .optional(),
  LIVEKIT_URL: z
    .url({ protocol: /^(wss?|https?)$/, error: 'LIVEKIT_URL must be a ws or wss address.' })
    .optional(),
  LIVEKIT_API_KEY: z.string().optional(),
  LIVEKIT_API_SECRET: z
    .string()
    .min(32, 'LIVEKIT_API_SECRET must have at least 32 characters.')
    .optional(),
  VOICE_MAX_LAG_MS: z.coerce
    .number({ error: callLag })
    .int(callLag)
    .min(10, callLag)
    .max(10_000, callLag)
    .default(100),
  EMBEDDINGS_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'EMBEDDINGS_BASE_URL must be an http or https address.' })
    .optional(),
  EMBEDDINGS_API_KEY: z.string().optional(),
  EMBEDDINGS_MODEL: z.string().optional(),
  EMBEDDED_EMBEDDINGS: z
    .enum(['on', 'off'], 'EMBEDDED_EMBEDDINGS must be on or off.')
    .default('on')
    .transform((value) => value === 'on'),
  KNOWLEDGE_TIER: z
    .enum(knowledgeTiers, `KNOWLEDGE_TIER must be one of ${knowledgeTiers.join(', ')}.`)
    .default('enterprise'),
  PARLEY_URL: z
    .url({ protocol: /^https?$/, error: 'PARLEY_URL must be an http or https address.' })
    .optional(),
  PARLEY_API_KEY: z.string().optional(),
})

/** Every environment variable that Parley reads; .env.example and the docs are compared with it. */
export const environmentNames = Object.keys(Environment.shape)

/** What the process was told. Read once at start; nothing else reads the environment. */
export type Config = {
  /** TCP port to listen on; 0 takes a free one. */
  readonly port: number
  readonly host: string
  /** Address people and mails use; undefined means http://HOST:PORT. */
  readonly publicUrl: string | undefined
  /** Folder of the embedded database, secrets and files. */
  readonly dataDir: string
  /** External PostgreSQL 18 or later; undefined starts the embedded one. */
  readonly databaseUrl: string | undefined
  readonly roles: readonly ProcessRole[]
  readonly logLevel: LogLevel
  /** Fastify's trustProxy: true, false, or a list of addresses and CIDRs. */
  readonly trustProxy: boolean | string
  /** Sites whose pages may call the API from a browser, besides our own; `*` means any. */
  readonly corsOrigins: readonly string[]
  /** 32 bytes in base64; undefined generates one into DATA_DIR. */
  readonly encryptionKey: string | undefined
  /** Fathom's API, or a server that behaves as it. */
  readonly fathomApiUrl: string
  /** Twilio's API, or a server that behaves as it. */
  readonly twilioApiUrl: string
  /** Undefined: this process does not speak SIP. */
  readonly sip: SipConfig | undefined
  /** Calls of campaigns that this process has under way at once. */
  readonly campaignCalls: number
  /** How long deliveries of webhooks can be looked at. */
  readonly webhookRetentionDays: number
  /** How long jobs of the voice API that have ended, and the audio they made, are kept. */
  readonly jobRetentionDays: number
  /** Requests of the voice API that a key may make a minute, of each pace. */
  readonly requestsPerMinute: { readonly standard: number; readonly realtime: number }
  /** Hosts and address ranges that requests to users' URLs may reach although they are internal. */
  readonly outboundAllow: readonly string[]
  /** Bearer token of GET /metrics; undefined answers direct calls from this machine alone. */
  readonly metricsToken: string | undefined
  /** Mail server; undefined writes mails into DATA_DIR/outbox. */
  readonly smtpUrl: string | undefined
  /** Sender of mails; undefined means parley@ the host of PUBLIC_URL. */
  readonly mailFrom: string | undefined
  /** OpenAI-compatible speech to text; undefined hears on this machine. */
  readonly sttBaseUrl: string | undefined
  readonly sttApiKey: string | undefined
  /** A model of that service, or without one: moonshine-tiny, whisper-base or whisper-small. */
  readonly sttModel: string | undefined
  /** OpenAI-compatible text to speech; undefined speaks on this machine. */
  readonly ttsBaseUrl: string | undefined
  readonly ttsApiKey: string | undefined
  /** A model of that service, or without one: kokoro or basic. */
  readonly ttsModel: string | undefined
  /** The voice of that service that speaks unless another is asked for. */
  readonly ttsVoice: string | undefined
  /** OpenAI-compatible chat completions; undefined evaluates by rules and word lists. */
  readonly llmBaseUrl: string | undefined
  readonly llmApiKey: string | undefined
  /** A model of that service; always set together with its address. */
  readonly llmModel: string | undefined
  readonly llmPrices: z.output<typeof modelPrices> | undefined
  /** Whether speech may be heard by models on this machine. */
  readonly embeddedSpeech: boolean
  /** Folder with the operator's own copies of models; undefined: all are fetched into DATA_DIR/models. */
  readonly modelsDir: string | undefined
  /** Calls that this process speaks in at the same time; further ones are refused. */
  readonly maxLiveCalls: number
  /** Address at which other nodes reach this one; undefined means where it listens. */
  readonly nodeUrl: string | undefined
  /** LiveKit server whose rooms calls may be held in; undefined: none. */
  readonly livekitUrl: string | undefined
  /** A key of that server and its secret; always set together with its address. */
  readonly livekitApiKey: string | undefined
  readonly livekitApiSecret: string | undefined
  /** How late the event loop may be when a call is taken. */
  readonly maxLiveCallLagMs: number
  /** OpenAI-compatible embeddings; undefined finds meanings on this machine. */
  readonly embeddingsBaseUrl: string | undefined
  readonly embeddingsApiKey: string | undefined
  /** A model of that service; always set together with its address. */
  readonly embeddingsModel: string | undefined
  /** Whether texts may be embedded by a model on this machine. */
  readonly embeddedEmbeddings: boolean
  /** How much the knowledge base of a workspace may take, where the workspace itself says nothing. */
  readonly knowledgeTier: KnowledgeTier
  /** Server that commands talk to, and their key; undefined means those of DATA_DIR/first-run.json. */
  readonly parleyUrl: string | undefined
  readonly parleyApiKey: string | undefined
}

/** Thrown with one sentence per mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export function readConfig(environment: Record<string, string | undefined>): Config {
  const env = checked(environment)
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    roles: env.ROLES,
    logLevel: env.LOG_LEVEL,
    trustProxy: env.TRUST_PROXY,
    corsOrigins: env.CORS_ORIGINS,
    encryptionKey: env.ENCRYPTION_KEY,
    fathomApiUrl: env.FATHOM_API_URL,
    twilioApiUrl: env.TWILIO_API_URL,
    sip: sipOf(env),
    campaignCalls: env.CAMPAIGN_CALLS,
    webhookRetentionDays: env.WEBHOOK_RETENTION_DAYS,
    jobRetentionDays: env.JOB_RETENTION_DAYS,
    requestsPerMinute: {
      standard: env.STANDARD_REQUESTS_PER_MINUTE,
      realtime: env.REALTIME_REQUESTS_PER_MINUTE,
    },
    outboundAllow: env.OUTBOUND_ALLOW,
    metricsToken: env.METRICS_TOKEN,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    sttBaseUrl: env.STT_BASE_URL,
    sttApiKey: env.STT_API_KEY,
    sttModel: env.STT_MODEL,
    ttsBaseUrl: env.TTS_BASE_URL,
    ttsApiKey: env.TTS_API_KEY,
    ttsModel: env.TTS_MODEL,
    ttsVoice: env.TTS_VOICE,
    llmBaseUrl: env.LLM_BASE_URL,
    llmApiKey: env.LLM_API_KEY,
    llmModel: env.LLM_MODEL,
    llmPrices: env.LLM_PRICES,
    embeddedSpeech: env.EMBEDDED_SPEECH,
    modelsDir: env.MODELS_DIR,
    maxLiveCalls: env.VOICE_MAX_CALLS,
    nodeUrl: env.NODE_URL,
    livekitUrl: env.LIVEKIT_URL,
    livekitApiKey: env.LIVEKIT_API_KEY,
    livekitApiSecret: env.LIVEKIT_API_SECRET,
    maxLiveCallLagMs: env.VOICE_MAX_LAG_MS,
    embeddingsBaseUrl: env.EMBEDDINGS_BASE_URL,
    embeddingsApiKey: env.EMBEDDINGS_API_KEY,
    embeddingsModel: env.EMBEDDINGS_MODEL,
    embeddedEmbeddings: env.EMBEDDED_EMBEDDINGS,
    knowledgeTier: env.KNOWLEDGE_TIER,
    parleyUrl: env.PARLEY_URL,
    parleyApiKey: env.PARLEY_API_KEY,
  }
}

function checked(environment: Record<string, string | undefined>): z.output<typeof Environment> {
  // An empty value in an .env file means "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) {
    const sentences = new Set(result.error.issues.map((issue) => issue.message))
    throw new ConfigError([...sentences].join('\n'))
  }
  requireCompanions(result.data)
  return result.data
}

/** Settings that mean something only together. */
function requireCompanions(env: z.output<typeof Environment>): void {
  if (env.STT_MODEL && !env.STT_BASE_URL && !embeddedModels.includes(env.STT_MODEL)) {
    throw new ConfigError(
      `STT_MODEL must be one of ${embeddedModels.join(', ')}, or come with STT_BASE_URL.`,
    )
  }
  if (env.TTS_MODEL && !env.TTS_BASE_URL && !embeddedVoices.includes(env.TTS_MODEL)) {
    throw new ConfigError(
      `TTS_MODEL must be one of ${embeddedVoices.join(', ')}, or come with TTS_BASE_URL.`,
    )
  }
  if ((env.LLM_BASE_URL === undefined) !== (env.LLM_MODEL === undefined)) {
    throw new ConfigError('LLM_BASE_URL and LLM_MODEL belong together: set both, or neither.')
  }
  if ((env.EMBEDDINGS_BASE_URL === undefined) !== (env.EMBEDDINGS_MODEL === undefined)) {
    throw new ConfigError(
      'EMBEDDINGS_BASE_URL and EMBEDDINGS_MODEL belong together: set both, or neither.',
    )
  }
  requireCarriers(env)
}

/** The same for what carries calls. */
function requireCarriers(env: z.output<typeof Environment>): void {
  if (['0.0.0.0', '::'].includes(sipOf(env)?.publicAddress ?? '')) {
    throw new ConfigError(
      'SIP_HOST is every address: say by SIP_PUBLIC_ADDRESS which one others use.',
    )
  }
  const room = [env.LIVEKIT_URL, env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET]
  if (new Set(room.map((value) => value === undefined)).size > 1) {
    throw new ConfigError(
      'LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET belong together: set all, or none.',
    )
  }
}

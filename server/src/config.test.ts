import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { addressForPeople } from './address-for-people.ts'
import { ConfigError, environmentNames, readConfig } from './config.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

const sorted = (names: readonly string[]) => names.toSorted((a, b) => a.localeCompare(b))

test('.env.example names every variable once, commented out, and no other', () => {
  const named = [...read('.env.example').matchAll(/^#?\s?([A-Z][A-Z0-9_]*)=/gm)].map(
    ([, name = '']) => name,
  )
  expect(sorted(named)).toEqual(sorted(environmentNames))
})

test('the table in docs/operations.md names every variable once, and no other', () => {
  const named = [...read('docs/operations.md').matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm)].map(
    ([, name = '']) => name,
  )
  expect(sorted(named)).toEqual(sorted(environmentNames))
})

test('an empty environment gives what the documents call the defaults', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    fathomApiUrl: 'https://api.fathom.ai/external/v1',
    twilioApiUrl: 'https://api.twilio.com',
    publicUrl: undefined,
    dataDir: './data',
    databaseUrl: undefined,
    roles: ['api', 'worker'],
    logLevel: 'info',
    trustProxy: false,
    campaignCalls: 250,
    webhookRetentionDays: 30,
    jobRetentionDays: 30,
    maxLiveCalls: 20,
    maxLiveCallLagMs: 100,
    requestsPerMinute: { standard: 100, realtime: 100 },
    corsOrigins: [],
    encryptionKey: undefined,
    outboundAllow: [],
    metricsToken: undefined,
    smtpUrl: undefined,
    mailFrom: undefined,
    sttBaseUrl: undefined,
    sttApiKey: undefined,
    sttModel: undefined,
    embeddedSpeech: true,
    embeddedEmbeddings: true,
    knowledgeTier: 'enterprise',
    modelsDir: undefined,
  })
})

test('an empty value means that the variable is not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', ENCRYPTION_KEY: '' })).toEqual(readConfig({}))
})

test('SIP is spoken where a port is given, and needs an address that others can use', () => {
  expect(readConfig({}).sip).toBeUndefined()
  expect(readConfig({ SIP_PORT: '5060' }).sip).toEqual({
    host: '127.0.0.1',
    port: 5_060,
    publicAddress: '127.0.0.1',
    rtpPorts: [20_000, 20_999],
  })
  expect(() => readConfig({ SIP_PORT: '5060', SIP_HOST: '0.0.0.0' })).toThrow(
    'SIP_HOST is every address: say by SIP_PUBLIC_ADDRESS which one others use.',
  )
  const behind = { SIP_PORT: '5060', SIP_HOST: '0.0.0.0', SIP_PUBLIC_ADDRESS: '203.0.113.7' }
  expect(readConfig(behind).sip?.publicAddress).toBe('203.0.113.7')
})

describe('each mistake has a sentence', () => {
  test.each<[string, string, string]>([
    ['PORT', 'http', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '80.5', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '-1', 'PORT must be a whole number from 0 to 65535.'],
    ...['http://10.0.0.1', '10.0.0.0/40', '1.2.3', 'a b'].map((wrong): [string, string, string] => [
      'OUTBOUND_ALLOW',
      wrong,
      'OUTBOUND_ALLOW must list hosts such as erp.internal or *.corp.example, and addresses such as 10.0.0.0/8.',
    ]),
    ['PUBLIC_URL', 'parley.example.com', 'PUBLIC_URL must be an http or https address.'],
    ['PUBLIC_URL', 'ftp://example.com', 'PUBLIC_URL must be an http or https address.'],
    [
      'DATABASE_URL',
      'mysql://localhost/parley',
      'DATABASE_URL must look like postgres://user:password@host:5432/name.',
    ],
    [
      'DATABASE_URL',
      'localhost',
      'DATABASE_URL must look like postgres://user:password@host:5432/name.',
    ],
    ['STT_BASE_URL', 'localhost:8000', 'STT_BASE_URL must be an http or https address.'],
    [
      'STT_MODEL',
      'whisper-1',
      'STT_MODEL must be one of moonshine-tiny, whisper-base, whisper-small, or come with STT_BASE_URL.',
    ],
    ['LLM_BASE_URL', 'localhost:11434', 'LLM_BASE_URL must be an http or https address.'],
    [
      'LLM_MODEL',
      'gpt-4.1-mini',
      'LLM_BASE_URL and LLM_MODEL belong together: set both, or neither.',
    ],
    ['LLM_PRICES', '0.15', 'LLM_PRICES must be two prices in dollars such as 0.15/0.6.'],
    ['NODE_URL', '10.0.0.5:3000', 'NODE_URL must be an http or https address.'],
    ['LIVEKIT_URL', 'livekit:7880', 'LIVEKIT_URL must be a ws or wss address.'],
    ['LIVEKIT_API_SECRET', 'short', 'LIVEKIT_API_SECRET must have at least 32 characters.'],
    [
      'LIVEKIT_URL',
      'wss://rtc.example.com',
      'LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET belong together: set all, or none.',
    ],
    ['SIP_PORT', 'udp', 'SIP_PORT must be a whole number from 0 to 65535.'],
    ['SIP_HOST', 'localhost', 'SIP_HOST must be an address such as 127.0.0.1.'],
    [
      'SIP_PUBLIC_ADDRESS',
      'sip.example.com',
      'SIP_PUBLIC_ADDRESS must be an address such as 203.0.113.7.',
    ],
    ...['20000', '20000-20000', '80-90', '20000-99999'].map((wrong): [string, string, string] => [
      'SIP_RTP_PORTS',
      wrong,
      'SIP_RTP_PORTS must be two ports such as 20000-20999, at least two apart.',
    ]),
    ['EMBEDDED_SPEECH', 'no', 'EMBEDDED_SPEECH must be on or off.'],
    ['EMBEDDED_EMBEDDINGS', 'no', 'EMBEDDED_EMBEDDINGS must be on or off.'],
    ['EMBEDDINGS_BASE_URL', 'localhost', 'EMBEDDINGS_BASE_URL must be an http or https address.'],
    [
      'EMBEDDINGS_MODEL',
      'small',
      'EMBEDDINGS_BASE_URL and EMBEDDINGS_MODEL belong together: set both, or neither.',
    ],
    [
      'KNOWLEDGE_TIER',
      'gold',
      'KNOWLEDGE_TIER must be one of free, starter, creator, pro, business, enterprise.',
    ],
    ['ROLES', 'api,cook', 'ROLES must list some of api, worker.'],
    ['ROLES', ',', 'ROLES must list some of api, worker.'],
    [
      'LOG_LEVEL',
      'loud',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
    ],
    [
      'CORS_ORIGINS',
      'https://app.example.com/path',
      'CORS_ORIGINS must list origins such as https://app.example.com, or be *.',
    ],
    [
      'TRUST_PROXY',
      'yes',
      'TRUST_PROXY must be true, false, or list addresses such as 10.0.0.1 and 10.0.0.0/8.',
    ],
    [
      'TRUST_PROXY',
      '10.0.0.0/33',
      'TRUST_PROXY must be true, false, or list addresses such as 10.0.0.1 and 10.0.0.0/8.',
    ],
    ['ENCRYPTION_KEY', 'secret', 'ENCRYPTION_KEY must be 32 bytes in base64 (44 characters).'],
    ['METRICS_TOKEN', 'short', 'METRICS_TOKEN must have at least 16 characters.'],
    [
      'SMTP_URL',
      'mail.example.com',
      'SMTP_URL must look like smtp://user:password@host:587 (or smtps:// for port 465).',
    ],
    [
      'MAIL_FROM',
      'Parley',
      'MAIL_FROM must be an address, or look like Parley <parley@example.com>.',
    ],
  ])('%s=%s', (name, value, sentence) => {
    expect(() => readConfig({ [name]: value })).toThrow(new ConfigError(sentence))
  })
})

test.each([
  ['true', true],
  ['false', false],
  ['loopback, 10.0.0.0/8,fd00::/8', 'loopback, 10.0.0.0/8,fd00::/8'],
])('TRUST_PROXY=%s is accepted', (value, trustProxy) => {
  expect(readConfig({ TRUST_PROXY: value }).trustProxy).toBe(trustProxy)
})

test('all mistakes are told at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT[^]*\n[^]*LOG_LEVEL/)
})

test.each([
  ['the address it listens on', {}, 'http://127.0.0.1:3001'],
  ['localhost when it listens everywhere', { HOST: '0.0.0.0' }, 'http://localhost:3001'],
  ['an IPv6 address in brackets', { HOST: '::1' }, 'http://[::1]:3001'],
  ['the public one', { PUBLIC_URL: 'https://parley.example.com/' }, 'https://parley.example.com'],
])('people reach the server at %s', (_, environment, address) => {
  expect(addressForPeople(readConfig(environment), 3001)).toBe(address)
})

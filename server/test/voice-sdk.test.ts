import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { openBrowser } from './chromium.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import { makeTalker } from './voice-ears.ts'

const run = promisify(execFile)
const repository = resolve(import.meta.dirname, '../..')
const dist = join(repository, 'packages/voice/dist')
/** Node and the compiler that the repository pins. */
const env = { ...process.env, PATH: `${repository}/node_modules/.bin:${process.env['PATH'] ?? ''}` }

const slowMs = 240_000
beforeAll(async () => {
  await run('node', ['packages/voice/build.ts'], { cwd: repository, env })
}, slowMs)

/** What pages of `HamsaVoiceAgent` 0.5 and 0.6 call. */
const methods =
  `start end pause resume reconnect setVolume getOutputVolume getInputVolume setMicMuted isMicMuted
  getInputByteFrequencyData getOutputByteFrequencyData enableAudioCapture disableAudioCapture sendDTMF
  sendUserActivity sendContextualUpdate sendMessage getJobId getJobDetails getConnectionStats getAudioLevels
  getPerformanceMetrics getParticipants getTrackStats getCallAnalytics getRoom getRemoteAudioTrack
  on once off addListener removeListener removeAllListeners`.split(/\s+/)

/** The events of such pages, with what a call below gives their listeners; undefined: not in that call. */
const any = expect.anything()
const level = expect.any(Number)
const facts = { track: any, publication: { kind: 'audio', source: 'microphone' } }
const events: Readonly<Record<string, unknown[] | undefined>> = {
  start: [],
  callStarted: [{ jobId: expect.any(String) }],
  callEnded: [{ reason: 'hangup' }],
  callPaused: [],
  callResumed: [],
  closed: [],
  reconnecting: undefined,
  reconnected: [],
  transcriptionReceived: ['Show the map'],
  answerReceived: ['Hello from Parley.'],
  speaking: [],
  listening: [],
  agentStateChanged: [expect.any(String)],
  dtmfSent: ['1'],
  error: undefined,
  trackSubscribed: [{ ...facts, participant: 'agent' }],
  trackUnsubscribed: [{ ...facts, participant: 'agent' }],
  localTrackPublished: [{ ...facts, participant: 'user' }],
  analyticsUpdated: [
    {
      connectionStats: {
        quality: expect.any(String),
        connectionAttempts: level,
        isConnected: true,
      },
      audioMetrics: { userAudioLevel: level, agentAudioLevel: level, volume: 0.8 },
      performanceMetrics: { callDuration: level },
      participants: [{ identity: 'user' }, { identity: 'agent' }],
      trackStats: { totalTracks: 2, activeTracks: 2 },
      metadata: { isConnected: true, isPaused: false },
    },
  ],
  connectionQualityChanged: [
    { quality: 'good', participant: 'user', metrics: { quality: 'good' } },
  ],
  connectionStateChanged: ['connected'],
  audioPlaybackChanged: [true],
  micMuted: [],
  micUnmuted: [],
  participantConnected: [{ identity: 'agent' }],
  participantDisconnected: [{ identity: 'agent' }],
  dataReceived: [{ type: 'ready' }, 'agent'],
  customEvent: [
    'tool_execution',
    { toolName: 'show_map', success: true },
    { timestamp: level, participant: 'agent', rawMessage: any },
  ],
  info: [{ event: 'tool_execution' }],
  toolsRegistered: [[{ function_name: 'show_map' }, { function_name: 'break_dance' }]],
  rpcError: ['break_dance', any],
  messageReceived: [{ role: 'agent', text: 'Hello from Parley.', isFinal: true, timestamp: level }],
  chatMessageReceived: [{ role: 'agent', text: 'Hello from Parley.', isFinal: true }],
  messageSent: ['Show the map'],
}

async function serveBuild() {
  const app = await startTestApp({
    mount(http) {
      http.get<{ Params: { file: string } }>('/built/:file', async (request, reply) =>
        reply
          .type('text/javascript')
          .send(readFileSync(join(dist, request.params.file.replaceAll('/', '')))),
      )
      http.get('/umd', async (_, reply) =>
        reply.type('text/html').send('<script src="/built/index.umd.js"></script>'),
      )
      http.get('/esm', async (_, reply) =>
        reply
          .type('text/html')
          .send(
            `<script type="module">import * as built from '/built/index.js'; globalThis.built = built</script>`,
          ),
      )
    },
  })
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello from Parley.', greetingMessageType: 'STATIC' },
  })
  return Object.assign(app, { agentId: agent.id })
}

async function callToken(app: TestApp, voiceAgentId: string): Promise<string> {
  const { body } = await app.call('POST', '/v1/voice-agents/call-token', {
    body: { voiceAgentId, params: {} },
  })
  return body.data.callToken as string
}

/** What a script tag gives; the types of the package are held by another test. */
type Listener = (...values: unknown[]) => void
type Sdk = {
  on(name: string, listener: Listener): void
  off(name: string, listener: Listener): void
  start(options: object): Promise<void>
  reconnect(): Promise<void>
  sendMessage(text: string): Promise<void>
  sendDTMF(digit: string): void
  setMicMuted(isMuted: boolean): void
  setVolume(volume: number): void
  isMicMuted(): boolean
  pause(): void
  resume(): void
  end(): void
  readonly isPaused: boolean
  getInputByteFrequencyData(): Uint8Array
  getOutputByteFrequencyData(): Uint8Array
  getOutputVolume(): number
  getInputVolume(): number
  getRemoteAudioTrack(): { readonly kind: string } | undefined
  getJobId(): string | null
}
type Script = {
  readonly ParleyVoiceAgent: { readonly ParleyVoiceAgent: new (config: object) => Sdk }
}
type Wanted = { readonly token: string; readonly origin: string; readonly names: readonly string[] }

/** Runs in the page: a call in which everything is used once. Answers what happened. */
async function talk({ token, origin, names }: Wanted) {
  const { ParleyVoiceAgent } = (globalThis as unknown as Script).ParleyVoiceAgent
  const agent = new ParleyVoiceAgent({ API_URL: origin })
  const told: Record<string, unknown[]> = {}
  for (const name of names) {
    agent.on(name, (...values) => {
      // The first one, and the latest figures.
      if (name in told && name !== 'analyticsUpdated') return
      told[name] = JSON.parse(JSON.stringify(values)) as unknown[]
    })
  }
  const next = (name: string, fits: (value: unknown) => boolean = () => true) =>
    new Promise<unknown>((done) => {
      const listen = (value: unknown) => {
        if (!fits(value)) return
        agent.off(name, listen)
        done(value)
      }
      agent.on(name, listen)
    })
  const captured: Record<string, number> = {}
  const count = (name: string) => () => {
    captured[name] = (captured[name] ?? 0) + 1
  }
  const shown: unknown[] = []
  agent.setVolume(0.8)
  const listening = next('listening')
  await agent.start({
    callToken: token,
    onAudioData: count('webm'),
    captureAudio: { source: 'both', format: 'pcm-i16', bufferSize: 1_600, onData: count('pcm') },
    tools: [
      { function_name: 'show_map', description: 'Shows it.', fn: () => shown.push('map') },
      {
        function_name: 'break_dance',
        description: 'Fails.',
        fn: () => {
          throw new Error('no')
        },
      },
    ],
  })
  await listening
  const bins = [agent.getInputByteFrequencyData(), agent.getOutputByteFrequencyData()]
  const isAnswer = (text: unknown) => /Done|sorry/.test(String(text))
  const done = next('answerReceived', isAnswer)
  await agent.sendMessage('Show the map')
  await done
  const failed = next('answerReceived', isAnswer)
  await agent.sendMessage('Break dance')
  await failed
  agent.sendDTMF('1')
  agent.setMicMuted(true)
  const wasMuted = agent.isMicMuted()
  agent.setMicMuted(false)
  agent.pause()
  const wasPaused = agent.isPaused
  agent.resume()
  await agent.reconnect()
  await next('analyticsUpdated')
  const during = {
    volume: agent.getOutputVolume(),
    level: agent.getInputVolume(),
    track: agent.getRemoteAudioTrack()?.kind,
    jobId: agent.getJobId(),
  }
  const closed = next('closed')
  agent.end()
  await closed
  const late = await agent.reconnect().catch((error: unknown) => String(error))
  const lengths = bins.map(({ length }: Uint8Array) => length)
  return { told, captured, shown, lengths, wasMuted, wasPaused, during, late }
}

test('the script of the built package holds a call in a browser, with every event of such pages', {
  timeout: slowMs,
  retry: 1,
}, async () => {
  await using app = await serveBuild()
  await using browser = await openBrowser()
  const page = await browser.newPage()
  await page.goto(`${app.baseUrl}/umd`)
  const token = await callToken(app, app.agentId)
  const happened = await page.evaluate(talk, {
    token,
    origin: app.baseUrl,
    names: Object.keys(events),
  })
  const expected = Object.entries(events).flatMap(([name, values]) =>
    values ? [[name, values]] : [],
  )
  expect(happened.told).toMatchObject(Object.fromEntries(expected) as object)
  expect(Object.keys(happened.told)).not.toContain('error')
  expect(happened).toMatchObject({
    shown: ['map'],
    lengths: [1_024, 1_024],
    wasMuted: true,
    wasPaused: true,
    during: { volume: 0.8, track: 'audio', jobId: expect.any(String) },
    late: 'Error: There is no call to go on with.',
  })
  expect(happened.captured['webm']).toBeGreaterThan(3)
  expect(happened.captured['pcm']).toBeGreaterThan(10)
})

test(
  'the module of the built package has every method of such pages',
  async () => {
    await using app = await serveBuild()
    await using browser = await openBrowser()
    const page = await browser.newPage()
    await page.goto(`${app.baseUrl}/esm`)
    await page.waitForFunction('globalThis.built')
    const missing = await page.evaluate((names) => {
      type Sdk = new (key: string) => Readonly<Record<string, unknown>>
      type Page = { readonly built: Readonly<Record<string, Sdk>> }
      const { ParleyVoiceAgent, HamsaVoiceAgent } = (globalThis as unknown as Page).built
      if (!HamsaVoiceAgent || HamsaVoiceAgent !== ParleyVoiceAgent) return ['HamsaVoiceAgent']
      const agent = new HamsaVoiceAgent('a key')
      return names.filter((name) => typeof agent[name] !== 'function')
    }, methods)
    expect(missing).toEqual([])
  },
  slowMs,
)

/** A page as somebody writes it for HamsaVoiceAgent, with everything that `start` takes. */
const consumer = `
import { type AgentEvents, HamsaVoiceAgent, ParleyVoiceAgent, type StartOptions } from '@parley/voice'

const options: StartOptions = {
  agentId: 'agent', params: { user_name: 'Ada' }, voiceEnablement: true, userId: 'user',
  preferHeadphonesForIosDevices: true, connectionDelay: { android: 3000, ios: 500, default: 1000 },
  disableWakeLock: true, avatarContainerSelector: '#avatar', isChatOnly: false,
  onAudioData: (data) => void (data instanceof ArrayBuffer),
  captureAudio: {
    source: 'both', trackSourceFilter: 'microphone', format: 'pcm-f32', chunkSize: 100, bufferSize: 4096,
    onData: (data, about) => void [data.byteLength, about.participant],
  },
  callToken: async () => 'ct_x', environmentId: 'live', versionRef: '3', callerKey: 'k',
  echoCancellation: true, noiseSuppression: true, autoGainControl: true,
  tools: [{
    function_name: 'getUserInfo', description: 'd', required: ['userId'],
    parameters: [{ name: 'userId', type: 'string', description: 'User ID' }],
    fn: async (userId: string) => ({ userId }),
  }],
}
const agent = new HamsaVoiceAgent('key', { region: 'eu', API_URL: 'https://x', LIVEKIT_URL: 'wss://x', debug: false })
new ParleyVoiceAgent({ API_URL: 'https://x' })
agent.on('callStarted', ({ jobId }) => jobId.length)
  .on('connectionQualityChanged', ({ quality, metrics }) => [quality === 'poor', metrics.quality])
  .on('customEvent', (type, data, about) => [type.length, data, about.timestamp])
  .on('trackSubscribed', ({ track }) => track.attach())
  .on('rpcError', (name, error) => [name.length, error.message])
agent.start(options).then(() => agent.getCallAnalytics().performanceMetrics.callDuration)
export const names: (keyof AgentEvents)[] = ${JSON.stringify(Object.keys(events))}
// @ts-expect-error there is no such event
agent.on('nothing', () => {})
`

test(
  'the types of the built package fit such a page',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-voice-'))
    try {
      const installed = join(folder, 'node_modules/@parley/voice')
      await mkdir(installed, { recursive: true })
      await cp(dist, installed, { recursive: true })
      await writeFile(join(folder, 'package.json'), '{"type":"module"}')
      await writeFile(join(folder, 'page.ts'), consumer)
      const how = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
      const compiled = await run('tsc', [...how, '--lib', 'es2022,dom', 'page.ts'], {
        cwd: folder,
        env,
      }).catch((error: unknown) => error as { stdout: string })
      expect(compiled.stdout).toBe('')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  slowMs,
)

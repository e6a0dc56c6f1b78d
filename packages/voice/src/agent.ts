import { Analytics } from './analytics.ts'
import { CallAudio } from './call-audio.ts'
import { Emitter } from './emitter.ts'
import { type AgentState, Line, type ServerFrame } from './line.ts'
import type {
  AgentConfig,
  AgentEvents,
  AudioMetrics,
  CallAnalytics,
  CaptureOptions,
  ConnectionStats,
  PageTool,
  PerformanceMetrics,
  Quality,
  StartOptions,
} from './options.ts'
import { describeTools, runTool } from './tools.ts'

const analyticsMs = 1_000

/**
 * A conversation with a voice agent from a web page. Code written for `HamsaVoiceAgent` of
 * `@hamsa-ai/voice-agents-sdk` runs with it by changing the import.
 */
export class ParleyVoiceAgent extends Emitter<AgentEvents> {
  readonly #apiKey: string | undefined
  readonly #config: AgentConfig
  #analytics = new Analytics()
  #audio: CallAudio | undefined
  #line: Line | undefined
  #tools: readonly PageTool[] = []
  #jobId: string | null = null
  #state: AgentState = 'idle'
  #quality: Quality | undefined
  #volume = 1
  #ticker: ReturnType<typeof setInterval> | undefined
  #messages = 0

  /** `new ParleyVoiceAgent(apiKey, config)`, or the config alone where call tokens are used. */
  constructor(apiKey?: string | AgentConfig, config: AgentConfig = {}) {
    super()
    this.#apiKey = typeof apiKey === 'string' ? apiKey : undefined
    this.#config = typeof apiKey === 'object' ? apiKey : config
  }

  /** Resolves when the microphone is open and the line is being made; `callStarted` follows. */
  async start(options: StartOptions = {}): Promise<void> {
    if (this.#line) throw new Error('A call is going on already.')
    this.emit('start')
    this.#analytics = new Analytics()
    this.#tools = options.tools ?? []
    try {
      const audio = options.isChatOnly ? undefined : await this.#openAudio(options)
      this.#audio = audio
      this.#line = await this.#openLine(options)
      this.#line.open()
      this.#ticker = setInterval(() => this.#tick(), analyticsMs)
    } catch (error) {
      this.#stop()
      this.emit('error', toError(error))
      throw error
    }
  }

  end(): void {
    this.#line?.close()
  }

  pause(): void {
    this.#line?.send({ type: 'pause' })
    this.#audio?.pause()
    this.emit('callPaused')
  }

  resume(): void {
    this.#audio?.resume()
    this.#line?.send({ type: 'resume' })
    this.emit('callResumed')
  }

  /** Opens the line anew; it does so by itself when it breaks. */
  async reconnect(): Promise<void> {
    this.#line?.reconnect()
  }

  setVolume(volume: number): void {
    this.#volume = Math.max(0, Math.min(1, volume))
    if (this.#audio) this.#audio.volume = this.#volume
  }

  /** How loud the agent is now, 0 to 1. */
  getOutputVolume(): number {
    return this.#audio?.agentLevel ?? 0
  }

  /** How loud the caller is now, 0 to 1. */
  getInputVolume(): number {
    return this.#audio?.userLevel ?? 0
  }

  getVolume(): number {
    return this.#volume
  }

  setMicMuted(isMuted: boolean): void {
    this.#audio?.setMuted(isMuted)
    this.emit(isMuted ? 'micMuted' : 'micUnmuted')
  }

  isMicMuted(): boolean {
    return this.#audio?.isMuted ?? false
  }

  getInputByteFrequencyData(): Uint8Array {
    return this.#audio?.userFrequencies() ?? new Uint8Array(0)
  }

  getOutputByteFrequencyData(): Uint8Array {
    return this.#audio?.agentFrequencies() ?? new Uint8Array(0)
  }

  enableAudioCapture(options: CaptureOptions): void {
    if (this.#audio) this.#audio.capture = options
  }

  disableAudioCapture(): void {
    if (this.#audio) this.#audio.capture = undefined
  }

  /** One of 0-9, * and #. */
  sendDTMF(digits: string): void {
    for (const digit of digits) {
      this.#line?.send({ type: 'dtmf', digit })
      this.emit('dtmfSent', { digit })
    }
  }

  /** Writes to the agent instead of speaking. */
  async sendMessage(text: string): Promise<void> {
    this.#line?.send({ type: 'text', text })
    this.emit('messageSent', this.#message('user', text))
  }

  /** Nothing to do: the server hears activity. Here for code that calls it. */
  sendUserActivity(): void {}

  sendContextualUpdate(text: string): void {
    void this.sendMessage(text)
  }

  getJobId(): string | null {
    return this.#jobId
  }

  get jobId(): string | null {
    return this.#jobId
  }

  /** The call with its transcript and outcome, once it is complete. Needs an API key. */
  async getJobDetails(
    maxRetries = 5,
    initialRetryInterval = 1_000,
    backoffFactor = 2,
  ): Promise<unknown> {
    const { jobId } = this
    if (!jobId) throw new Error('There is no call to get the details of.')
    if (!this.#apiKey) throw new Error('Details of a call need an API key: ask your own server.')
    const url = `${this.#apiUrl}/v1/voice-agents/conversation/${jobId}?jobId=${jobId}`
    for (let attempt = 1, waitMs = initialRetryInterval; ; attempt += 1, waitMs *= backoffFactor) {
      const response = await fetch(url, { headers: { authorization: `Token ${this.#apiKey}` } })
      const body = response.ok ? ((await response.json()) as { data?: { status?: string } }) : {}
      if (body.data?.status === 'COMPLETED') return body.data
      if (attempt >= maxRetries) throw new Error('The call is not complete yet.')
      await new Promise((done) => setTimeout(done, waitMs))
    }
  }

  getConnectionStats(): ConnectionStats {
    return this.#analytics.connectionStats()
  }

  getAudioLevels(): AudioMetrics {
    return this.#analytics.audioLevels()
  }

  getPerformanceMetrics(): PerformanceMetrics {
    return this.#analytics.performance()
  }

  getParticipants(): CallAnalytics['participants'] {
    return this.#analytics.all().participants
  }

  getTrackStats(): CallAnalytics['trackStats'] {
    return this.#analytics.all().trackStats
  }

  getCallAnalytics(): CallAnalytics {
    return this.#analytics.all()
  }

  /** There is no room: the line is a socket. */
  getRoom(): null {
    return null
  }

  getRemoteAudioTrack(): MediaStreamTrack | null {
    return this.#audio?.agentTrack ?? null
  }

  get #apiUrl(): string {
    return (this.#config.API_URL ?? globalThis.location?.origin ?? '').replace(/\/+$/, '')
  }

  async #openAudio(options: StartOptions): Promise<CallAudio> {
    const audio = new CallAudio(this.#analytics, {
      onMicrophone: (samples) => this.#line?.sendSound(samples),
      onMark: (name) => this.#line?.send({ type: 'mark', name }),
      onPlaying: (isPlaying) => {
        this.emit(isPlaying ? 'speaking' : 'listening')
        this.emit('audioPlaybackChanged', isPlaying)
      },
    })
    audio.volume = this.#volume
    audio.capture = options.captureAudio
    audio.onAudioData = options.onAudioData
    const { local, remote } = await audio.open(options)
    this.emit('localAudioStreamAvailable', local)
    this.emit('remoteAudioStreamAvailable', remote)
    return audio
  }

  async #openLine(options: StartOptions): Promise<Line> {
    const { callToken, agentId, params = {} } = options
    const token = typeof callToken === 'function' ? await callToken() : callToken
    const base =
      this.#config.WS_URL ?? `${this.#apiUrl.replace(/^http/, 'ws')}/v1/voice-agents/stream`
    const proof = token ? { call_token: token } : { api_key: this.#apiKey ?? '' }
    const tools = describeTools(this.#tools)
    const start = { ...(agentId && { agentId }), params, tools }
    return new Line({ start: `${base}?${new URLSearchParams(proof)}`, resume: base }, start, {
      onFrame: (frame) => this.#onFrame(frame),
      onSound: (samples) => this.#audio?.play(samples),
      onReconnecting: () => {
        this.#connection(false)
        this.emit('reconnecting')
      },
      onReconnected: () => {
        this.#connection(true)
        this.emit('reconnected')
      },
      onClosed: (isClean) => this.#onClosed(isClean),
      onRoundTrip: (ms) => this.#analytics.roundTrip(ms),
    })
  }

  #onFrame(frame: ServerFrame): void {
    this.emit('dataReceived', frame, 'agent')
    if (isAside(frame)) return this.#onAside(frame)
    switch (frame.type) {
      case 'ready':
        return this.#onReady(frame.callId)
      case 'state':
        this.#state = frame.state
        return this.emit('agentStateChanged', frame.state)
      case 'transcription':
        return this.#onText('user', frame.text, frame.isFinal)
      case 'answer':
        return this.#onText('agent', frame.text, true)
      case 'tool':
        return void this.#runTool(frame)
      case 'ended':
        return this.emit('callEnded', { reason: frame.reason })
    }
  }

  #onAside(frame: Aside): void {
    if (frame.type === 'mark') {
      if (this.#audio) this.#audio.mark(frame.name)
      else this.#line?.send({ ...frame })
    }
    if (frame.type === 'clear') this.#audio?.clear()
    if (frame.type === 'custom') {
      this.emit('info', { event: frame.event, data: frame.data })
      this.emit('customEvent', frame.event, frame.data, about())
    }
    if (frame.type === 'error') {
      this.emit('error', Object.assign(new Error(frame.message), { code: frame.code }))
    }
  }

  #onReady(callId: string): void {
    this.#jobId = callId
    this.#analytics.started()
    this.#connection(true)
    this.emit('callStarted', { jobId: callId })
    const names = this.#tools.map(({ function_name: name }) => name)
    this.emit('toolsRegistered', names)
  }

  #onText(role: 'user' | 'agent', text: string, isFinal: boolean): void {
    if (role === 'agent') this.emit('answerReceived', text)
    else if (isFinal) this.emit('transcriptionReceived', text)
    this.#tellMessage(role, text, isFinal)
  }

  async #runTool({
    id,
    name,
    arguments: given,
  }: Extract<ServerFrame, { type: 'tool' }>): Promise<void> {
    try {
      const result = await runTool(this.#tools, name, given)
      this.#line?.send({ type: 'tool_result', id, result })
    } catch (thrown) {
      const error = toError(thrown)
      this.#line?.send({ type: 'tool_result', id, error: error.message })
      this.emit('rpcError', { functionName: name, error })
    }
  }

  #message(role: 'user' | 'agent', text: string, isFinal = true) {
    this.#messages += 1
    return { id: `${role}-${this.#messages}`, role, text, isFinal, timestamp: Date.now() }
  }

  #tellMessage(role: 'user' | 'agent', text: string, isFinal: boolean): void {
    const message = this.#message(role, text, isFinal)
    this.emit('messageReceived', message)
    this.emit('chatMessageReceived', message)
  }

  #connection(isConnected: boolean): void {
    this.#analytics.connection(isConnected, this.#line?.attempts ?? 0, this.#line?.reconnects ?? 0)
    this.emit('connectionStateChanged', isConnected ? 'connected' : 'reconnecting')
    this.#tellQuality()
  }

  #tick(): void {
    this.#analytics.userLevel = this.getInputVolume()
    this.#analytics.agentLevel = this.getOutputVolume()
    if (this.#audio?.isPlaying) this.#analytics.spoke(analyticsMs)
    this.#tellQuality()
    this.emit('analyticsUpdated', this.#analytics.all())
  }

  #tellQuality(): void {
    const { quality } = this.#analytics
    if (quality === this.#quality) return
    this.#quality = quality
    this.emit('connectionQualityChanged', { quality, participant: 'user', metrics: { quality } })
  }

  #onClosed(isClean: boolean): void {
    const wasConnected = this.#state !== 'idle' || this.#jobId !== null
    this.#stop()
    if (!isClean) this.emit('callEnded', { reason: 'connection_lost' })
    if (wasConnected) this.emit('connectionStateChanged', 'disconnected')
    this.emit('closed')
  }

  #stop(): void {
    clearInterval(this.#ticker)
    this.#analytics.ended()
    this.#audio?.close()
    this.#audio = undefined
    this.#line = undefined
    this.#state = 'idle'
  }
}

type Aside = Extract<
  ServerFrame,
  { type: 'mark' | 'clear' | 'custom' | 'error' | 'pong' | 'resumed' }
>

const asides: readonly string[] = ['mark', 'clear', 'custom', 'error', 'pong', 'resumed']

/** Frames that are no part of what is said. */
function isAside(frame: ServerFrame): frame is Aside {
  return asides.includes(frame.type)
}

const about = () => ({ timestamp: Date.now(), participant: 'agent' })

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

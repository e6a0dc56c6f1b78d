import { AgentSound, analyticsMs } from './agent-sound.ts'
import { Analytics } from './analytics.ts'
import { CallAudio } from './call-audio.ts'
import { fetchJobDetails, type JobDetails } from './job-details.ts'
import { type AgentState, Line, type ServerFrame } from './line.ts'
import type { AgentConfig, PageTool, StartOptions, TrackFacts } from './options.ts'
import { describeTools, runTool } from './tools.ts'
import { type CallTrack, trackOf } from './tracks.ts'
import { keepAwake } from './wake-lock.ts'

/**
 * A conversation with a voice agent from a web page. Code written for `HamsaVoiceAgent` of
 * `@hamsa-ai/voice-agents-sdk` runs with it by changing the import.
 */
export class ParleyVoiceAgent extends AgentSound {
  readonly #apiKey: string | undefined
  readonly #config: AgentConfig
  #line: Line | undefined
  #tools: readonly PageTool[] = []
  #jobId: string | null = null
  #state: AgentState = 'idle'
  /** The call that somebody wants, from `start` to its end. */
  #attempt: object | undefined
  /** `callEnded` was told, or the call never began. */
  #isEndTold = true
  #letSleep: (() => void) | undefined
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
    if (this.#attempt) throw new Error('A call is going on already.')
    const attempt = {}
    this.#attempt = attempt
    this.isOnHold = false
    this.#jobId = null
    this.emit('start')
    this.analytics = new Analytics()
    this.#tools = options.tools ?? []
    try {
      if (!options.isChatOnly) await this.#openAudio(options)
      const line = await this.#openLine(options)
      if (this.#attempt !== attempt) return this.#givenUp()
      this.#line = line
      line.open()
      if (!options.disableWakeLock) this.#letSleep = keepAwake()
      this.#ticker = setInterval(() => this.tick(), analyticsMs)
    } catch (error) {
      this.#stop()
      this.emit('error', toError(error))
      throw error
    }
  }

  end(): void {
    if (this.#line) this.#line.close()
    else this.#attempt = undefined
  }

  pause(): void {
    this.isOnHold = true
    this.#line?.send({ type: 'pause' })
    this.audio?.pause()
    this.emit('callPaused')
  }

  resume(): void {
    this.isOnHold = false
    this.audio?.resume()
    this.#line?.send({ type: 'resume' })
    this.emit('callResumed')
  }

  /** Opens the line anew; it does so by itself when it breaks. Rejects when the call is over. */
  async reconnect(): Promise<void> {
    if (!this.#line?.reconnect()) throw new Error('There is no call to go on with.')
    await new Promise<void>((done, fail) => {
      const settle = (result: () => void) => {
        this.off('reconnected', onBack).off('closed', onOver)
        result()
      }
      const onBack = () => settle(done)
      const onOver = () => settle(() => fail(new Error('The call is over.')))
      this.on('reconnected', onBack).on('closed', onOver)
    })
  }

  /** One of 0-9, * and #, or several of them one after the other. */
  sendDTMF(digits: string): void {
    if (!/^[0-9*#]+$/.test(digits)) throw new Error(`Invalid DTMF digit: ${digits}`)
    const line = this.#requireLine()
    for (const digit of digits) {
      line.send({ type: 'dtmf', digit })
      this.emit('dtmfSent', digit)
    }
  }

  /** Writes to the agent instead of speaking. */
  async sendMessage(text: string): Promise<void> {
    if (typeof text !== 'string' || text.trim() === '') throw new Error('There is no text to send.')
    this.#requireLine().send({ type: 'text', text })
    this.emit('messageSent', text)
  }

  /** Nothing to do: the server hears activity. Here for code that calls it. */
  sendUserActivity(): void {}

  /** Sends nothing, as in `HamsaVoiceAgent`. Here for code that calls it. */
  sendContextualUpdate(_text: string): void {}

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
  ): Promise<JobDetails> {
    const jobId = this.#jobId
    const apiKey = this.#apiKey
    if (!jobId) throw new Error('There is no call to get the details of.')
    if (!apiKey) throw new Error('Details of a call need an API key: ask your own server.')
    const patience = { maxRetries, initialRetryInterval, backoffFactor }
    return fetchJobDetails({ apiUrl: this.#apiUrl, apiKey, jobId }, patience)
  }

  /** There is no room: the line is a socket. */
  getRoom(): null {
    return null
  }

  get #apiUrl(): string {
    return (this.#config.API_URL ?? globalThis.location?.origin ?? '').replace(/\/+$/, '')
  }

  #requireLine(): Line {
    if (!this.#line) throw new Error('The agent is not connected: there is no call.')
    return this.#line
  }

  async #openAudio(options: StartOptions): Promise<void> {
    const audio = new CallAudio(this.analytics, {
      onMicrophone: (samples) => this.#line?.sendSound(samples),
      onMark: (name) => this.#line?.send({ type: 'mark', name }),
      onPlaying: (isPlaying) => {
        this.emit(isPlaying ? 'speaking' : 'listening')
        this.emit('audioPlaybackChanged', isPlaying)
      },
    })
    const { onAudioData, captureAudio } = options
    if (onAudioData) audio.capture({ callback: onAudioData })
    this.takeAudio(audio, captureAudio)
    const { local, remote } = await audio.open(options)
    this.emit('localAudioStreamAvailable', local)
    this.emit('remoteAudioStreamAvailable', remote)
    const microphone = trackOf(local)
    if (microphone) this.emit('localTrackPublished', factsOf(microphone, 'user'))
    this.track = trackOf(remote)
  }

  async #openLine(options: StartOptions): Promise<Line> {
    const { callToken, agentId, userId, environmentId, versionRef } = options
    const token = typeof callToken === 'function' ? await callToken() : callToken
    const base =
      this.#config.WS_URL ?? `${this.#apiUrl.replace(/^http/, 'ws')}/v1/voice-agents/stream`
    const proof = token ? { call_token: token } : { api_key: this.#apiKey ?? '' }
    const start = {
      ...(agentId && { agentId }),
      ...(environmentId && { environmentId }),
      ...(versionRef && { versionRef }),
      params: { ...(userId && { user_id: userId }), ...options.params },
      tools: describeTools(this.#tools),
    }
    return new Line({ start: `${base}?${new URLSearchParams(proof)}`, resume: base }, start, {
      onFrame: (frame) => this.#onFrame(frame),
      onSound: (samples) => this.audio?.play(samples),
      onReconnecting: () => {
        this.#connection(false)
        this.emit('reconnecting')
      },
      onReconnected: () => {
        this.#connection(true)
        this.emit('reconnected')
      },
      onClosed: (isClean) => this.#onClosed(isClean),
      onRoundTrip: (ms) => this.analytics.roundTrip(ms),
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
        return this.#tellEnd(frame.reason)
    }
  }

  #onAside(frame: Aside): void {
    switch (frame.type) {
      case 'mark':
        // Without sound, everything is heard at once.
        if (this.audio) return this.audio.mark(frame.name)
        return this.#line?.send({ ...frame })
      case 'clear':
        return this.audio?.clear()
      case 'custom':
        return this.#onCustom(frame)
      case 'error':
        return this.emit('error', Object.assign(new Error(frame.message), { code: frame.code }))
      case 'pong':
      case 'resumed':
    }
  }

  #onCustom(frame: Extract<ServerFrame, { type: 'custom' }>): void {
    const { event, data } = frame
    this.emit('info', { event, data })
    const about = { timestamp: Date.now(), participant: 'agent', rawMessage: frame }
    this.emit('customEvent', event, data, about)
  }

  #onReady(callId: string): void {
    this.#jobId = callId
    this.#isEndTold = false
    this.analytics.started(this.audio !== undefined)
    this.#connection(true)
    this.emit('callStarted', { jobId: callId })
    const [, agent] = this.analytics.participants()
    if (agent) this.emit('participantConnected', agent)
    if (this.track) this.emit('trackSubscribed', factsOf(this.track, 'agent'))
    this.emit('toolsRegistered', this.#tools)
  }

  #onText(role: 'user' | 'agent', text: string, isFinal: boolean): void {
    if (role === 'agent') this.emit('answerReceived', text)
    else if (isFinal) this.emit('transcriptionReceived', text)
    this.#messages += 1
    const id = `${role}-${this.#messages}`
    const message = { id, role, text, isFinal, timestamp: Date.now() }
    this.emit('messageReceived', message)
    this.emit('chatMessageReceived', message)
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
      this.emit('rpcError', name, error)
    }
  }

  #connection(isConnected: boolean): void {
    this.analytics.connection(isConnected, this.#line?.attempts ?? 0, this.#line?.reconnects ?? 0)
    this.emit('connectionStateChanged', isConnected ? 'connected' : 'reconnecting')
    this.tellQuality()
  }

  #tellEnd(reason: string): void {
    if (this.#isEndTold) return
    this.#isEndTold = true
    this.emit('callEnded', { reason })
  }

  #onClosed(isClean: boolean): void {
    const wasConnected = this.#jobId !== null
    const track = this.track
    const [, agent] = this.analytics.participants()
    this.#stop()
    if (!isClean && !wasConnected) {
      this.emit('error', new Error('The server could not be reached.'))
    }
    this.#tellEnd(isClean ? 'hangup' : 'connection_lost')
    if (track && wasConnected) this.emit('trackUnsubscribed', factsOf(track, 'agent'))
    if (agent) this.emit('participantDisconnected', agent)
    if (wasConnected) this.emit('connectionStateChanged', 'disconnected')
    this.emit('closed')
  }

  /** Hung up while the browser asked for the microphone. */
  #givenUp(): void {
    this.#stop()
    this.emit('closed')
  }

  #stop(): void {
    clearInterval(this.#ticker)
    this.#letSleep?.()
    this.#letSleep = undefined
    this.#attempt = undefined
    this.analytics.ended()
    this.dropAudio()
    this.#line = undefined
    if (this.#state !== 'idle') this.emit('agentStateChanged', 'idle')
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

function factsOf(track: CallTrack, participant: 'user' | 'agent'): TrackFacts {
  const { sid: trackSid, kind, source } = track
  return { track, publication: { trackSid, kind, source }, participant }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

import type { AgentState, ParleyVoiceAgent, Quality } from '@parley/voice'
import { useEffect, useRef, useState } from 'react'
import { parley } from '../../api/client.ts'
import {
  nothingSaid,
  type Talk,
  withAnswering,
  withMeasured,
  withSaid,
  withWritten,
} from './call-lines.ts'

type CallState = {
  readonly phase: 'idle' | 'connecting' | 'live' | 'ended'
  readonly agentState: AgentState
  readonly talk: Talk
  readonly callId: string | undefined
  /** Why it is over, as the server names it. */
  readonly reason: string | undefined
  readonly problem: unknown
  readonly isMuted: boolean
  readonly isReconnecting: boolean
  readonly startedAt: number | undefined
  /** Of the latest answer, and of all. */
  readonly latencyMs: number | undefined
  readonly averageMs: number | undefined
  readonly roundTripMs: number | undefined
  readonly quality: Quality | undefined
}

const idle: CallState = {
  phase: 'idle',
  agentState: 'idle',
  talk: nothingSaid,
  callId: undefined,
  reason: undefined,
  problem: undefined,
  isMuted: false,
  isReconnecting: false,
  startedAt: undefined,
  latencyMs: undefined,
  averageMs: undefined,
  roundTripMs: undefined,
  quality: undefined,
}

type CallWish = {
  readonly agentId: string
  readonly environment: 'draft' | 'live'
  readonly params: Readonly<Record<string, string>>
  /** Written, without microphone and loudspeaker. */
  readonly isChat: boolean
}

export type Call = ReturnType<typeof useCall>

/** A call with an agent from this page. */
export function useCall() {
  const [state, setState] = useState(idle)
  const agent = useRef<ParleyVoiceAgent>(undefined)
  // Whoever leaves the screen has hung up.
  useEffect(() => () => agent.current?.end(), [])

  async function start(wish: CallWish): Promise<void> {
    setState({ ...idle, phase: 'connecting' })
    try {
      const { ParleyVoiceAgent } = await import('@parley/voice')
      const made = new ParleyVoiceAgent()
      agent.current = made
      follow(made, setState)
      await made.start({ callToken: () => tokenFor(wish), isChatOnly: wish.isChat })
    } catch (problem) {
      agent.current = undefined
      setState((before) => ({ ...before, phase: 'ended', problem }))
    }
  }

  return {
    ...state,
    start,
    hangUp: () => agent.current?.end(),
    mute(isMuted: boolean) {
      agent.current?.setMicMuted(isMuted)
      setState((before) => ({ ...before, isMuted }))
    },
    write(text: string) {
      void agent.current?.sendMessage(text)
      const now = performance.now()
      setState((before) => ({ ...before, talk: withWritten(before.talk, now) }))
    },
    /** How loud both are now, 0 to 1. */
    levels: () => ({
      user: agent.current?.getInputVolume() ?? 0,
      agent: agent.current?.getAudioLevels().agentAudioLevel ?? 0,
    }),
  }
}

async function tokenFor({ agentId, environment, params }: CallWish): Promise<string> {
  const { callToken } = await parley.voiceCalls.createToken({
    voiceAgentId: agentId,
    params: { ...params },
    environmentId: environment,
  })
  return callToken
}

type Update = (change: (before: CallState) => CallState) => void

/** Keeps the state of the call as its events tell it. */
function follow(agent: ParleyVoiceAgent, update: Update): void {
  const change = (changes: Partial<CallState>) => update((before) => ({ ...before, ...changes }))
  agent.on('callStarted', ({ jobId }) =>
    change({ phase: 'live', callId: jobId, startedAt: Date.now() }),
  )
  agent.on('agentStateChanged', (agentState) => {
    const now = performance.now()
    update((before) => {
      const { talk } = before
      return {
        ...before,
        agentState,
        talk: agentState === 'speaking' ? withAnswering(talk, now) : talk,
      }
    })
  })
  agent.on('messageReceived', ({ role, text, isFinal }) => {
    update((before) => ({ ...before, talk: withSaid(before.talk, { role, text, isFinal }) }))
  })
  agent.on('speaking', () => {
    const { responseTime, averageResponseTime } = agent.getPerformanceMetrics()
    if (responseTime !== null) update(measured(responseTime, averageResponseTime))
  })
  agent.on('reconnecting', () => change({ isReconnecting: true }))
  agent.on('reconnected', () => change({ isReconnecting: false }))
  agent.on('connectionQualityChanged', ({ quality }) => change({ quality }))
  agent.on('analyticsUpdated', ({ connectionStats: { roundTripMs } }) =>
    change({ roundTripMs: roundTripMs ?? undefined }),
  )
  agent.on('callEnded', ({ reason }) => change({ phase: 'ended', reason }))
  agent.on('closed', () => change({ phase: 'ended', agentState: 'idle' }))
  agent.on('error', (problem) => change({ problem }))
}

/** The agent pauses between sentences; only the first sound of an answer is measured. */
function measured(latencyMs: number, averageMs: number | null) {
  return (before: CallState): CallState => {
    if (latencyMs === before.latencyMs && averageMs === (before.averageMs ?? null)) return before
    const talk = withMeasured(before.talk, latencyMs)
    return { ...before, talk, latencyMs, averageMs: averageMs ?? undefined }
  }
}

import type { CallWatch, WatchNotice } from '@parley/voice'
import { ParleyError } from '@parley/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { parley } from '../../api/client.ts'
import { type Heard, withNotice, withWhisper } from './live-lines.ts'
import { tellRefusal } from './live-refusal.ts'

export type LiveState = Extract<WatchNotice, { type: 'state' }>['state']

type WatchState = {
  readonly line: 'connecting' | 'on' | 'broken' | 'over'
  /** Unknown until the call tells it. */
  readonly agentState: LiveState | undefined
  readonly heard: readonly Heard[]
}

const nothingYet: WatchState = { line: 'connecting', agentState: undefined, heard: [] }
const retryMs = 3_000
const usualVolume = 0.8

export type Watch = ReturnType<typeof useCallWatch>

/**
 * Follows a call as it goes on: what is said and what the agent does, and, while somebody listens in, its
 * sound. Nothing is sent to the call. `isOn`: somebody speaks in it.
 */
export function useCallWatch(callId: string, isOn: boolean) {
  const [state, setState] = useState(nothingYet)
  const [hasSound, setHasSound] = useState(false)
  const [volume, setVolume] = useState(usualVolume)
  const watch = useRef<CallWatch>(undefined)
  const recorded = useRef(0)
  useConnection({ callId, isOn: isOn && state.line !== 'over', hasSound, volume }, watch, {
    change: (changes) => setState((before) => ({ ...before, ...changes })),
    hear: (notice) =>
      setState((before) => ({
        ...before,
        heard: withNotice(before.heard, notice, recorded.current),
      })),
    silence: () => setHasSound(false),
  })
  return {
    ...state,
    hasSound,
    volume,
    setListening: setHasSound,
    setVolume(next: number) {
      setVolume(next)
      if (watch.current) watch.current.volume = next
    },
    levels: () => watch.current?.levels ?? { user: 0, agent: 0 },
    /** Shown before the call itself tells it. */
    assume: (agentState: LiveState | undefined) =>
      setState((before) => ({ ...before, agentState })),
    whispered: (text: string) =>
      setState((before) => ({
        ...before,
        heard: withWhisper(before.heard, text, recorded.current),
      })),
    /** So many turns are in the record. */
    know: (turns: number) => {
      recorded.current = turns
    },
  }
}

type Wish = {
  readonly callId: string
  readonly isOn: boolean
  readonly hasSound: boolean
  readonly volume: number
}

type Told = {
  readonly change: (changes: Partial<WatchState>) => void
  readonly hear: (notice: WatchNotice) => void
  /** There is no sound to be had. */
  readonly silence: () => void
}

/** A connection for as long as the call goes on; with sound it is another one. */
function useConnection(
  { callId, isOn, hasSound, volume }: Wish,
  watch: { current: CallWatch | undefined },
  told: Told,
): void {
  const cache = useQueryClient()
  const [attempt, setAttempt] = useState(0)
  const latest = useRef({ volume, told })
  useEffect(() => {
    latest.current = { volume, told }
  })
  useEffect(() => {
    if (!isOn) return
    let retry: ReturnType<typeof setTimeout> | undefined
    const tell = () => latest.current.told
    const close = connect(callId, hasSound, {
      opening(made) {
        made.volume = latest.current.volume
        watch.current = made
      },
      noticed(notice) {
        if (notice.type === 'state') tell().change({ line: 'on', agentState: notice.state })
        else tell().hear(notice)
      },
      over() {
        tell().change({ line: 'over', agentState: undefined })
        for (const key of ['agent-calls', 'live-calls'])
          void cache.invalidateQueries({ queryKey: [key] })
      },
      broken(problem) {
        tell().change({ line: 'broken' })
        // Whoever asked for sound hears why there is none; words are asked for again unseen.
        if (hasSound && problem) {
          tellRefusal(problem)
          tell().silence()
        } else retry = setTimeout(() => setAttempt((before) => before + 1), retryMs)
      },
    })
    return () => {
      clearTimeout(retry)
      close()
      watch.current = undefined
    }
  }, [callId, isOn, hasSound, attempt, cache, watch])
}

type LineEvents = {
  readonly opening: (watch: CallWatch) => void
  readonly noticed: (notice: WatchNotice) => void
  readonly over: () => void
  readonly broken: (problem?: unknown) => void
}

/** Answers how to stop; nothing is told after that. */
function connect(callId: string, hasSound: boolean, events: LineEvents): () => void {
  let made: CallWatch | undefined
  let isGone = false
  const open = async () => {
    const [{ CallWatch }, { url }] = await Promise.all([
      import('@parley/voice'),
      parley.voiceCalls.join({ jobId: callId, isSilent: !hasSound }),
    ])
    if (isGone) return
    made = new CallWatch({
      onNotice: events.noticed,
      onClosed: (isOver) => (isOver ? events.over() : events.broken()),
    })
    events.opening(made)
    await made.open(addressHere(url), { hasSound })
  }
  open().catch((problem: unknown) => {
    if (isGone) return
    if (problem instanceof ParleyError && problem.code === 'CALL_NOT_FOUND') events.over()
    else events.broken(problem)
  })
  return () => {
    isGone = true
    made?.close()
  }
}

/** The policy of the page lets it connect to where it came from, whatever other name the server has. */
function addressHere(url: string): string {
  const { pathname, search } = new URL(url)
  return `${location.origin.replace(/^http/, 'ws')}${pathname}${search}`
}

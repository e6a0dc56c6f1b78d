import type { WebToolRunEvent } from '@parley/contract'
import { useEffect, useRef, useState } from 'react'
import { parley } from '../../api/client.ts'
import { linesOf } from './run-lines.ts'

type Wish = Parameters<typeof parley.webTools.run>[1]

/** Longer than the longest timeout of a tool with all its attempts. */
const patienceMs = 90_000

/** One call of a tool after the other, each with what happened so far. */
export function useRun(toolId: string) {
  const [events, setEvents] = useState<readonly WebToolRunEvent[]>([])
  const [error, setError] = useState<unknown>()
  const [isRunning, setIsRunning] = useState(false)
  const current = useRef<AbortController>(undefined)
  useEffect(() => () => current.current?.abort(), [])

  async function start(wish: Wish): Promise<void> {
    const stopper = new AbortController()
    current.current = stopper
    setEvents([])
    setError(undefined)
    setIsRunning(true)
    try {
      const response = await parley.webTools.run(toolId, wish, {
        headers: { accept: 'application/x-ndjson' },
        signal: stopper.signal,
        timeoutMs: patienceMs,
        retries: 0,
      })
      for await (const event of linesOf<WebToolRunEvent>(response)) {
        setEvents((before) => [...before, event])
      }
    } catch (failure) {
      if (!stopper.signal.aborted) setError(failure)
    }
    setIsRunning(false)
  }

  return { events, error, isRunning, start, stop: () => current.current?.abort() }
}

import { cache, isLong } from './cache.ts'

/** What to fetch again after an event whose name begins so; longer names first. */
const concerns: readonly (readonly [string, readonly string[]])[] = [
  ['contact.', ['contacts', 'timeline']],
  ['company.', ['companies', 'timeline']],
  ['deal.', ['deals', 'timeline', 'reports']],
  ['task.', ['tasks', 'timeline', 'reports']],
  ['activity.', ['activities', 'timeline']],
  ['meeting.', ['conversations', 'timeline', 'reports']],
  ['call.', ['conversations', 'timeline', 'reports', 'agent-calls', 'live-calls']],
  ['agent.', ['voice-agents']],
  ['conversation.', ['conversations', 'reports', 'agent-calls']],
  ['transcript.', ['conversations']],
  ['transcription.', ['agent-calls']],
  ['tool.', ['agent-calls']],
  ['recording.', ['conversations', 'agent-calls']],
  ['signal.', ['conversations', 'signals']],
  ['user.', ['members', 'invitations']],
  ['api_key.', ['api-keys']],
  ['webhook.', ['webhooks']],
  ['message.', ['webhooks']],
  ['campaign.', ['campaigns']],
  ['do_not_call.', ['do-not-call']],
  ['knowledge_item.', ['knowledge']],
]

/** Many events in a moment, such as an import, fetch each thing once. */
const gatherMs = 400
const reconnectMs = 5_000

type Told = { readonly event: string }

/** Keeps what is shown up to date, for as long as the page is open. Answers how to stop. */
export function followEvents(): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let gathering: ReturnType<typeof setTimeout> | undefined
  const touched = new Set<string>()

  function hear({ data }: MessageEvent<string>): void {
    const told = JSON.parse(data) as Told
    const [, keys = []] = concerns.find(([beginning]) => told.event.startsWith(beginning)) ?? []
    for (const key of keys) touched.add(key)
    gathering ??= setTimeout(fetchAgain, gatherMs)
  }

  function fetchAgain(): void {
    gathering = undefined
    for (const key of touched) {
      const queryKey = [key]
      void cache.invalidateQueries({ queryKey, predicate: (query) => !isLong(query) })
      void cache.invalidateQueries({ queryKey, predicate: isLong, refetchType: 'none' })
    }
    touched.clear()
  }

  function open(): void {
    source = new EventSource('/functions/v1/events/stream')
    source.onmessage = hear
    source.onerror = () => {
      // Otherwise the browser comes again by itself.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, reconnectMs)
    }
  }

  open()
  return () => {
    clearTimeout(timer)
    clearTimeout(gathering)
    source?.close()
  }
}

import { z } from 'zod'
import type { ChatPart } from './chat-port.ts'

/** One event of a streamed completion. Servers differ in what they leave out. */
const Delta = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.number().nullish(),
                  id: z.string().nullish(),
                  function: z
                    .object({ name: z.string().nullish(), arguments: z.string().nullish() })
                    .nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() })
    .nullish(),
})

type Call = { callId: string; name: string; arguments: string }

/** Turns the lines of a server-sent event stream into parts; calls of tools come when they are whole. */
export async function* readChatStream(
  body: AsyncIterable<Uint8Array>,
  newCallId: () => string,
): AsyncGenerator<ChatPart, void> {
  const calls = new Map<number, Call>()
  for await (const data of eventsOf(body)) {
    const event = Delta.safeParse(parseJson(data))
    if (!event.success) continue
    const { choices, usage } = event.data
    const delta = choices?.[0]?.delta
    if (delta?.content) yield { type: 'text', text: delta.content }
    addPieces(calls, delta?.tool_calls ?? [], newCallId)
    if (usage) yield toUsage(usage)
  }
  for (const call of calls.values()) {
    yield { type: 'tool-call', ...call, arguments: call.arguments || '{}' }
  }
}

type Event = z.infer<typeof Delta>
type Piece = NonNullable<
  NonNullable<NonNullable<NonNullable<Event['choices']>[number]['delta']>['tool_calls']>[number]
>

function addPieces(
  calls: Map<number, Call>,
  pieces: readonly Piece[],
  newCallId: () => string,
): void {
  for (const [at, { id, index, function: called }] of pieces.entries()) {
    const place = index ?? at
    const call = calls.get(place) ?? { callId: id ?? newCallId(), name: '', arguments: '' }
    calls.set(place, call)
    call.name += called?.name ?? ''
    call.arguments += called?.arguments ?? ''
  }
}

function toUsage(usage: NonNullable<Event['usage']>): ChatPart {
  return {
    type: 'usage',
    inputTokens: usage.prompt_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
  }
}

async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let held = ''
  for await (const piece of body) {
    held += decoder.decode(piece, { stream: true })
    const lines = held.split(/\r?\n/)
    held = lines.pop() ?? ''
    for (const line of lines) {
      const data = dataOf(line)
      if (data === '[DONE]') return
      if (data !== undefined) yield data
    }
  }
  const last = dataOf(held)
  if (last !== undefined && last !== '[DONE]') yield last
}

function dataOf(line: string): string | undefined {
  return line.startsWith('data:') ? line.slice(5).trim() : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { ReadableStream } from 'node:stream/web'
import type { WebToolRunEvent } from '@parley/contract'
import { callTool, type ToolCall } from './call-tool.ts'
import { findTool } from './queries.ts'
import { type Caller, requireChanger, toolNotFound } from './rights.ts'
import { type Attempt, readBody } from './send-request.ts'

type Wish = Pick<ToolCall, 'toolId' | 'arguments' | 'remoteName'>

/** Calls a tool and tells of it as it happens. Throws before the first event or not at all. */
export async function runTool(
  { context, principal }: Caller,
  wish: Wish,
  signal: AbortSignal,
): Promise<AsyncIterable<WebToolRunEvent>> {
  requireChanger(principal)
  const { workspaceId } = principal
  const row = await findTool({ run: context.db.read }, workspaceId, wish.toolId)
  if (!row) throw toolNotFound(wish.toolId)
  return new ReadableStream<WebToolRunEvent>({
    async start(events) {
      try {
        const data = await callTool(context, {
          workspaceId,
          ...wish,
          idempotencyKey: context.newId(),
          signal,
          onAttempt: (attempt) => events.enqueue({ event: 'attempt', data: shown(attempt) }),
        })
        events.enqueue({ event: 'result', data })
        events.close()
      } catch (error) {
        events.error(error)
      }
    },
  })
}

function shown({ number, durationMs, answer, error, nextInMs }: Attempt) {
  return {
    attempt: number,
    status: answer?.status ?? null,
    body: answer ? readBody(answer.body, answer.headers['content-type']) : null,
    message: error?.message ?? null,
    durationMs,
    nextInMs: nextInMs ?? null,
  }
}

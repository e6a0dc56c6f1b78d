import { type ToolTest, type ToolTestEvent, toolLimits } from '@parley/contract'
import { requireReachable } from './check-tool.ts'
import { absolute } from './request-rules.ts'
import { type Caller, requireChanger } from './rights.ts'
import { type Attempt, readBody, sendRequest } from './send-request.ts'
import { bearerOf } from './settings.ts'

/** Tries a request and tells of it as it happens. Throws before the first event or not at all. */
export async function testTool(
  { context, principal }: Caller,
  test: ToolTest,
  signal: AbortSignal,
): Promise<AsyncGenerator<ToolTestEvent, void>> {
  requireChanger(principal)
  await requireReachable(context, test.serverUrl, 'serverUrl')
  const isRepeatable = ['GET', 'PUT', 'DELETE'].includes(test.method)
  const attempts = sendRequest(
    context,
    {
      url: addressOf(test),
      method: test.method,
      headers: headersOf(test),
      body: bodyOf(test),
      timeoutMs: test.timeout ?? test.timeOut ?? toolLimits.timeoutMs.usual,
      maxBytes: toolLimits.responseBytes.usual,
      retries: isRepeatable ? toolLimits.retries.usual : 0,
    },
    signal,
  )
  return tell(attempts)
}

function addressOf({ serverUrl, queryParams }: ToolTest): string {
  const whole = absolute(serverUrl)
  if (!queryParams || !URL.canParse(whole)) return whole
  const url = new URL(whole)
  for (const [name, value] of Object.entries(queryParams)) {
    url.searchParams.append(name, String(value))
  }
  return url.href
}

function headersOf({
  httpHeaders,
  authToken,
  authPrefix,
  method,
}: ToolTest): Record<string, string> {
  const given = httpHeaders ?? {}
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()))
  return {
    ...(method !== 'GET' && !names.has('content-type') && { 'content-type': 'application/json' }),
    ...given,
    ...(authToken && { Authorization: bearerOf(authToken.trim(), authPrefix) }),
  }
}

function bodyOf({ method, body }: ToolTest): string | undefined {
  if (method === 'GET' || body === undefined || body === null) return undefined
  return typeof body === 'string' ? body : JSON.stringify(body)
}

async function* tell(attempts: AsyncIterable<Attempt>): AsyncGenerator<ToolTestEvent, void> {
  yield attemptEvent('Starting the test…', 0)
  let last: Attempt | undefined
  for await (const attempt of attempts) {
    last = attempt
    const { number, nextInMs } = attempt
    if (nextInMs === undefined) break
    const soon = `trying again in ${Math.round(nextInMs)} ms`
    yield attemptEvent(`Attempt ${number}: ${whatHappened(attempt)}; ${soon}.`, number)
  }
  if (last) yield lastEvent(last)
  const status = last?.answer?.status ?? 0
  const success = status >= 200 && status < 300
  const message = success ? 'The test succeeded.' : 'The test failed.'
  yield { event: 'end', data: { message, success, attempts: last?.number ?? 0 } }
}

const attemptEvent = (message: string, attempt: number): ToolTestEvent => ({
  event: 'attempt',
  data: { message, attempt },
})

function whatHappened({ answer, error }: Attempt): string {
  return answer ? `status ${answer.status}` : (error?.message.replace(/\.$/, '') ?? 'no answer')
}

function lastEvent({ number, answer, error, durationMs }: Attempt): ToolTestEvent {
  if (!answer) {
    const { message = 'There was no answer.', code = 'unreachable' } = error ?? {}
    return { event: 'error', data: { message, attempt: number, code } }
  }
  const { status, headers, body } = answer
  return {
    event: 'response',
    data: {
      message: `Attempt ${number}: status ${status}.`,
      attempt: number,
      status,
      headers,
      body: readBody(body, headers['content-type']),
      durationMs,
    },
  }
}

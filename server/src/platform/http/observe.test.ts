import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { keepLog } from '../../../test/log-lines.ts'
import { startTestApp } from '../../../test/test-app.ts'

const uuid = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/

test("every reply carries a request id: the caller's own if it is plain, else a new one", async () => {
  await using app = await startTestApp()
  async function idFor(headers: Record<string, string>): Promise<string | null> {
    const reply = await fetch(`${app.baseUrl}/functions/v1/nothing`, { headers })
    return reply.headers.get('x-request-id')
  }
  expect(await idFor({})).toMatch(uuid)
  expect(await idFor({ 'X-Request-Id': 'order-7.retry_2' })).toBe('order-7.retry_2')
  expect(await idFor({ 'X-Request-Id': 'two words' })).toMatch(uuid)
  expect(await idFor({ 'X-Request-Id': 'x'.repeat(129) })).toMatch(uuid)
})

test('one line is logged per request, without anything a caller may keep secret', async () => {
  const { log, lines } = keepLog()
  await using app = await startTestApp({ log })
  await fetch(`${app.baseUrl}/functions/v1/nothing?api_key=sk_secret`, {
    method: 'POST',
    body: 'secret body',
    headers: {
      'X-API-Key': 'sk_secret',
      'X-Request-Id': 'traced',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    },
  })
  const [line, ...others] = await eventually(
    () => lines.filter(({ msg }) => msg === 'request'),
    ({ length }) => length > 0,
  )
  expect(others).toEqual([])
  expect(line).toMatchObject({
    requestId: 'traced',
    method: 'POST',
    route: 'unmatched',
    status: 404,
    address: '127.0.0.1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })
  expect(line?.ms).toBeGreaterThan(0)
  expect(JSON.stringify(lines)).not.toContain('secret')
})

test('probes are logged at level debug as long as they succeed', async () => {
  const { log, lines } = keepLog('debug')
  await using app = await startTestApp({ log })
  await fetch(`${app.baseUrl}/health/live`)
  const [line] = await eventually(
    () => lines.filter(({ msg }) => msg === 'request'),
    ({ length }) => length > 0,
  )
  expect(line).toMatchObject({ level: 20, route: '/health/live', status: 200 })
})

test('requests are measured by method, route pattern and class of status', async () => {
  await using app = await startTestApp()
  for (const path of ['/health/live', '/health/live', '/made/up', '/other/made/up']) {
    await fetch(`${app.baseUrl}${path}`)
  }
  await fetch(`${app.baseUrl}/health/live`, { method: 'DELETE' })
  const text = await eventually(
    () => app.context.metrics.registry.metrics(),
    (metrics) => metrics.includes('4xx') && metrics.includes('DELETE'),
  )
  const count = 'parley_http_request_duration_seconds_count'
  expect(text).toContain(`${count}{method="GET",route="/health/live",status="2xx"} 2`)
  expect(text).toContain(`${count}{method="GET",route="unmatched",status="4xx"} 2`)
  expect(text).toContain(`${count}{method="DELETE",route="/health/live",status="4xx"} 1`)
})

test('a caller that hangs up before the reply is logged with status 499', async () => {
  const { log, lines } = keepLog()
  await using app = await startTestApp({ log })
  const { port } = new URL(app.baseUrl)
  const arrived = new Promise<void>((resolve) => {
    app.context.db.read = async () => {
      resolve()
      return new Promise(() => {})
    }
  })
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('GET /health/ready HTTP/1.1\r\nHost: parley\r\n\r\n')
  await arrived
  socket.destroy()
  const [line] = await eventually(
    () => lines.filter(({ msg }) => msg === 'request'),
    ({ length }) => length > 0,
  )
  expect(line).toMatchObject({ route: '/health/ready', status: 499 })
})

import { expect, test } from 'vitest'
import { beginCall, callEventsOf } from '../../../test/agent-calls.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { logEntry, recordTool } from './log-entry.ts'

test('the use of a tool is logged and told once, though it is told twice', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  const use = {
    id: app.context.newId(),
    name: 'book_slot',
    input: { at: '9:00' },
    output: { error: 'taken' },
    succeeded: false,
    durationMs: 120,
  }
  const told = () => app.db.transaction((tx) => recordTool(tx, app.context, call, use))
  expect(await Promise.all([told(), told()])).toContain(true)
  expect(await told()).toBe(false)
  const events = (await callEventsOf(app)).filter(({ name }) => name === 'tool.executed')
  expect(events).toHaveLength(1)
  const { body } = await app.call('GET', `/v1/agent-analytics/logs?jobId=${call.callId}`)
  expect(body.data).toMatchObject([
    { category: 'TOOLS', message: 'Executing Tool', payload: { toolName: 'book_slot' } },
    {
      id: use.id,
      message: 'Tool Failed',
      payload: { toolName: 'book_slot', error: { error: 'taken' } },
    },
  ])
})

test('an answer of megabytes is kept by its beginning', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  await app.db.transaction((tx) =>
    recordTool(tx, app.context, call, {
      name: 'dump',
      input: {},
      output: 'x'.repeat(3_000_000),
      succeeded: true,
      durationMs: 1,
    }),
  )
  const event = (await callEventsOf(app)).at(-1)
  expect(event?.data['tool']).toMatchObject({ output: { truncated: true, length: 3_000_002 } })
  await app.drain()
})

test('entries are listed in the order they were logged, by category if wanted', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  await app.db.transaction(async (tx) => {
    await logEntry(tx, app.context, call, [
      { category: 'FLOW', message: 'Initializing flow runtime', payload: { total_nodes: 3 } },
      { category: 'node_movement', message: 'Node moved', nodeId: 'n1' },
    ])
    await logEntry(tx, app.context, call, {
      category: 'FLOW',
      message: 'Starting node chain execution',
    })
  })
  const list = async (query: string) => {
    const path = `/v1/agent-analytics/logs?jobId=${call.callId}${query}`
    const { body } = await app.call('GET', path)
    return (body.data as { message: string }[]).map(({ message }) => message)
  }
  expect(await list('')).toEqual([
    'Initializing flow runtime',
    'Node moved',
    'Starting node chain execution',
  ])
  expect(await list('&category=node_movement')).toEqual(['Node moved'])
})

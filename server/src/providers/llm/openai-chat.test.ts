import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { ChatMessage, ChatPart } from './chat-port.ts'
import { openOpenAiChat } from './openai-chat.ts'

type Reply = { readonly status?: number; readonly lines: readonly string[]; readonly hangs?: true }

/** A server of streamed completions that says the same to everybody. */
async function serviceThatSays({ status = 200, lines, hangs }: Reply) {
  const asked: { messages: unknown[]; tools?: unknown[] }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof asked)[number])
      response.writeHead(status, { 'content-type': 'text/event-stream' })
      for (const line of lines) response.write(line)
      if (!hangs) response.end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const model = openOpenAiChat({ baseUrl: `http://127.0.0.1:${port}/v1`, model: 'm' })
  return {
    asked,
    model,
    async [Symbol.asyncDispose]() {
      await model.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

const delta = (value: object) => `data: ${JSON.stringify({ choices: [{ delta: value }] })}\n\n`
const hello: readonly ChatMessage[] = [{ role: 'user', text: 'Hello' }]
const never = () => new AbortController().signal

async function partsOf(parts: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
  const all: ChatPart[] = []
  for await (const part of parts) all.push(part)
  return all
}

test('text comes in the pieces the server sends, even when they are cut inside a line', async () => {
  const line = delta({ content: 'Good morning' })
  await using service = await serviceThatSays({
    lines: [line.slice(0, 12), line.slice(12), delta({ content: '.' }), 'data: [DONE]\n\n'],
  })
  const turn = { messages: hello, tools: [], signal: never() }
  expect(await partsOf(service.model.reply(turn))).toEqual([
    { type: 'text', text: 'Good morning' },
    { type: 'text', text: '.' },
  ])
})

test('a call of a tool is told once, whole', async () => {
  const piece = (index: number, value: object) => delta({ tool_calls: [{ index, ...value }] })
  await using service = await serviceThatSays({
    lines: [
      piece(0, { id: 'a', function: { name: 'look_up', arguments: '{"or' } }),
      piece(1, { id: 'b', function: { name: 'now' } }),
      piece(0, { function: { arguments: 'der":7}' } }),
    ],
  })
  const turn = { messages: hello, tools: [], signal: never() }
  expect(await partsOf(service.model.reply(turn))).toEqual([
    { type: 'tool-call', callId: 'a', name: 'look_up', arguments: '{"order":7}' },
    { type: 'tool-call', callId: 'b', name: 'now', arguments: '{}' },
  ])
})

test('a call without a result is not told to the model: servers refuse such a history', async () => {
  await using service = await serviceThatSays({ lines: [] })
  const call = { role: 'tool-call', name: 'look_up', arguments: '{}' } as const
  const messages: ChatMessage[] = [
    ...hello,
    { ...call, callId: 'lost' },
    { ...call, callId: 'kept' },
    { role: 'tool-result', callId: 'kept', name: 'look_up', text: '1', isError: false },
  ]
  await partsOf(service.model.reply({ messages, tools: [], signal: never() }))
  expect(JSON.stringify(service.asked[0]?.messages)).not.toContain('lost')
  expect(service.asked[0]?.messages).toHaveLength(3)
})

test('a server that refuses is told with its status, and whether another try can help', async () => {
  await using busy = await serviceThatSays({ status: 503, lines: ['full'] })
  const turn = { messages: hello, tools: [], signal: never() }
  await expect(partsOf(busy.model.reply(turn))).rejects.toMatchObject({ retryable: true })
  await using closed = await serviceThatSays({ status: 401, lines: ['no key'] })
  await expect(partsOf(closed.model.reply(turn))).rejects.toMatchObject({ retryable: false })
})

test('a signal ends an answer in the middle, with its reason', async () => {
  await using service = await serviceThatSays({ lines: [delta({ content: 'One' })], hangs: true })
  const stop = new AbortController()
  const reply = service.model.reply({ messages: hello, tools: [], signal: stop.signal })
  const parts = reply[Symbol.asyncIterator]()
  expect((await parts.next()).value).toEqual({ type: 'text', text: 'One' })
  stop.abort(new Error('interrupted'))
  await expect(parts.next()).rejects.toThrow('interrupted')
})

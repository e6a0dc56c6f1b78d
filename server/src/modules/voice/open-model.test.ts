import { expect, test } from 'vitest'
import { openPageClient } from '../../../test/page-client.ts'
import { type AskedMessage, startStreamingModel } from '../../../test/streaming-model.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker, someSpeech } from '../../../test/voice-ears.ts'
import { openLanguageModel } from '../../providers/llm/index.ts'

async function connect(app: TestApp, agentId: string, start: object = {}) {
  const address = `${app.baseUrl.replace('http', 'ws')}/v1/voice-agents/stream`
  return openPageClient(`${address}?api_key=${app.owner.apiKey}`, { agentId, ...start })
}

const lastOf = (messages: readonly AskedMessage[]) => messages.at(-1) ?? { role: '', content: '' }

type Row = { readonly outcome: string; readonly tokens: string; readonly status: string }

async function findCall({ db }: TestApp): Promise<Row | undefined> {
  const { rows } = await db.pool.query<Row>('select outcome, tokens, status from agent_call')
  return rows[0]
}

test('a language model greets, uses a tool of the page, ends the call and fills in the outcome', async () => {
  await using model = await startStreamingModel((messages, isStreamed) => {
    if (!isStreamed) return { json: { city: 'Lyon', mood: 'good', unknown: 1 } }
    const { role, content } = lastOf(messages)
    if (role === 'tool') return { text: `It is ${content} there.` }
    if (role === 'user' && content?.includes('weather')) {
      return { tool: 'get_weather', given: { city: 'Lyon' } }
    }
    if (role === 'user') return { tool: 'end_call', given: { farewell: 'Goodbye from the model.' } }
    return { text: 'Hello, I am a model.' }
  })
  const llm = openLanguageModel({
    llmBaseUrl: model.environment.LLM_BASE_URL,
    llmApiKey: undefined,
    llmModel: 'scripted',
  })
  await using app = await startTestApp({
    environment: model.environment,
    ...(llm && { llm }),
    stt: earsThatHear('What is the weather in Lyon?', 'That is all.'),
  })
  const agent = await makeTalker(app, {
    conversation: {
      greetingMessage: 'Say hello to {{name}}.',
      greetingMessageType: 'PROMPT',
      preamble: 'You work for Acme.',
    },
    callSettings: { smartCallEnd: true },
    outcomeResponseShape: { city: 'string', mood: { enum: ['good', 'bad'] }, price: 'number' },
  })
  await using page = await connect(app, agent.id, {
    params: { name: 'Ada' },
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Tells the weather.',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
        },
      },
    ],
  })
  expect(await page.until('answer')).toMatchObject([{ text: 'Hello, I am a model.' }])
  expect(JSON.stringify(model.asked[0])).toContain('You work for Acme.')
  expect(JSON.stringify(model.asked[0])).toContain('Say hello to Ada.')
  expect(model.tools[0]).toEqual(
    expect.arrayContaining(['get_weather', 'search_knowledge', 'end_call']),
  )
  await page.speak(await someSpeech(), 1_500)
  const [use] = await page.until('tool')
  expect(use).toMatchObject({ name: 'get_weather', arguments: { city: 'Lyon' } })
  page.send({ type: 'tool_result', id: use?.['id'], result: 'sunny' })
  await page.until('answer', 2)
  expect(page.of('answer').at(-1)).toMatchObject({ text: 'It is sunny there.' })
  await page.speak(await someSpeech(), 1_500)
  expect(await page.until('ended')).toMatchObject([{ reason: 'agent_hangup' }])
  expect(page.of('answer').at(-1)).toMatchObject({ text: 'Goodbye from the model.' })
  await expect.poll(() => findCall(app), { timeout: 10_000 }).toMatchObject({ status: 'COMPLETED' })
  const { outcome, tokens } = (await findCall(app)) ?? {}
  expect(JSON.parse(outcome ?? '{}')).toEqual({ city: 'Lyon', mood: 'good', price: null })
  expect(Number(tokens)).toBeGreaterThan(300)
  await llm?.close()
}, 60_000)

test('an agent may bring its own model, and one that may not end the call cannot', async () => {
  await using model = await startStreamingModel(() => ({ text: 'Hello from my own model.' }))
  await using app = await startTestApp({ environment: { OUTBOUND_ALLOW: '127.0.0.1' } })
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Greet the caller.', greetingMessageType: 'PROMPT' },
    llm: { provider: 'Custom', model: 'own', baseUrl: model.environment.LLM_BASE_URL },
  })
  await using page = await connect(app, agent.id)
  expect(await page.until('answer')).toMatchObject([{ text: 'Hello from my own model.' }])
  expect(model.tools[0]).not.toContain('end_call')
  expect(JSON.stringify(model.asked[0])).not.toContain('end_call')
  page.send({ type: 'end' })
  await page.until('ended')
}, 60_000)

test('a tool that fails is told to the model, and the call goes on', async () => {
  await using model = await startStreamingModel((messages) => {
    const { role, content } = lastOf(messages)
    if (role === 'tool') return { text: `I could not: ${content}` }
    return role === 'user' ? { tool: 'look_up', given: {} } : { text: 'Hello.' }
  })
  await using app = await startTestApp({
    environment: model.environment,
    stt: earsThatHear('Look it up, please.'),
  })
  const agent = await makeTalker(app, {})
  await using page = await connect(app, agent.id, {
    tools: [{ type: 'function', function: { name: 'look_up', description: 'Looks it up.' } }],
  })
  await page.until('answer')
  await page.speak(await someSpeech(), 1_500)
  const [use] = await page.until('tool')
  page.send({ type: 'tool_result', id: use?.['id'], error: 'no network' })
  await page.until('answer', 2)
  expect(String(page.of('answer').at(-1)?.['text'])).toContain('no network')
  page.send({ type: 'end' })
  await page.until('ended')
  const { rows } = await app.db.pool.query<{ message: string }>(
    `select message from agent_call_log where category = 'TOOLS'`,
  )
  expect(rows.length).toBeGreaterThan(0)
}, 60_000)

test('a flow is walked by what is said, and its moves are in the log', async () => {
  await using app = await startTestApp({ stt: earsThatHear('Yes please.') })
  const always = { type: 'natural_language', prompt: 'The user agrees' }
  const agent = await makeTalker(app, {
    type: 'Flow Agent',
    workflow: {
      nodes: [
        {
          id: 'start',
          type: 'start',
          subType: 'conversation',
          isStart: true,
          messageType: 'static',
          message: 'May I ask you something?',
          transitions: [{ id: 't', targetNodeId: 'end', priority: 1, condition: always }],
        },
        { id: 'end', type: 'end_call', message: 'Thank you, that was all.' },
      ],
      edges: [],
    },
  })
  await using page = await connect(app, agent.id)
  expect(await page.until('answer')).toMatchObject([{ text: 'May I ask you something?' }])
  await page.speak(await someSpeech(), 1_500)
  expect(await page.until('ended')).toMatchObject([{ reason: 'agent_hangup' }])
  expect(page.of('answer').at(-1)).toMatchObject({ text: 'Thank you, that was all.' })
  const { rows } = await app.db.pool.query<{ message: string }>(
    `select message from agent_call_log where category = 'node_movement'`,
  )
  expect(rows).toHaveLength(2)
}, 60_000)

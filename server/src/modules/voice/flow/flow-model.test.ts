import { Workflow } from '@parley/contract'
import { expect, test } from 'vitest'
import type { ChatMessage, ChatModel, ChatPart } from '../../../providers/llm/index.ts'
import { fillTemplate, readFlow } from '../../flows/index.ts'
import { type FlowOptions, openFlowModel } from './flow-model.ts'
import { judgeByWords } from './judge-by-words.ts'

type Node = Record<string, unknown>

const to = (targetNodeId: string, condition: Node = { type: 'always' }, priority = 1) => ({
  id: `${targetNodeId}-${priority}`,
  targetNodeId,
  priority,
  condition,
})
const words = (prompt: string) => ({ type: 'natural_language', prompt })

/** Walks a flow with rules in place of a model, as a caller who says these lines. */
function walk(nodes: readonly Node[], more: Partial<FlowOptions> = {}) {
  const flow = readFlow(Workflow.parse({ nodes }))
  const logged: string[] = []
  let calls = 0
  const model = openFlowModel({
    flow,
    model: undefined,
    variables: { name: 'Ada' },
    fillTemplate,
    judge: async (prompts, messages) => {
      const last = messages.at(-1)
      return judgeByWords(last?.role === 'user' ? last.text : '', prompts)
    },
    extract: async () => ({}),
    toolOf: () => undefined,
    handOff: () => Promise.reject(new Error('nobody')),
    newId: () => `call-${++calls}`,
    log: (category, message, nodeId) => void logged.push(`${category} ${message} ${nodeId}`),
    endTool: 'end_call',
    transferTool: 'transfer_call',
    ...more,
  })
  const messages: ChatMessage[] = []
  const hear = async (message?: ChatMessage) => {
    if (message) messages.push(message)
    const parts: ChatPart[] = []
    const turn = { messages, tools: [], signal: new AbortController().signal }
    for await (const part of model.reply(turn)) parts.push(part)
    return parts.map((part) =>
      part.type === 'text'
        ? part.text.trim()
        : part.type === 'tool-call'
          ? `${part.name} ${part.arguments}`
          : '',
    )
  }
  const said = (text: string) => hear({ role: 'user', text })
  return { model, logged, hear, said }
}

const start = (transitions: readonly Node[], more: Node = {}) => ({
  id: 'start',
  type: 'start',
  subType: 'conversation',
  isStart: true,
  messageType: 'static',
  message: 'Hello {{name}}.',
  transitions,
  ...more,
})
const talk = (id: string, message: string, transitions: readonly Node[] = [], more: Node = {}) => ({
  id,
  type: 'conversation',
  messageType: 'static',
  message,
  transitions,
  ...more,
})

test('it greets, follows what was said in words, and ends with its last message', async () => {
  const { hear, said, logged } = walk([
    start([to('yes', words('The user is interested'), 1), to('no', words('The user declines'), 2)]),
    talk('yes', 'Great.', [to('bye', { type: 'after_user_reply' })]),
    { id: 'no', type: 'end_call', message: 'Goodbye.' },
    { id: 'bye', type: 'end_call', message: 'Thank you.' },
  ])
  expect(await hear()).toEqual(['Hello Ada.'])
  expect(await said('Yes, sure')).toEqual(['Great.'])
  expect(await said('anything')).toEqual(['end_call {"farewell":"Thank you."}'])
  expect(logged).toContain('node_movement Node moved bye')
})

test('variables are set, and equations and keys choose the way', async () => {
  const { hear, said, model } = walk([
    start([to('set', { type: 'dtmf', key: '1' }, 1), to('other', { type: 'dtmf', key: '2' }, 2)]),
    {
      id: 'set',
      type: 'set_local_variables',
      staticVariables: [{ name: 'tier', value: 'gold' }],
      transitions: [to('router', { type: 'auto' })],
    },
    {
      id: 'router',
      type: 'router',
      transitions: [
        to(
          'other',
          {
            type: 'structured_equation',
            logic: 'all',
            conditions: [{ variable: 'tier', operator: 'equals', value: 'silver' }],
          },
          1,
        ),
        to(
          'gold',
          {
            type: 'structured_equation',
            logic: 'all',
            conditions: [{ variable: 'tier', operator: 'equals', value: 'gold' }],
          },
          2,
        ),
      ],
    },
    talk('gold', 'You are {{tier}}.'),
    talk('other', 'Other.'),
  ])
  await hear()
  expect(await said('1')).toEqual(['You are gold.'])
  expect(model.variables()).toMatchObject({ tier: 'gold' })
})

test('a tool is used with what is known, and its answer leads on', async () => {
  const { hear, said } = walk(
    [
      start([to('look')]),
      {
        id: 'look',
        type: 'tool',
        message: 'One moment.',
        transitions: [
          to(
            'good',
            {
              type: 'structured_equation',
              logic: 'all',
              conditions: [{ variable: 'result.ok', operator: 'is_true' }],
            },
            1,
          ),
          to('bad', { type: 'always' }, 2),
        ],
      },
      talk('good', 'It is {{result.place}}.'),
      talk('bad', 'That did not work.'),
    ],
    {
      toolOf: () => ({ name: 'find', wanted: [{ name: 'name', type: 'string', prompt: '' }] }),
    },
  )
  await hear()
  expect(await said('Where is it?')).toEqual(['One moment.', 'find {"name":"Ada"}'])
  const result = { role: 'tool-result', callId: 'call-1', name: 'find', isError: false } as const
  expect(await hear({ ...result, text: '{"ok":true,"place":"Paris"}' })).toEqual(['It is Paris.'])
})

test('a global node is reached from everywhere and leads back', async () => {
  const { hear, said } = walk([
    start([to('next', { type: 'dtmf', key: '9' })]),
    talk('next', 'Next.'),
    talk('price', 'It costs ten.', [], {
      isGlobal: true,
      skipResponse: true,
      globalCondition: 'asks what the price is',
      globalReturnToSource: true,
    }),
  ])
  await hear()
  expect(await said('What is the price?')).toEqual(['It costs ten.', 'Hello Ada.'])
  expect(await said('9')).toEqual(['Next.'])
})

test('variables that a node wants to know are found in what was said', async () => {
  const { hear, said } = walk(
    [
      start([to('next')], {
        extractVariables: { enabled: true, variables: [{ name: 'city', type: 'string' }] },
      }),
      talk('next', 'So you are in {{city}}.'),
    ],
    { extract: async () => ({ city: 'Lyon' }) },
  )
  await hear()
  expect(await said('I live in Lyon')).toEqual(['So you are in Lyon.'])
})

test('another agent takes over and speaks from then on', async () => {
  const other: ChatModel = {
    name: 'other',
    model: 'other',
    isPure: false,
    async *reply() {
      yield { type: 'text', text: 'I am another.' }
    },
    async close() {},
  }
  const { hear, said } = walk(
    [
      start([to('hand')]),
      { id: 'hand', type: 'transfer_agent', agentId: 'x', transferMessage: 'Wait.' },
    ],
    { handOff: async () => other },
  )
  await hear()
  expect(await said('go on')).toEqual(['Wait.', 'I am another.'])
  expect(await said('still there?')).toEqual(['I am another.'])
})

test('a flow that goes round and round is cut off', async () => {
  const { hear } = walk([
    start([to('a', { type: 'auto' })], { skipResponse: true }),
    { id: 'a', type: 'router', transitions: [to('b', { type: 'auto' })] },
    { id: 'b', type: 'router', transitions: [to('a', { type: 'auto' })] },
  ])
  expect(await hear()).toEqual(['Hello Ada.'])
})

test('where nothing leads on, the node speaks again', async () => {
  const { hear, said } = walk([
    start([to('next', { type: 'dtmf', key: '1' })]),
    talk('next', 'Next.'),
  ])
  await hear()
  expect(await said('hm')).toEqual(['Hello Ada.'])
})

test('a transfer names its number', async () => {
  const { hear, said } = walk([
    start([to('hand')]),
    { id: 'hand', type: 'transfer_call', message: 'I connect you.', phoneNumber: '+442079460958' },
  ])
  await hear()
  expect(await said('a person please')).toEqual([
    'I connect you.',
    'transfer_call {"to":"+442079460958"}',
  ])
})

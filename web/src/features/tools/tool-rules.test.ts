import type { WebTool } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  argumentsOf,
  bodyOf,
  draftOf,
  emptyTool,
  mistakesIn,
  schemaOf,
  typedArgument,
} from './tool-rules.ts'

const tool: WebTool = {
  id: '1',
  persistentId: '1',
  version: 1,
  name: 'Look up order',
  type: 'FUNCTION',
  userId: null,
  projectId: '2',
  isActive: true,
  async: false,
  description: 'Finds an order.',
  collectionId: null,
  params: {
    type: 'object',
    properties: {
      order: { type: 'string', description: 'Its number', in: 'path', pattern: '^A' },
      deep: { type: ['string', 'null'] },
    },
    required: ['order'],
    additionalProperties: false,
  },
  messages: [
    { type: 'request_start', content: 'One moment.' },
    { type: 'OTHER', content: 'Kept.' },
  ],
  toolSettings: {
    serverUrl: 'https://shop.example/{order}',
    methodType: 'PUT',
    authToken: '***',
    authPrefix: null,
    auth: { type: 'bearer', username: null },
    timeOut: 7,
    timeout: 7_000,
    httpHeaders: { 'X-Shop': '***' },
    pathParameters: {},
    queryParameters: { lang: 'en' },
    body: { a: 1 },
    responsePath: null,
    extract: {},
    maxResponseBytes: 1,
    retries: 0,
    idempotencyHeader: null,
  },
  createdAt: '',
  updatedAt: '',
}

test('a tool that is opened and saved stays as it is, its secrets too', () => {
  const body = bodyOf(draftOf(tool))
  expect(body).toMatchObject({
    name: 'Look up order',
    messages: [
      { type: 'REQUEST_START', content: 'One moment.' },
      { type: 'OTHER', content: 'Kept.' },
    ],
    toolSettings: {
      methodType: 'PUT',
      auth: { type: 'bearer', token: '***' },
      httpHeaders: { 'X-Shop': '***' },
      queryParameters: { lang: 'en' },
      body: { a: 1 },
      timeOut: 7,
      retries: 0,
    },
  })
  expect(body.params).toEqual(tool.params)
})

test('what is typed replaces a secret, and what is left empty keeps it', () => {
  const draft = { ...draftOf(tool), token: 'new' }
  const headers = draft.headers.map((header) => ({ ...header, value: 'also new' }))
  expect(bodyOf({ ...draft, headers }).toolSettings).toMatchObject({
    auth: { token: 'new' },
    httpHeaders: { 'X-Shop': 'also new' },
  })
})

test('a server of MCP says itself what its tools take', () => {
  const draft = {
    ...emptyTool('MCP'),
    name: 'n',
    description: 'd',
    serverUrl: 'https://mcp.example',
  }
  const { params, toolSettings, ...rest } = bodyOf(draft)
  expect(params).toBeUndefined()
  expect(rest).not.toHaveProperty('async')
  expect(toolSettings).not.toHaveProperty('methodType')
})

test('arguments without a name are none', () => {
  const nameless = {
    name: ' ',
    type: 'string',
    description: '',
    isRequired: true,
    place: '',
    more: {},
  }
  expect(schemaOf({ args: [nameless], schema: {} })).toEqual({ type: 'object', properties: {} })
  expect(argumentsOf(null)).toEqual({ args: [], schema: {} })
})

test('what is missing or no JSON is told before anything is sent', () => {
  expect(mistakesIn({ ...emptyTool('FUNCTION'), body: '{' })).toEqual([
    'name',
    'description',
    'serverUrl',
    'body',
  ])
  expect(mistakesIn(draftOf(tool))).toEqual([])
})

test.each([
  ['string', '12', '12'],
  ['integer', '12', 12],
  ['boolean', 'true', true],
  ['array', '["a"]', ['a']],
  ['number', 'twelve', 'twelve'],
])('an argument of the type %s is typed as %s', (type, text, value) => {
  expect(typedArgument(type, text)).toEqual(value)
})

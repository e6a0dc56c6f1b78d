import { expect, test } from 'vitest'
import { composeRequest, exampleOf, hasNameInOrigin, type RequestPlan } from './request-rules.ts'

const plan: RequestPlan = {
  serverUrl: 'https://shop.example/orders/{order}',
  method: 'POST',
  pathParameters: {},
  queryParameters: {},
  headers: {},
  places: {},
}
const post = { ...plan, serverUrl: 'https://shop.example/orders' }
const get = { ...post, method: 'GET' } as const

type Row = [string, RequestPlan, Record<string, unknown>, object]
const rows: Row[] = [
  [
    'what the address names goes into it, the rest into the body',
    plan,
    { order: 'A/1', note: 'x' },
    { url: 'https://shop.example/orders/A%2F1', body: '{"note":"x"}' },
  ],
  [
    'arguments of GET go into the query, lists several times',
    get,
    { a: 1, list: ['x', 'y'], deep: { b: 2 } },
    {
      url: 'https://shop.example/orders?a=1&list=x&list=y&deep=%7B%22b%22%3A2%7D',
      body: undefined,
    },
  ],
  [
    'arguments go where they are placed',
    { ...post, places: { q: 'query', 'X-Shop': 'header', note: 'body' } },
    { q: 'a b', 'X-Shop': 7, note: null },
    {
      url: 'https://shop.example/orders?q=a+b',
      headers: { 'X-Shop': '7' },
      body: '{"note":null}',
    },
  ],
  [
    'templates take arguments and variables, and what they took goes nowhere else',
    {
      ...post,
      headers: { 'X-Caller': '{{ user_number }}', 'X-Order': 'order {{order}}' },
      queryParameters: { day: '{{current_date}}' },
      body: { order: '{{order}}', text: 'No. {{order}}', fixed: true, list: ['{{missing}}'] },
    },
    { order: 7, extra: 'e' },
    {
      url: 'https://shop.example/orders?day=today',
      headers: { 'X-Caller': '+44', 'X-Order': 'order 7' },
      body: '{"order":7,"text":"No. 7","fixed":true,"list":[null],"extra":"e"}',
    },
  ],
  [
    'variables that nothing names are not sent',
    post,
    {},
    { url: 'https://shop.example/orders', body: '{}' },
  ],
  [
    'path parameters may be constants or templates',
    {
      ...plan,
      serverUrl: 'https://shop.example/{tenant}/orders/{{order}}',
      pathParameters: { tenant: 'acme', order: '{{number}}' },
    },
    { number: 7 },
    { url: 'https://shop.example/acme/orders/7', body: '{}' },
  ],
  [
    'DELETE has no body unless something is placed there',
    { ...plan, method: 'DELETE' },
    { order: '1', reason: 'r' },
    { url: 'https://shop.example/orders/1?reason=r', body: undefined },
  ],
  [
    'a body that is text is sent as it is',
    { ...post, body: 'hi {{name}}' },
    { name: 'Ann' },
    { body: 'hi Ann' },
  ],
]

test.each(rows)('%s', (_, given, args, expected) => {
  const variables = { user_number: '+44', current_date: 'today' }
  expect(composeRequest(given, args, variables)).toMatchObject(expected)
})

test.each([
  [{}, "The address needs a value for 'order'."],
  [{ order: '' }, "The address needs a value for 'order'."],
  [{ order: '..' }, "'..' cannot be part of an address."],
  [{ order: '.' }, "'.' cannot be part of an address."],
])('an address cannot be made with %j', (args, problem) => {
  expect(composeRequest(plan, args)).toEqual({ problem })
})

test('an argument cannot leave its part of the address', () => {
  const attempts = ['../admin', '..%2fadmin', 'a?x=1#y', '@evil.example', '\\..\\', 'a\r\nb']
  for (const order of attempts) {
    const composed = composeRequest(plan, { order })
    if ('problem' in composed) throw new Error(composed.problem)
    const url = new URL(composed.url)
    expect(url.origin).toBe('https://shop.example')
    expect(url.pathname.split('/')).toHaveLength(3)
    expect(url.search + url.hash).toBe('')
  }
})

test('names such as those of every object are nothing special', () => {
  const composed = composeRequest({ ...post, headers: { a: '{{constructor}}' } }, {})
  expect(composed).toMatchObject({ headers: { a: '' } })
})

test.each([
  ['https://{host}/x', true],
  ['https://a.example:{port}/', true],
  ['https://{{tenant}}.example', true],
  ['https://a.example/{x}?y={y}', false],
])('whether %s names its server by an argument', (url, expected) => {
  expect(hasNameInOrigin(url)).toBe(expected)
})

test('an address can be judged before there are arguments', () => {
  expect(exampleOf('https://a.example/{x}/{{ y }}?z={z}')).toBe('https://a.example/x/x?z=x')
})

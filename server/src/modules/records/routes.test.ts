import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { least, make, nobody, paths, resourceNames, rowsOf } from '../../../test/crm.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

type Raw = {
  readonly method: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** A request exactly as written: fetch would mend or refuse some of these. */
async function send(app: TestApp, { method, path, headers = {}, body }: Raw) {
  const reply = await new Promise<{ status: number; headers: object; text: string }>(
    (resolve, reject) => {
      const sent = request(
        app.baseUrl + path,
        { method, headers: { 'x-api-key': app.owner.apiKey, ...headers } },
        (answer) => {
          text(answer).then(
            (all) =>
              resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: all }),
            reject,
          )
        },
      )
      sent.on('error', reject)
      sent.end(body)
    },
  )
  return { ...reply, body: reply.text === '' ? undefined : (JSON.parse(reply.text) as unknown) }
}

const json = { 'content-type': 'application/json' }

describe.each(resourceNames)('%s over HTTP', (resource) => {
  const path = paths[resource]

  test('refuse other methods with those there are, in the envelope', async () => {
    await using app = await startTestApp()
    const table: [string, string, string][] = [
      ['DELETE', path, 'GET, HEAD, POST'],
      ['PUT', path, 'GET, HEAD, POST'],
      ['PATCH', path, 'GET, HEAD, POST'],
      ['POST', `${path}/${nobody}`, 'DELETE, GET, HEAD, PATCH, PUT'],
      ['GET', `${path}/batch`, 'POST'],
      ['GET', `${path}/${nobody}/restore`, 'POST'],
    ]
    for (const [method, url, allow] of table) {
      const reply = await app.call(method, url)
      expect(reply, `${method} ${url}`).toMatchObject({
        status: 405,
        body: { data: null, code: 'METHOD_NOT_ALLOWED' },
      })
      expect(reply.headers.get('allow')).toBe(allow)
    }
  })

  test('refuse bodies that are no JSON object', async () => {
    await using app = await startTestApp()
    const refusal = (status: number, code: string) => ({ status, body: { data: null, code } })
    const post = (body: string | Buffer, headers: Record<string, string> = json) =>
      send(app, { method: 'POST', path, body, headers })
    const bad = refusal(400, 'INVALID_JSON')
    for (const body of [
      '{',
      '{"a":1,}',
      "{'a':1}",
      'first_name=Ada',
      '{"a":1}{}',
      '\ufeff{',
      'NaN',
    ]) {
      expect(await post(body), body).toMatchObject(bad)
    }
    expect(await post('{"__proto__":{"x":1}}')).toMatchObject(bad)
    const wrong = refusal(400, 'VALIDATION_ERROR')
    for (const body of ['[]', '"text"', '5', 'null', 'true', '', '   ', '{}']) {
      expect(await post(body), body).toMatchObject(wrong)
    }
    const body = JSON.stringify(least[resource]())
    const unsupported = refusal(415, 'UNSUPPORTED_MEDIA_TYPE')
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) {
      expect(await post(body, { 'content-type': type }), type).toMatchObject(unsupported)
    }
    expect(await post(body, {})).toMatchObject(unsupported)
    const padded = JSON.stringify({ ...least[resource](), padding: 'x'.repeat(1_048_577) })
    expect(await post(padded)).toMatchObject(refusal(413, 'PAYLOAD_TOO_LARGE'))
    expect(await rowsOf(app, resource)).toEqual([])
    const charset = { 'content-type': 'application/json; charset=utf-8' }
    expect(await post(body, charset)).toMatchObject({ status: 201 })
  })
})

test('bodies of DELETE and GET may be announced as JSON without being there', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'contacts')
  const headers = { ...json, 'content-length': '0' }
  const path = `${paths.contacts}/${id}`
  expect((await send(app, { method: 'GET', path, headers: json })).status).toBe(200)
  expect((await send(app, { method: 'DELETE', path, headers })).status).toBe(200)
})

test('paths that do not exist answer 404 in the envelope', async () => {
  await using app = await startTestApp()
  for (const path of [
    '/functions/v1/api-v1-leads',
    `${paths.contacts}/${nobody}/nothing`,
    `${paths.contacts}x`,
    '/functions/v1/',
  ]) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect(await app.call(method, path), `${method} ${path}`).toMatchObject({
        status: 404,
        body: { data: null, code: 'ROUTE_NOT_FOUND' },
      })
    }
  }
  for (const path of [`${paths.contacts}/%E0%A4%A`, `${paths.contacts}/%`]) {
    const reply = await send(app, { method: 'GET', path })
    expect(reply.status, path).toBeGreaterThanOrEqual(400)
    expect(reply.status, path).toBeLessThan(500)
    expect(reply.body).toMatchObject({ data: null, error: expect.any(String) })
  }
})

test('HEAD answers as GET does, without the body', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'contacts')
  for (const [path, status] of [
    [paths.contacts, 200],
    [`${paths.contacts}/${id}`, 200],
    [`${paths.contacts}/${nobody}`, 404],
    [`${paths.contacts}?limit=x`, 400],
  ] as const) {
    const reply = await send(app, { method: 'HEAD', path })
    expect(reply, path).toMatchObject({ status, text: '' })
  }
  const unknown = await app.call('HEAD', paths.contacts, { key: null })
  expect(unknown.status).toBe(401)
})

test('bytes of a query that are no UTF-8 are refused or ignored, never an error of the server', async () => {
  await using app = await startTestApp()
  await make(app, 'contacts')
  for (const query of [
    'search=%FF',
    'search=%ED%A0%80',
    'search=%00',
    'search=%',
    'email=%C3%28',
    '%00=1',
    'created_at[%00]=1',
    'fields=%ED%A0%80',
    'cursor=%00',
    'company_id=%00',
    '__proto__=x',
    'constructor[gte]=1',
    `${'a=1&'.repeat(1_500)}`,
  ]) {
    const reply = await send(app, { method: 'GET', path: `${paths.contacts}?${query}` })
    expect([200, 400], query.slice(0, 40)).toContain(reply.status)
  }
  const unpaired = await send(app, {
    method: 'POST',
    path: paths.contacts,
    headers: json,
    body: '{"first_name":"\\ud800","email":"a@b.example"}',
  })
  expect(unpaired).toMatchObject({ status: 400, body: { details: { field: 'first_name' } } })
})

test('every reply has the limits of the key and the type of its body', async () => {
  await using app = await startTestApp()
  const reply = await app.call('GET', paths.contacts)
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(Number(reply.headers.get('x-ratelimit-limit'))).toBe(1000)
  expect(Number(reply.headers.get('x-ratelimit-remaining'))).toBe(999)
  expect(Number(reply.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000)
})

test('scopes decide what a key may do; a resource’s own scope is enough', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const { id } = await make(app, 'contacts')
  const path = `${paths.contacts}/${id}`
  const calls: [string, string, string][] = [
    ['read', 'GET', path],
    ['read', 'GET', paths.contacts],
    ['write', 'POST', paths.contacts],
    ['write', 'PUT', path],
    ['write', 'PATCH', path],
    ['write', 'POST', `${paths.contacts}/batch`],
    ['delete', 'POST', `${path}/restore`],
    ['delete', 'DELETE', path],
  ]
  for (const scope of ['read', 'write', 'delete', 'contacts:write', 'companies:write', 'admin']) {
    const key = await app.newKey({ workspaceId, userId, scopes: [scope] })
    for (const [needed, method, url] of calls) {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
      const { status } = await app.call(method, url, { key, ...body })
      const allowed = scope === 'admin' || scope === needed || scope === `contacts:${needed}`
      expect(status === 403, `${scope}: ${method} ${url} ${status}`).toBe(!allowed)
    }
    await app.call('POST', `${path}/restore`)
  }
})

import { expect, test } from 'vitest'
import { mountProbes } from '../../../test/probe.ts'
import { startTestApp } from '../../../test/test-app.ts'

const path = '/functions/v1/probe'
const shop = 'https://shop.example'

function preflight(origin: string) {
  return {
    key: null,
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-api-key,idempotency-key,content-type,authorization',
    },
  }
}

test('pages of a listed origin may send keys and read limits', async () => {
  const CORS_ORIGINS = `${shop}, http://localhost:5173`
  await using app = await startTestApp({ mount: mountProbes, environment: { CORS_ORIGINS } })
  const asked = await app.call('OPTIONS', path, preflight(shop))
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe(shop)
  const allowed = asked.headers.get('access-control-allow-headers')?.split(', ')
  expect(allowed).toEqual(
    expect.arrayContaining(['authorization', 'content-type', 'x-api-key', 'idempotency-key']),
  )
  expect(asked.headers.get('access-control-allow-methods')).toContain('PATCH')
  expect(asked.headers.get('access-control-allow-credentials'), 'keys, not cookies').toBeNull()

  const reply = await app.call('GET', path, { headers: { origin: shop } })
  expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, shop])
  expect(reply.headers.get('access-control-expose-headers')).toMatch(/x-request-id.*retry-after/)
  expect(reply.headers.get('vary')).toContain('Origin')

  const refused = await app.call('GET', path, { key: null, headers: { origin: shop } })
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, shop])
})

test('pages of other origins are not let in', async () => {
  await using app = await startTestApp({
    mount: mountProbes,
    environment: { CORS_ORIGINS: shop },
  })
  for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'null']) {
    const asked = await app.call('OPTIONS', path, preflight(origin))
    expect(asked.headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('with * any page may call', async () => {
  await using app = await startTestApp({ mount: mountProbes, environment: { CORS_ORIGINS: '*' } })
  const asked = await app.call('OPTIONS', path, preflight('https://any.example'))
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
})

test('unless configured only our own pages may call', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const asked = await app.call('OPTIONS', path, preflight(shop))
  expect(asked.headers.get('access-control-allow-origin')).toBeNull()
  const reply = await app.call('GET', path, { headers: { origin: shop } })
  expect(reply.headers.get('access-control-allow-origin')).toBeNull()
})

test.each([
  'https://shop.example/',
  'shop.example',
  'ftp://shop.example',
  'https://a.example;https://b.example',
])('the origin %s is a mistake that is told at start', async (CORS_ORIGINS) => {
  await expect(startTestApp({ environment: { CORS_ORIGINS } })).rejects.toThrow('CORS_ORIGINS')
})

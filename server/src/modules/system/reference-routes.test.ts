import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'

test('the OpenAPI document is served, and not sent again to who has it', async () => {
  await using app = await startTestApp()
  const first = await fetch(`${app.baseUrl}/openapi.json`)
  expect(first.status).toBe(200)
  expect(first.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await first.json()).toMatchObject({ openapi: '3.1.1', servers: [{ url: '/' }] })

  const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
  const second = await fetch(`${app.baseUrl}/openapi.json`, { headers })
  expect(second.status).toBe(304)
  expect(await second.text()).toBe('')
})

test('the OpenAPI document names the public address of the server', async () => {
  await using app = await startTestApp({
    environment: { PUBLIC_URL: 'https://parley.example.com/' },
  })
  const document = await (await fetch(`${app.baseUrl}/openapi.json`)).json()
  expect(document).toMatchObject({ servers: [{ url: 'https://parley.example.com' }] })
})

test('the reference is sent compressed or plain, as the browser can read it', async () => {
  await using app = await startTestApp()
  for (const [accepted, encoding] of [
    ['gzip, br', 'gzip'],
    ['identity', null],
  ] as const) {
    const reply = await fetch(`${app.baseUrl}/docs/reference.js`, {
      headers: { 'accept-encoding': accepted },
    })
    expect(reply.headers.get('content-encoding')).toBe(encoding)
    expect(reply.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    const script = await reply.text()
    expect(script.length).toBeGreaterThan(1_000_000)
    expect(script).toContain('createApiReference')
  }
})

test('the reference page lets the browser ask nobody but this server', async () => {
  await using app = await startTestApp()
  const reply = await fetch(`${app.baseUrl}/docs`)
  expect(reply.headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
  expect(await reply.text()).not.toMatch(/https?:\/\//)
})

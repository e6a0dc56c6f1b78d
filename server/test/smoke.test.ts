import { expect, test } from 'vitest'
import { startTestApp } from './test-app.ts'

test('a path that does not exist answers 404 in the envelope', async () => {
  await using app = await startTestApp()
  const reply = await fetch(`${app.baseUrl}/functions/v1/nothing`)
  expect(reply.status).toBe(404)
  expect(await reply.json()).toMatchObject({ data: null, code: 'ROUTE_NOT_FOUND' })
})

import { expect } from 'vitest'
import type { TestApp } from './test-app.ts'

/** Id of a new voice agent, of the first workspace unless a key of another one is given. */
export async function makeAgent(
  app: TestApp,
  body: Record<string, unknown> = {},
  key: string = app.owner.apiKey,
): Promise<string> {
  const made = await app.call('POST', '/v2/voice-agents', { key, body: { name: 'Ada', ...body } })
  expect(made).toMatchObject({ status: 200, body: { success: true } })
  return made.body.data.id as string
}

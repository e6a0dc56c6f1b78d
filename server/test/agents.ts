import { agentEndpoints, flatAgentEndpoints } from '@parley/contract'
import { expect } from 'vitest'
import type { z } from 'zod'
import type { TestApp } from './test-app.ts'

export const v1Agents = '/v1/voice-agents'
export const v2Agents = '/v2/voice-agents'
/** More than any test asks. */
export const patient = { STANDARD_REQUESTS_PER_MINUTE: '10000' }
/** An id of nothing. */
export const someId = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'

/** Sends, expects success, and holds the reply against the contract. */
export async function sendVoice<R extends z.ZodType>(
  app: TestApp,
  { method, reply }: { method: string; reply: R },
  path: string,
  body?: unknown,
) {
  const answer = await app.call(method, path, { body })
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
  return (reply.parse(answer.body) as { data: Record<string, unknown> }).data
}

export const createAgent = (app: TestApp, body: object) =>
  sendVoice(app, agentEndpoints.create, v2Agents, body)

export const createFlatAgent = (app: TestApp, body: object) =>
  sendVoice(app, flatAgentEndpoints.create, v1Agents, body)

export const getAgent = (app: TestApp, id: unknown) =>
  sendVoice(app, agentEndpoints.get, `${v2Agents}/${String(id)}`)

export const getFlatAgent = (app: TestApp, id: unknown) =>
  sendVoice(app, flatAgentEndpoints.get, `${v1Agents}/${String(id)}`)

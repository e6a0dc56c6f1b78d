import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dataOf, endpoint, listOf, pageOf, resultOf, VoicePageQuery } from '@parley/contract'
import { z } from 'zod'
import { type ClientOptions, createClientFor } from '../src/client.ts'
import { routesOf } from '../src/route.ts'
import { replyCheckOf } from '../src/validate.ts'

export const Thing = z.object({ id: z.string(), name: z.string(), size: z.number().nullable() })
const ById = z.object({ id: z.string() })
const common = { tag: 'Things', access: 'key' } as const
const voice = { ...common, envelope: 'voice' } as const

/** A resource of the usual kind, and one operation of an unusual kind. */
export const endpoints = {
  things: {
    list: endpoint({
      ...common,
      id: 'listThings',
      method: 'GET',
      path: '/v1/things',
      summary: 'List things',
      query: z.object({
        limit: z.coerce.number().default(50),
        search: z.string().optional(),
        cursor: z.string().optional(),
        fields: z.string().optional(),
      }),
      reply: listOf(Thing),
      sparseReply: listOf(Thing.partial()),
    }),
    get: endpoint({
      ...common,
      id: 'getThing',
      method: 'GET',
      path: '/v1/things/:id',
      summary: 'Get a thing',
      params: ById,
      query: z.object({ include: z.string().optional() }),
      reply: dataOf(Thing),
    }),
    create: endpoint({
      ...common,
      id: 'createThing',
      method: 'POST',
      path: '/v1/things',
      summary: 'Create a thing',
      body: Thing.pick({ name: true }),
      reply: dataOf(Thing),
      status: 201,
    }),
    replace: endpoint({
      ...common,
      id: 'replaceThing',
      method: 'PUT',
      path: '/v1/things/:id',
      summary: 'Replace a thing',
      params: ById,
      body: Thing.pick({ name: true }),
      reply: dataOf(Thing),
    }),
    move: endpoint({
      ...common,
      id: 'moveThing',
      method: 'PATCH',
      path: '/v1/things/:id/places/:place',
      summary: 'Move a thing',
      params: ById.extend({ place: z.string() }),
      reply: z.object({ data: Thing, error: z.null(), warnings: z.array(z.string()) }),
    }),
  },
  /** The same things in the envelope of the voice API. */
  voiceThings: {
    list: endpoint({
      ...voice,
      id: 'listVoiceThings',
      method: 'GET',
      path: '/v2/things',
      summary: 'List things',
      query: VoicePageQuery,
      reply: pageOf('things', Thing),
    }),
    get: endpoint({
      ...voice,
      id: 'getVoiceThing',
      method: 'GET',
      path: '/v2/things/:id',
      summary: 'Get a thing',
      params: ById,
      reply: resultOf(Thing),
      errors: ['AGENT_NOT_FOUND'],
    }),
    search: endpoint({
      ...voice,
      id: 'searchVoiceThings',
      method: 'POST',
      path: '/v2/things/search',
      summary: 'Search things',
      body: z.object({ take: z.number().optional(), skip: z.number().optional(), q: z.string() }),
      reply: pageOf('things', Thing),
    }),
    short: endpoint({
      ...voice,
      id: 'listShortVoiceThings',
      method: 'GET',
      path: '/v2/things/short',
      summary: 'List things in short',
      query: z.object({ page: z.coerce.number().default(1), perPage: z.coerce.number().default(9) }),
      reply: pageOf('things', Thing),
    }),
    send: endpoint({
      ...voice,
      id: 'sendVoiceThing',
      method: 'POST',
      path: '/v2/things/:id/parts',
      summary: 'Send a part of a thing',
      params: ById,
      body: z.object({ csv: z.string() }),
      form: z.object({ mapping: z.string().optional() }),
      reply: resultOf(Thing),
    }),
    export: endpoint({
      ...voice,
      id: 'exportVoiceThings',
      method: 'GET',
      path: '/v2/things/export',
      summary: 'Export things',
      query: z.object({ year: z.string().optional() }),
      reply: resultOf(Thing),
      files: ['text/csv'],
    }),
  },
}

export const ada = { id: '7', name: 'Ada', size: null }
export const one = { data: ada, error: null }

export type Answer = {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  /** Sent instead of the JSON. */
  text?: string
  /** `never`: no answer at all; `reset`: the connection is torn. */
  fault?: 'never' | 'reset'
}

/** A server that gives its answers one after the other, and remembers what it was asked. */
export async function startServer(
  answers: readonly Answer[],
  { checked = true, ...options }: Partial<ClientOptions> & { checked?: boolean } = {},
) {
  const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] =
    []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const answer = answers[seen.length] ?? {}
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body,
      })
      respond(response, answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  return {
    baseUrl,
    seen,
    client: createClientFor<typeof endpoints>(
      routesOf(endpoints),
      { baseUrl, apiKey: 'sk_test', ...options },
      checked ? replyCheckOf(endpoints) : undefined,
    ),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function respond(response: ServerResponse, answer: Answer): void {
  if (answer.fault === 'never') return
  if (answer.fault === 'reset') {
    response.socket?.destroy()
    return
  }
  response.writeHead(answer.status ?? 200, {
    'content-type': 'application/json; charset=utf-8',
    ...answer.headers,
  })
  response.end(answer.text ?? JSON.stringify(answer.json))
}

export function refusal(code: string) {
  return { data: null, error: `No: ${code}.`, code }
}

export function page(names: string[], nextCursor: string | null) {
  return {
    data: names.map((name) => ({ ...ada, name })),
    error: null,
    count: 3,
    pagination: {
      limit: 2,
      offset: 0,
      total: 3,
      hasMore: nextCursor !== null,
      page: 1,
      totalPages: 2,
      nextCursor,
    },
  }
}

/** A success of the voice API. */
export function result(data: unknown) {
  return { success: true, message: 'Done.', messageKey: 'OPERATION_SUCCESSFUL', data }
}

/** A page of the voice API; its rows are told apart by their names. */
export function voicePage(names: string[], filtered: number) {
  return result({ total: 9, filtered, things: names.map((name) => ({ ...ada, name })) })
}

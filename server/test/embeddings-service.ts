import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { openFakeEmbeddings } from '../src/providers/embeddings/fake.ts'

const Body = z.strictObject({
  model: z.string(),
  input: z.array(z.string().min(1)).min(1),
  encoding_format: z.literal('float'),
})

export type ServiceAnswer = { readonly status: number; readonly body: string } | 'hang' | undefined

/** A server with OpenAI's endpoint for embeddings; its vectors compare words. */
export async function startEmbeddingsService(
  /** Answers that come first, in order; undefined is a real one. */
  first: ServiceAnswer[] = [],
) {
  const fake = openFakeEmbeddings()
  const asked: { authorization: string | undefined; model: string; texts: readonly string[] }[] = []
  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status, body }) => response.writeHead(status).end(body),
      (error: unknown) => response.writeHead(400).end(String(error)),
    )
  })

  async function answer(request: IncomingMessage) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { model, input } = Body.parse(JSON.parse(Buffer.concat(chunks).toString()))
    asked.push({ authorization: request.headers.authorization, model, texts: input })
    const given = first.shift()
    if (given === 'hang') await new Promise(() => {})
    if (given && given !== 'hang') return given
    if (request.url !== '/v1/embeddings') return { status: 404, body: '{}' }
    const vectors = await fake.embed(input)
    // Any scale, and any order: both are the client's to put right.
    const data = vectors
      .map((vector, index) => ({ index, embedding: [...vector].map((value) => value * 3) }))
      .toReversed()
    return { status: 200, body: JSON.stringify({ object: 'list', model, data }) }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type AskedMessage = {
  readonly role: string
  readonly content: string | null
  readonly tool_calls?: readonly unknown[]
}

type Said =
  | { readonly text: string }
  | { readonly tool: string; readonly given: object }
  /** Of a question that wants an object. */
  | { readonly json: object }

/** A language model of OpenAI's protocol, streamed where that is asked for; the function says what. */
export async function startStreamingModel(
  say: (messages: readonly AskedMessage[], isStreamed: boolean) => Said,
) {
  const asked: (readonly AskedMessage[])[] = []
  const tools: string[][] = []
  let calls = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        messages: AskedMessage[]
        stream?: boolean
        tools?: { function: { name: string } }[]
      }
      asked.push(body.messages)
      tools.push((body.tools ?? []).map((tool) => tool.function.name))
      const said = say(body.messages, body.stream === true)
      if (!body.stream) {
        const content = 'json' in said ? JSON.stringify(said.json) : 'text' in said ? said.text : ''
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ choices: [{ message: { content } }] }))
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const send = (delta: object) =>
        response.write(`data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`)
      if ('text' in said) for (const word of said.text.split(/(?<= )/)) send({ content: word })
      if ('tool' in said) {
        calls += 1
        const called = { name: said.tool, arguments: JSON.stringify(said.given) }
        send({ tool_calls: [{ index: 0, id: `call-${calls}`, function: called }] })
      }
      response.write('data: {"usage":{"prompt_tokens":100,"completion_tokens":10}}\n\n')
      response.end('data: [DONE]\n\n')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    environment: { LLM_BASE_URL: `http://127.0.0.1:${port}/v1`, LLM_MODEL: 'scripted' },
    asked,
    tools,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

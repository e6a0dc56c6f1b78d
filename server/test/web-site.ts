import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = string | ((response: ServerResponse, request: IncomingMessage) => void)
export type Pages = Readonly<Record<string, Answer>>

/** Somebody's web site on this machine. What it does not have answers 404. */
export async function startWebSite(pages: Pages = {}) {
  const asked: string[] = []
  let serving = pages
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const answer = serving[path]
    if (answer === undefined) response.writeHead(404).end('nothing')
    else if (typeof answer === 'function') answer(response, request)
    else response.setHeader('content-type', 'text/html').end(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Paths in the order they were asked for. */
    asked,
    serve(next: Pages) {
      serving = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

export const redirectTo =
  (location: string, status = 302): Answer =>
  (response) =>
    response.writeHead(status, { location }).end()

export const refuse =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end('no')

export const page = (title: string, text: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`

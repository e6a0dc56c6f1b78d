import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { allowPages } from '../src/platform/http/pages.ts'
import { answerRefusals } from '../src/platform/http/refusals.ts'
import { dashboardRoutes } from '../src/modules/dashboard/routes.ts'

const script = 'console.log("Parley")'
const html = { accept: 'text/html,application/xhtml+xml' }

/** A server with one endpoint and a dashboard of one page and one script. */
async function makeServer({ built = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-dashboard-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  if (built) {
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<meta name="csp-nonce" content="__NONCE__">')
    await writeFile(join(folder, 'assets/main-x1.js'), script)
    await writeFile(join(folder, 'assets/main-x1.js.br'), brotliCompressSync(script))
    await writeFile(join(folder, 'assets/main-x1.js.gz'), gzipSync(script))
    await writeFile(join(folder, 'secret.js'), 'no')
  }
  const http = Fastify()
  onTestFinished(() => http.close())
  allowPages(http)
  answerRefusals(http)
  http.get('/functions/v1/things', async () => ({ data: [] }))
  dashboardRoutes(http, { folder })
  return http
}

test.each(['/', '/contacts', '/contacts/0199', '/api-testing?tag=Deals'])(
  'a browser gets the page at %s',
  async (url) => {
    const http = await makeServer()
    const reply = await http.inject({ url, headers: html })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(reply.headers['cache-control']).toBe('no-store')
  },
)

test.each(['/functions', '/functions/v1/typo', '/assets/nothing.js', '/favicon.ico'])(
  'a browser gets no page in place of %s',
  async (url) => {
    const http = await makeServer()
    const reply = await http.inject({ url, headers: html })
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toMatchObject({ data: null, code: 'ROUTE_NOT_FOUND' })
  },
)

test('a program gets its refusal at addresses of pages, and so do other methods', async () => {
  const http = await makeServer()
  const program = await http.inject({ url: '/contacts' })
  const post = await http.inject({ method: 'POST', url: '/contacts', headers: html })
  expect([program.statusCode, post.statusCode]).toEqual([404, 404])
})

test('no page may run scripts of others or inline ones, and each has a nonce of its own', async () => {
  const http = await makeServer()
  const replies = await Promise.all([1, 2].map(() => http.inject({ url: '/', headers: html })))
  const nonces = replies.map(({ body, headers }) => {
    const [, nonce = ''] = /content="([^"]+)"/.exec(body) ?? []
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
    return nonce
  })
  expect(new Set(nonces).size).toBe(2)
})

test('pages may open the microphone and the sockets of their own address, and no others', async () => {
  const http = await makeServer()
  const headersAt = async (host: string) =>
    (await http.inject({ url: '/', headers: { ...html, host } })).headers
  const { 'content-security-policy': policy, 'permissions-policy': rights } =
    await headersAt('parley.example:8443')
  expect(policy).toContain("connect-src 'self' ws://parley.example:8443 wss://parley.example:8443;")
  expect(rights).toContain('microphone=(self)')
  const hostile = await headersAt("x; script-src 'unsafe-inline'")
  expect(hostile['content-security-policy']).toContain("connect-src 'self';")
})

test.each([
  ['br, gzip', 'br'],
  ['gzip, deflate', 'gzip'],
  ['', undefined],
])('files are kept for ever, and compressed as %j allows', async (accepted, encoding) => {
  const http = await makeServer()
  const reply = await http.inject({
    url: '/assets/main-x1.js',
    headers: { 'accept-encoding': accepted },
  })
  expect(reply.headers['content-encoding']).toBe(encoding)
  expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(reply.headers['content-type']).toBe('text/javascript; charset=utf-8')
})

test.each(['/assets/../secret.js', '/assets/..%2fsecret.js', '/assets/main-x1.js.br'])(
  'nothing but the files of the dashboard is answered: %s',
  async (url) => {
    const http = await makeServer()
    expect((await http.inject({ url })).statusCode).toBe(404)
  },
)

test('where no dashboard was built there is only the API', async () => {
  const http = await makeServer({ built: false })
  const reply = await http.inject({ url: '/', headers: html })
  expect(reply.statusCode).toBe(404)
})

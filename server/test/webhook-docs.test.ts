import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { startTestApp } from './test-app.ts'

// The programs of docs/webhooks.md, run as they stand there.

const secret = 'whsec_ZXhhbXBsZXMgb2YgdGhlIGRvY3VtZW50YXRpb24gcnVu'
const root = new URL('../../', import.meta.url).pathname

/** The programs of the page, by the heading each stands under. */
async function readPrograms(): Promise<Map<string, string>> {
  const page = await readFile(join(root, 'docs/webhooks.md'), 'utf8')
  const sections = page.split(/^#{2,3} /m).map((section) => {
    const [, program] = /```js\n([\s\S]*?)```/.exec(section) ?? []
    return [section.split('\n', 1)[0] ?? '', program] as const
  })
  return new Map(sections.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Inside of the repository, where its packages are found. */
async function run(name: string, environment: Record<string, string>) {
  const folder = join(root, '.cache', 'docs')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${name.toLowerCase().replaceAll(/\W+/g, '-')}-${process.pid}.mjs`)
  await writeFile(file, (await readPrograms()).get(name) ?? `throw new Error('no ${name}')`)
  const program = spawn(process.execPath, [file], { env: { ...process.env, ...environment } })
  let output = ''
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (part: Buffer) => {
      output += part.toString()
    })
  }
  return {
    program,
    output: () => output,
    async [Symbol.asyncDispose]() {
      await end(program)
      await rm(file)
    },
  }
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  program.kill()
  await once(program, 'exit')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const body = JSON.stringify({ event: 'company.created', data: { name: 'Grüße' }, id: 'e1' })

function signedHeaders(): Record<string, string> {
  const at = new Date()
  return {
    'content-type': 'application/json',
    'webhook-id': 'e1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('e1', at, body),
    'x-webhook-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
}

test.each(['Express', 'Fastify', 'Node alone', 'Without the SDK'])(
  'the receiver of the page believes us and nobody else: %s',
  async (name) => {
    const port = await freePort()
    await using running = await run(name, { PORT: String(port), WEBHOOK_SECRET: secret })
    const post = (text: string) =>
      fetch(`http://localhost:${port}/hook`, {
        method: 'POST',
        headers: signedHeaders(),
        body: text,
      }).then(
        ({ status }) => status,
        () => undefined,
      )
    const first = await eventually(
      () => post(body),
      (status) => status !== undefined || running.program.exitCode !== null,
      20_000,
    )
    expect(first, running.output()).toBe(204)
    expect(await post(body.replace('Grüße', 'Gruesse'))).toBe(401)
  },
)

test('the program of the page that catches up prints what happened', async () => {
  await using app = await startTestApp()
  await app.client.companies.create({ name: 'Lumen' })
  await using running = await run('Catching up', {
    PARLEY_URL: app.baseUrl,
    PARLEY_API_KEY: app.owner.apiKey,
  })
  await once(running.program, 'exit')
  expect(running.output()).toMatch(/^company\.created [0-9a-f-]{36}\n$/)
})

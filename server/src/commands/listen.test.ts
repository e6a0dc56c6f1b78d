import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { verifyWebhook } from '@parley/sdk'
import { expect, test } from 'vitest'
import { eventually } from '../../test/eventually.ts'
import { startReceiver } from '../../test/receiver.ts'
import { startTestApp } from '../../test/test-app.ts'
import { writeFirstRun } from '../first-run.ts'

const command = fileURLToPath(new URL('parley.ts', import.meta.url))

/** `npx parley …` with nothing in its environment but this. */
function run(parameters: readonly string[], environment: Record<string, string>) {
  const program = spawn(process.execPath, [command, ...parameters], {
    env: { PATH: process.env.PATH, ...environment },
  })
  let output = ''
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (part: Buffer) => {
      output += part.toString()
    })
  }
  return { program, output: () => output }
}

test('the server and the key of the first start are used, and Ctrl+C ends it', async () => {
  await using app = await startTestApp()
  await using receiver = await startReceiver()
  const { baseUrl, dataDir, owner } = app
  await mkdir(dataDir, { recursive: true })
  await writeFirstRun(dataDir, { ...owner, baseUrl, email: 'ada@example.com', password: 'secret' })
  const { program, output } = run(
    ['listen', '--forward', `${receiver.url}/hook`, '--events', 'company.*'],
    { DATA_DIR: dataDir },
  )
  await eventually(output, (text) => text.includes('Listening.'), 20_000)
  const [secret = ''] = /whsec_\S+/.exec(output()) ?? []

  await app.client.companies.create({ name: 'Lumen' })
  await eventually(
    () => receiver.received.length,
    (count) => count > 0,
  )
  const [got] = receiver.received
  const event = await verifyWebhook(got?.body ?? '', got?.headers ?? {}, secret)
  expect(event.event).toBe('company.created')
  await eventually(output, (text) => /company\.created .* 200 /.test(text))

  program.kill('SIGINT')
  const [code] = (await once(program, 'exit')) as [number | null]
  expect({ code, output: output() }).toMatchObject({ code: 0 })
})

test.each([
  [['listen'], '--forward'],
  [['listen', '--forward', 'http://127.0.0.1:9'], 'no API key'],
  [['listen', '--forward', 'http://127.0.0.1:9', '--unknown'], "Unknown option '--unknown'"],
  [['lisp'], 'Usage: npx parley listen'],
])('%j fails with a sentence: %s', async (parameters, sentence) => {
  const { program, output } = run(parameters, { DATA_DIR: '/nonexistent' })
  const [code] = (await once(program, 'exit')) as [number | null]
  expect(code).toBe(1)
  expect(output()).toContain(sentence)
})

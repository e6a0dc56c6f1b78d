import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { eventually } from './eventually.ts'
import { createTestDatabase, databaseAt } from './test-database.ts'
import { startProcess } from './server-process.ts'

/** A new cluster, twice, on a busy machine. */
const wholeStoryLimitMs = 90_000
/** What a user may expect of a stop. */
const stopLimitMs = 10_000

type FirstRun = { readonly baseUrl: string; readonly apiKey: string; readonly password: string }

test(
  'from the first start to a restored copy, one key and one contact',
  async () => {
    const folder = await makeFolder()
    const dataDir = join(folder, 'data')
    const first = start(dataDir)
    const ready = await untilReady(first)
    const file = join(dataDir, 'first-run.json')
    const run = JSON.parse(await readFile(file, 'utf8')) as FirstRun
    expect(Object.keys(run)).toEqual([
      'baseUrl',
      'email',
      'password',
      'apiKey',
      'workspaceId',
      'userId',
    ])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(dataDir, 'encryption.key'))).mode & 0o777).toBe(0o600)
    expect(run.baseUrl).toBe(ready)
    expect(first.said.out).toContain(run.password)
    expect(first.said.out).toContain(run.apiKey)
    // Models are fetched later, and nobody is to be surprised by it.
    const models = /silero-vad, moonshine-tiny, whisper-base, .* \(\d+ MB\) are fetched into (\S+)/
    expect(models.exec(first.said.out)?.[1]).toBe(join(dataDir, 'models'))

    // A request that is being sent when the signal comes is still answered.
    const slow = sendSlowly(run, { first_name: 'Ada', email: 'ada@example.com' })
    await slow.begun
    first.signal('SIGTERM')
    await first.printed(/Stopping: SIGTERM/)
    slow.finish()
    expect(await slow.status).toBe(201)
    const toldAt = performance.now()
    expect(await first.closed).toBe(0)
    expect(performance.now() - toldAt).toBeLessThan(stopLimitMs)

    await using second = start(dataDir)
    const again = { ...run, baseUrl: await untilReady(second) }
    expect(second.said.out).not.toContain(run.password)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ baseUrl: again.baseUrl })
    expect(await listEmails(again)).toEqual(['ada@example.com'])

    // Its database is killed: requests are refused politely for a moment, and then answered.
    const pidFile = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')
    process.kill(Number.parseInt(pidFile, 10), 'SIGKILL')
    const outcomes = await eventually(
      () => listEmails(again),
      (emails) => Array.isArray(emails),
    )
    expect(outcomes).toEqual(['ada@example.com'])

    // A backup of the running server, restored into another folder.
    const backup = join(folder, 'parley.backup')
    expect(await runCommand('backup', dataDir, backup)).toContain('Backed up')
    expect(await runCommand('restore', join(folder, 'copy'), backup)).toContain(
      'The backup was made with another encryption key.',
    )
    await using copy = start(join(folder, 'copy'))
    const copied = { ...run, baseUrl: await untilReady(copy) }
    expect(copy.said.out).not.toContain('shown once')
    expect(await listEmails(copied)).toEqual(['ada@example.com'])
  },
  wholeStoryLimitMs,
)

test('mistakes in the environment end the start with their sentences', async () => {
  await using server = startProcess('src/main.ts', { PORT: 'http', LOG_LEVEL: 'loud' })
  expect(await server.closed).toBe(1)
  expect(server.said.err).toBe(
    'PORT must be a whole number from 0 to 65535.\n' +
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.\n',
  )
})

test('a port in use ends the start with a sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const DATABASE_URL = await makeDatabase()
  await using server = startProcess('src/main.ts', {
    DATABASE_URL,
    DATA_DIR: await makeFolder(),
    PORT: String(port),
  })
  expect(await server.closed).toBe(1)
  expect(server.said.err).toBe(
    `Port ${port} of 127.0.0.1 is in use. Choose another one with PORT.\n`,
  )
})

test('a database that does not exist ends the start with a sentence', async () => {
  const DATABASE_URL = databaseAt(inject('databaseUrl'), 'no_such_database')
  await using server = startProcess('src/main.ts', { DATABASE_URL, DATA_DIR: await makeFolder() })
  expect(await server.closed).toBe(1)
  expect(server.said.err).toMatch(
    /^The database at .* cannot be used: database "no_such_database" does not exist\.\n$/,
  )
})

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-start-'))
  await chmod(folder, 0o711)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function makeDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase(inject('databaseUrl'))
  onTestFinished(drop)
  return url
}

function start(dataDir: string) {
  return startProcess('src/main.ts', { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' })
}

async function untilReady(server: ReturnType<typeof start>): Promise<string> {
  const [, address = ''] = await server.printed(/Address +(\S+)[^]*Ctrl-C/)
  return address
}

/** What the command printed. */
async function runCommand(name: 'backup' | 'restore', dataDir: string, file: string) {
  const environment = { DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
  await using command = startProcess(`src/commands/${name}.ts`, environment, [file])
  const code = await command.closed
  if (code !== 0) throw new Error(command.said.err)
  return command.said.out
}

/** Addresses of all contacts, or the status when the server refuses. */
async function listEmails({ baseUrl, apiKey }: FirstRun): Promise<string[] | number> {
  const reply = await fetch(`${baseUrl}/functions/v1/api-v1-contacts`, {
    headers: { 'x-api-key': apiKey },
  })
  if (reply.status !== 200) return reply.status
  const { data } = (await reply.json()) as { data: { email: string }[] }
  return data.map(({ email }) => email)
}

/** A request whose body comes in two parts, the second when told. */
function sendSlowly({ baseUrl, apiKey }: FirstRun, body: unknown) {
  const text = JSON.stringify(body)
  const call = request(`${baseUrl}/functions/v1/api-v1-contacts`, {
    method: 'POST',
    headers: {
      'x-api-key': apiKey,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      // Answered when the server has taken up the request.
      expect: '100-continue',
    },
  })
  call.flushHeaders()
  const begun = once(call, 'continue').then(() => call.write(text.slice(0, 10)))
  const status = once(call, 'response').then(([reply]) => (reply as IncomingMessage).statusCode)
  return { begun, status, finish: () => call.end(text.slice(10)) }
}

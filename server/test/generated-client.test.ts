import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@hey-api/openapi-ts'
import { allEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import { openApiDocument } from '../src/modules/system/index.ts'
import { program } from './generated-client-program.ts'
import { startMediaApp } from './media-jobs.ts'
import { startReceiver } from './receiver.ts'

const run = promisify(execFile)
const repository = resolve(import.meta.dirname, '../..')
/** Node and the compiler that the repository pins. */
const tools = { ...process.env, PATH: `${repository}/node_modules/.bin:${process.env.PATH ?? ''}` }

/** A folder with the client that a generator makes of the document, and a program upon it. */
async function generate() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-generated-'))
  const document = openApiDocument({ baseUrl: 'http://127.0.0.1:3000', version: '1.0.0' })
  await createClient({
    input: document,
    output: { path: join(folder, 'client'), module: { extension: '.ts' } },
    plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
    logs: { level: 'silent', file: false },
  })
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'program.ts'), program)
  await mkdir(join(folder, 'node_modules'))
  await symlink(join(repository, 'node_modules/@types'), join(folder, 'node_modules/@types'))
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('a client generated from the OpenAPI document compiles and works for the voice API', async () => {
  await using generated = await generate()
  await using receiver = await startReceiver((response) => void response.end('{"ok":true}'))
  await using app = await startMediaApp()
  const { folder } = generated
  const options = { cwd: folder, env: tools }
  const args = ['program.ts', app.baseUrl, app.owner.apiKey, `${app.media.url}/talk.wav`]
  const { stdout } = await run('node', [...args, receiver.url], options)
  const { functions, ...seen } = JSON.parse(stdout) as { functions: string[] }
  expect(seen).toEqual({
    agents: ['Reception', 1, 2],
    knowledge: ['Money back', 1, true],
    tools: [true, 1],
    numbers: [1, '+12025550123'],
    jobs: ['TRANSCRIPTION', 'CANCELLED', 2],
    campaigns: [1, 1, 3, 3, 'CANCELLED'],
    refusals: [404, true],
  })
  expect(allEndpoints.map(({ id }) => id).filter((id) => !functions.includes(id))).toEqual([])

  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023']
  const types = ['--lib', 'es2024,dom,dom.iterable', '--types', 'node', '--skipLibCheck']
  const compiled = await run(
    'tsc',
    [...strict, ...types, '--allowImportingTsExtensions', 'program.ts'],
    options,
  ).catch((error: unknown) => error as { stdout: string })
  expect(compiled.stdout).toBe('')
})

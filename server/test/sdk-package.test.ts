import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startTestApp } from './test-app.ts'

const run = promisify(execFile)
const repository = resolve(import.meta.dirname, '../..')
/** Node and the compiler that the repository pins. */
const tools = { ...process.env, PATH: `${repository}/node_modules/.bin:${process.env.PATH ?? ''}` }

const program = `
import { createClient, ParleyError } from '@parley/sdk'

const client = createClient({ baseUrl: process.argv[2] ?? '', apiKey: process.argv[3] ?? '' })
const contact = await client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
const names: string[] = []
for await (const { full_name } of client.contacts.all({ limit: 1 })) names.push(full_name)
const code: unknown = await client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' }).catch(
  (error: unknown) => (error instanceof ParleyError ? error.code : error),
)
console.log(JSON.stringify({ id: contact.id, names, code }))
`

/** A folder in which somebody installed the built packages. */
async function makeInstallation() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-sdk-'))
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, '@parley'), { recursive: true })
  await cp(join(repository, 'packages/sdk/dist'), join(modules, '@parley/sdk'), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'program.ts'), program)
  return {
    folder,
    /** What only types and checks need. */
    async addDependencies() {
      const contract = join(modules, '@parley/contract')
      await cp(join(repository, 'packages/contract/dist'), contract, { recursive: true })
      await symlink(join(repository, 'node_modules/zod'), join(modules, 'zod'))
      await symlink(join(repository, 'node_modules/@types'), join(modules, '@types'))
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('the built SDK works alone, and its types with what it depends on', async () => {
  await run('node', ['packages/sdk/build.ts'], { cwd: repository, env: tools })
  await using installation = await makeInstallation()
  await using app = await startTestApp()
  const { folder } = installation

  // Neither the contract nor zod is there.
  const args = ['program.ts', app.baseUrl, app.owner.apiKey]
  const { stdout } = await run('node', args, { cwd: folder, env: tools })
  expect(JSON.parse(stdout)).toEqual({
    id: expect.any(String),
    names: ['Ada'],
    code: 'DUPLICATE_EMAIL',
  })

  await installation.addDependencies()
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023']
  const types = ['--lib', 'es2023,dom', '--types', 'node', '--skipLibCheck']
  const compiled = await run('tsc', [...strict, ...types, 'program.ts'], {
    cwd: folder,
    env: tools,
  }).catch((error: unknown) => error as { stdout: string })
  expect(compiled.stdout).toBe('')
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readReference } from '../seed-000/reference-samples.ts'
import { python, runProgram, whyNot } from '../seed-000/run-program.ts'
import { startTestApp, type TestApp } from '../test-app.ts'

// The samples of the Call Capture documentation, with only its address, key and ids replaced.

/** Code blocks of a language, each ready to be run. */
async function samplesFor(app: TestApp, reference: string, language: string): Promise<string[]> {
  const { workspaceId, userId, apiKey } = app.owner
  const lead = await app.client.contacts.create({ first_name: 'Lead', email: 'lead@x.example' })
  const blocks = [...reference.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  return blocks
    .filter(([, name]) => name === language)
    .map(([, , code = '']) =>
      code
        .replace(/https:\/\/[a-z]+\.supabase\.co/, app.baseUrl)
        .replaceAll('YOUR_API_KEY', apiKey)
        .replaceAll('your-company-uuid', workspaceId)
        .replaceAll('lead-uuid-if-available', lead.id)
        .replaceAll('employee-uuid-if-available', userId),
    )
}

async function runText(program: string, name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-samples-'))
  try {
    await writeFile(join(folder, name), text)
    return await runProgram(program, [join(folder, name)])
  } finally {
    await rm(folder, { recursive: true })
  }
}

const created = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/

const command = join(import.meta.dirname, '../../src/commands/parley.ts')

test('npx parley test call-capture sends calls, and all are answered as they should be', async () => {
  await using app = await startTestApp()
  const { apiKey } = app.owner
  const parameters = ['test', 'call-capture', '--key', apiKey, '--url', app.baseUrl]
  const said = await runProgram(process.execPath, [command, ...parameters])
  expect(said).toContain('All steps answered as they should.')
  expect(said).not.toContain('FAILED')
  const { data } = await app.client.calls.list()
  expect(data.map((call) => call.outcome)).toContain('converted')
})

// Not skipped but absent elsewhere: the documentation is not part of this project.
const references = [readReference('001')].filter((text) => text !== undefined)

describe.each(references)('samples of the Call Capture documentation', (reference) => {
  test('the JavaScript ones run and their calls are there', async () => {
    await using app = await startTestApp()
    const [minimal = '', complete = '', , retry = '', validate = '', batch = ''] = await samplesFor(
      app,
      reference,
      'javascript',
    )
    expect(await runText(process.execPath, 'a.mjs', minimal)).toContain('success: true')
    const said = await runText(process.execPath, 'b.mjs', complete)
    const id = created.exec(said)?.[0] ?? ''
    expect(await app.client.calls.get(id)).toMatchObject({
      external_call_id: 'CALL-12345',
      outcome: 'follow_up',
      next_follow_up: '2025-11-27',
      recording_url: 'https://your-system.com/recordings/12345.mp3',
    })
    const setting = `const endpoint = '${app.baseUrl}/functions/v1/webhook-call-capture'
      const apiKey = '${app.owner.apiKey}'
      const calls = [1, 2].map((n) => ({ company_id: '${app.owner.workspaceId}', notes: 'n' + n }))
      const sendCallData = (call) => validateCallData(call) && sendCallDataWithRetry(call)\n`
    await runText(process.execPath, 'c.mjs', [setting, retry, validate, batch].join('\n'))
    expect((await app.client.calls.list()).data).toHaveLength(4)
  })

  test('the Python one runs, and says the id of its call', async (context) => {
    const missing = await whyNot(python, ['-c', 'import requests'])
    context.skip(missing !== undefined, `${python} lacks requests: ${missing}`)
    await using app = await startTestApp()
    const [sample = ''] = await samplesFor(app, reference, 'python')
    expect(await runText(python, 'sample.py', sample)).toMatch(created)
  })

  test('the PHP one runs, and says the id of its call', async (context) => {
    const missing = await whyNot('php', ['-m'])
    context.skip(missing !== undefined, `no PHP here: ${missing}`)
    await using app = await startTestApp()
    const [sample = ''] = await samplesFor(app, reference, 'php')
    expect(await runText('php', 'sample.php', sample)).toMatch(created)
  })

  test('those for curl run', async () => {
    await using app = await startTestApp()
    const samples = (await samplesFor(app, reference, 'bash')).filter((text) =>
      text.startsWith('curl'),
    )
    expect(samples).toHaveLength(2)
    for (const sample of samples) {
      expect(await runText('/bin/sh', 'sample.sh', sample)).toContain('"success":true')
    }
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, type TestContext } from 'vitest'
import { startTestApp, type TestApp } from '../test-app.ts'
import { pythonProgram, readReference, samplesOf, typescriptProgram } from './reference-samples.ts'
import { python, runProgram, whyNot } from './run-program.ts'

const baseUrlOf = ({ baseUrl }: TestApp) => `${baseUrl}/functions/v1`
const program = (name: string) => join(import.meta.dirname, name)

const jane = {
  first_name: 'Jane',
  last_name: 'Smith',
  full_name: 'Jane Smith',
  email: 'jane.smith@example.com',
  title: 'CTO',
}
const duplicate = {
  status: 409,
  code: 'DUPLICATE_EMAIL',
  message: 'A contact with this email already exists',
}
const gone = { status: 404, code: 'CONTACT_NOT_FOUND', message: 'Contact not found' }
const limits = ['1000', expect.stringMatching(/^9\d\d$/), expect.stringMatching(/^\d{10}$/)]

async function needRequests(context: TestContext): Promise<void> {
  const missing = await whyNot(python, ['-c', 'import requests'])
  context.skip(missing !== undefined, `${python} lacks requests (python3-requests): ${missing}`)
}

test('a TypeScript client made for Sixty works by changing its address and key', async () => {
  await using app = await startTestApp()
  const args = [program('crm-client.ts'), baseUrlOf(app), app.owner.apiKey]
  const report = JSON.parse(await runProgram(process.execPath, args)) as Record<string, unknown>
  expect(report).toMatchObject({
    created: { data: jane, error: null },
    searched: {
      data: [jane],
      error: null,
      count: 1,
      pagination: { limit: 25, offset: 0, total: 1, hasMore: false, page: 1, totalPages: 1 },
    },
    updated: { data: { ...jane, title: 'CEO' } },
    read: { data: { ...jane, title: 'CEO', companies: null } },
    imported: [duplicate],
    all: { rows: 10, pages: 3 },
    deals: { data: [{ stage: 'opportunity', value: 50_000, probability: 75 }], count: 1 },
    proposed: { data: { stage: 'opportunity', probability: 80 } },
    others: [null, null, null],
    limits,
    missingField: {
      status: 400,
      code: 'VALIDATION_ERROR',
      message: "Field 'email' is required.",
    },
    badId: { status: 400, code: 'INVALID_ID_FORMAT' },
    heldCompany: { status: 409, code: 'HAS_ASSOCIATIONS' },
    removed: { data: { deleted: true }, error: null },
    gone,
  })
})

test('a Python client made for Sixty works by changing its address and key', async (context) => {
  await needRequests(context)
  await using app = await startTestApp()
  const args = [program('crm_client.py'), baseUrlOf(app), app.owner.apiKey]
  const report = JSON.parse(await runProgram(python, args)) as Record<string, unknown>
  expect(report).toMatchObject({
    created: { data: jane, error: null },
    searched: { data: [jane], count: 1, pagination: { limit: 25, hasMore: false } },
    updated: { data: { title: 'CEO', phone: '+1-555-0123' } },
    read: { data: { ...jane, title: 'CEO', companies: null } },
    all: 6,
    flagged: 6,
    limits,
    duplicate,
    removed: { data: { deleted: true }, error: null },
    gone,
  })
})

// Not skipped but absent elsewhere: the documentation is not part of this project.
describe.each([readReference()].filter((text) => text !== undefined))(
  'the samples of the documentation, with only address and key replaced,',
  (reference) => {
    test('in TypeScript and JavaScript run', async () => {
      await using app = await startTestApp()
      await createDeal(app)
      const report = await runSource(
        process.execPath,
        'samples.mts',
        typescriptProgram(reference, placeOf(app)),
      )
      expect(report).toMatchObject({
        contacts: { data: [], count: 0, pagination: { limit: 25, offset: 0 } },
        newContact: { data: jane, error: null },
        recentHighPriorityDeals: { data: [{ id: documentedDeal, priority: 'high' }] },
        all: Array.from({ length: 12 }, () => ({ id: expect.any(String) })),
        cached: { data: jane },
        limited: { pagination: { limit: 1, total: 12, hasMore: true } },
        robust: { data: jane },
        handled: { data: jane },
        problems: [],
        updated: { data: { title: 'CEO' } },
        deleted: { data: { deleted: true } },
        failure: 'Contact not found',
      })
      const bulk = report['bulk'] as { error: string | null }[]
      expect(bulk.filter(({ error }) => error === null)).toHaveLength(11)
      expect(bulk.filter(({ error }) => error === duplicate.message)).toHaveLength(1)
    })

    test('in Python run', async (context) => {
      await needRequests(context)
      await using app = await startTestApp()
      const source = pythonProgram(reference, placeOf(app))
      expect(await runSource(python, 'samples.py', source)).toMatchObject({
        contacts: { data: [], pagination: { limit: 25 } },
        new_contact: { data: jane, error: null },
        one: { data: jane },
        updated: { data: { title: 'CEO' } },
        deleted: { data: { deleted: true } },
        failure: 'API Error 404: Contact not found',
      })
    })

    test('for curl run', async (context) => {
      const missing = await whyNot('curl', ['--version'])
      context.skip(missing !== undefined, `curl does not run: ${missing}`)
      await using app = await startTestApp()
      await createDeal(app)
      const [list = '', create = '', update = ''] = samplesOf(reference, ['bash'], placeOf(app))
      const run = async (command: string) =>
        JSON.parse(await runProgram('bash', ['-c', command])) as unknown
      expect(await run(list)).toMatchObject({ data: [], pagination: { limit: 10 } })
      expect(await run(create)).toMatchObject({ data: { full_name: 'John Doe' }, error: null })
      expect(await run(update)).toMatchObject({
        data: { id: documentedDeal, probability: 80, next_steps: 'Send technical proposal' },
        error: null,
      })
    })
  },
)

/** The id in the documentation's calls. */
const documentedDeal = '123e4567-e89b-12d3-a456-426614174000'

async function createDeal({ db, owner }: TestApp): Promise<void> {
  await db.pool.query(
    `insert into deal (workspace_id, id, title, value, stage_id, status, priority,
       expected_close_date, probability, owner_id)
     select $1, $2, 'Acme Corp', 1, id, 'open', 'high', '2025-02-15', 20, $3
     from deal_stage where workspace_id = $1 and position = 1`,
    [owner.workspaceId, documentedDeal, owner.userId],
  )
}

const placeOf = (app: TestApp) => ({ baseUrl: baseUrlOf(app), apiKey: app.owner.apiKey })

/** Runs source code that prints one JSON value, and answers that. */
async function runSource(
  interpreter: string,
  name: string,
  source: string,
): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-samples-'))
  try {
    await writeFile(join(folder, name), source)
    const printed = await runProgram(interpreter, [join(folder, name)])
    return JSON.parse(printed) as Record<string, unknown>
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

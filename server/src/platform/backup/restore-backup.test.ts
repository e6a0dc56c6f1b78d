import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createTestDatabase, databaseAt } from '../../../test/test-database.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { openDatabase } from '../db/database.ts'
import type { Event } from '../events/event.ts'
import { relayAll } from '../events/relay-batch.ts'
import { takeOverEvents } from '../events/restored.ts'
import { silentLog } from '../log.ts'
import { restoreBackup, verifyBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const nothing = async () => {}

test('every row of every table comes back, and the schema is as it was', async () => {
  await using app = await startTestApp()
  await fill(app)
  // Writes what it still holds in memory.
  await app.http.close()
  const file = join(await makeFolder(), 'parley.backup')
  const written = await writeBackup(app.url, file, null)
  expect(written.bytes).toBe((await stat(file)).size)
  expect((await stat(file)).mode & 0o777).toBe(0o600)

  const target = await emptyDatabase()
  const restored = await restoreBackup(target, file, nothing)
  expect(restored).toEqual({ tables: written.tables, rows: written.rows })
  const [before, after] = [await digestsOf(app.url), await digestsOf(target)]
  expect(after).toEqual(before)
  const filled = Object.values(before).filter(({ rows }) => rows > 0)
  expect(filled.length).toBeGreaterThan(8)
  expect(await schemaOf(target)).toEqual(await schemaOf(app.url))
})

test('a backup holds one moment, although rows are written meanwhile', async () => {
  await using app = await startTestApp()
  await fill(app)
  const file = join(await makeFolder(), 'parley.backup')
  let more = true
  const writing = (async () => {
    for (let n = 0; more; n += 1)
      await app.client.contacts.create({ first_name: 'W', email: `w${n}@example.com` })
  })()
  await writeBackup(app.url, file, null)
  more = false
  await writing
  const target = await emptyDatabase()
  // References are checked again at the end: a torn copy would be refused.
  await restoreBackup(target, file, takeOverEvents)
  const counts = await digestsOf(target)
  const created = await rowsOf(target, "select from event where name = 'contact.created'")
  expect(counts['public.contact']?.rows).toBe(created.length)
})

test('events that were relayed are history, the others are relayed after the restore', async () => {
  await using app = await startTestApp()
  await app.client.contacts.create({ first_name: 'Ann', email: 'relayed@example.com' })
  await app.drain()
  await app.client.contacts.create({ first_name: 'Ann', email: 'waiting@example.com' })
  const file = join(await makeFolder(), 'parley.backup')
  await writeBackup(app.url, file, null)
  const target = await emptyDatabase()
  await restoreBackup(target, file, takeOverEvents)

  const db = openDatabase(target, silentLog)
  const heard: Event[] = []
  const subscriber = {
    name: 'listener',
    events: '*' as const,
    async handle(_tx: unknown, events: readonly Event[]) {
      heard.push(...events)
    },
  }
  await relayAll(db, [subscriber], 500)
  await db.close()
  expect(heard.map(({ payload }) => payload).join()).toContain('waiting@example.com')
  expect(heard.map(({ payload }) => payload).join()).not.toContain('relayed@example.com')
})

test('a file that was cut or changed is refused, and nothing is changed', async () => {
  await using app = await startTestApp()
  await fill(app)
  const folder = await makeFolder()
  const file = join(folder, 'parley.backup')
  await writeBackup(app.url, file, null)
  const whole = await readFile(file)
  const content = gunzipSync(whole)
  const changed = Buffer.from(content)
  // One letter of a row, where the sum of the table alone can tell.
  changed[content.indexOf('Zoë')] = 'Y'.charCodeAt(0)
  const damaged: Record<string, Buffer> = {
    'cut in the middle': whole.subarray(0, whole.length / 2),
    'without its last bytes': whole.subarray(0, -4),
    'cut between two parts': gzipSync(content.subarray(0, content.lastIndexOf('{"end"') - 4)),
    'with another letter': gzipSync(changed),
    'with more after its end': gzipSync(Buffer.concat([content, Buffer.from([0, 0, 0, 0])])),
    'not a backup': gzipSync('Dear diary'),
    'not even compressed': Buffer.from('Dear diary'),
    empty: Buffer.alloc(0),
  }
  const target = await emptyDatabase()
  const before = [await digestsOf(target), await schemaOf(target)]
  const outcomes: Record<string, unknown[]> = {}
  for (const [name, bytes] of Object.entries(damaged)) {
    const copy = join(folder, name)
    await writeFile(copy, bytes)
    outcomes[name] = [
      await failureOf(verifyBackup(copy)),
      await failureOf(restoreBackup(target, copy, nothing)),
    ]
  }
  const refusal = { name: 'BackupError', message: expect.stringContaining('cannot be restored') }
  const refused = Object.keys(damaged).map((name) => [
    name,
    [expect.objectContaining(refusal), expect.objectContaining(refusal)],
  ])
  expect(outcomes).toEqual(Object.fromEntries(refused))
  expect([await digestsOf(target), await schemaOf(target)]).toEqual(before)
})

test('a database that holds rows is refused', async () => {
  await using app = await startTestApp()
  const file = join(await makeFolder(), 'parley.backup')
  await writeBackup(app.url, file, null)
  const before = await digestsOf(app.url)
  await expect(restoreBackup(app.url, file, nothing)).rejects.toThrow('The database is not empty')
  expect(await digestsOf(app.url)).toEqual(before)
})

test('a database of another schema is refused', async () => {
  await using app = await startTestApp()
  const file = join(await makeFolder(), 'parley.backup')
  await writeBackup(app.url, file, null)
  const target = await emptyDatabase()
  await rowsOf(target, "insert into migration (name, digest) values ('9999_next.sql', 'x')")
  await expect(restoreBackup(target, file, nothing)).rejects.toThrow('have different schemas')
})

test('an existing file is never replaced, and a failed backup leaves no file', async () => {
  await using app = await startTestApp()
  const folder = await makeFolder()
  const file = join(folder, 'parley.backup')
  await writeFile(file, 'precious')
  await expect(writeBackup(app.url, file, null)).rejects.toThrow('exists already')
  expect(await readFile(file, 'utf8')).toBe('precious')
  const elsewhere = databaseAt(app.url, 'postgres')
  await expect(writeBackup(elsewhere, join(folder, 'other'), null)).rejects.toThrow(
    'This is not a database of Parley.',
  )
  expect(await readdir(folder)).toEqual(['parley.backup'])
})

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-backup-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Migrated and never used. */
async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase(inject('databaseUrl'))
  onTestFinished(drop)
  return url
}

/** Rows of many kinds, in tables that point to each other. */
async function fill(app: TestApp): Promise<void> {
  const company = await app.client.companies.create({ name: 'Ærø & "Sons"\\, Ltd.' })
  const contact = await app.client.contacts.create({
    first_name: 'Zoë 🐘',
    last_name: 'tab\tline\nfeed \\N \\. end',
    email: 'zoe@example.com',
    company_id: company.id,
  })
  await app.client.contacts.create({ first_name: 'Ann', email: 'nulls@example.com' })
  await app.client.activities.create({
    activity_type: 'note',
    description: 'Long',
    date: '2026-01-31',
    notes: 'x'.repeat(9_000),
    contact_id: contact.id,
  })
  await app.newWorkspace()
  await app.drain()
  await app.client.contacts.create({ first_name: 'Ann', email: 'later@example.com' })
}

type Digests = Record<string, { rows: number; digest: string | null }>

/** How many rows each table has, and a digest of them in any order. */
async function digestsOf(url: string): Promise<Digests> {
  const tables = await rowsOf<{ name: string }>(
    url,
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname in ('public', 'graphile_worker') order by 1`,
  )
  const digests: Digests = {}
  for (const { name } of tables) {
    if (name.endsWith('migration') || name.endsWith('migrations')) continue
    const [found] = await rowsOf<Digests[string]>(
      url,
      `select count(*)::int as rows, md5(string_agg(t::text, e'\\n' order by t::text)) as digest
       from ${name} t`,
    )
    if (found) digests[name] = found
  }
  return digests
}

/** Constraints, triggers and the state of sequences. */
function schemaOf(url: string): Promise<unknown[]> {
  return rowsOf(
    url,
    `select conname as name, conrelid::regclass::text as place,
       pg_get_constraintdef(oid) || convalidated as state from pg_constraint
     union all select tgname, tgrelid::regclass::text, tgenabled::text
       from pg_trigger where not tgisinternal
     union all select sequencename, schemaname, last_value::text from pg_sequences
     order by 1, 2, 3`,
  )
}

async function rowsOf<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

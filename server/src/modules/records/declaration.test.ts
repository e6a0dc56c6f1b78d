import { resource } from '@parley/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startTestApp } from '../../../test/test-app.ts'
import { type Declaration, mountRecords } from './index.ts'

/** The seventh resource that docs/resources.md adds, in its three parts. */

const Note = z.object({
  id: z.uuid(),
  text: z.string(),
  deal_id: z.uuid().nullable(),
  owner_id: z.uuid(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
const NewNote = z.object({
  text: z.string('is required.').trim().min(1),
  deal_id: z.uuid().nullable().optional(),
})

const notes = resource({
  name: 'note',
  plural: 'notes',
  tag: 'Notes',
  path: '/functions/v1/api-v1-notes',
  record: Note,
  detail: Note,
  create: NewNote,
  update: NewNote.partial(),
  filters: { deal_id: z.uuid() },
  operators: { created_at: 'moment' },
  sorts: ['created_at'],
  searched: 'notes whose text',
  includes: {},
  upsertBy: [],
  notFound: 'ACTIVITY_NOT_FOUND',
  conflicts: [],
  hasTimeline: false,
})

const migration = `
  create table note (
    workspace_id uuid not null references workspace (id) on delete cascade,
    id uuid not null,
    text text not null,
    deal_id uuid,
    owner_id uuid not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    search_text text not null generated always as (lower(text)) stored,
    primary key (workspace_id, id),
    foreign key (workspace_id, owner_id) references member (workspace_id, user_id),
    foreign key (workspace_id, deal_id) references deal (workspace_id, id)
      on delete set null (deal_id)
  );
  create index note_newest on note (workspace_id, created_at desc, id desc)
    where deleted_at is null;
  create index note_search on note using gin (workspace_id, search_text gin_trgm_ops);`

const declaration: Declaration = {
  resource: notes,
  table: 'note',
  columns: { text: 'text', deal_id: 'uuid', owner_id: 'uuid' },
  defaults: {},
  shown: {
    id: 'r.id',
    text: 'r.text',
    deal_id: 'r.deal_id',
    owner_id: 'r.owner_id',
    created_at: 'iso(r.created_at)',
    updated_at: 'iso(r.updated_at)',
  },
  detail: {},
  includes: {},
  joins: '',
  ownership: (user) => `r.owner_id = ${user}`,
  filters: { deal_id: (value) => `r.deal_id = ${value}::uuid` },
  comparable: { created_at: { sql: 'r.created_at', type: 'timestamptz' } },
  search: { text: 'r.search_text' },
  references: [{ column: 'deal_id', table: 'deal', softDeleted: true, title: 'deal' }],
  uniques: [],
  derived: {},
  children: [],
  momentsOfUpdate: [],
  associations: {},
  prepare: (_caller, row) => row,
  upsertKeys: {},
}

test('a seventh resource needs a contract, a migration and a declaration, and nothing else', async () => {
  await using app = await startTestApp({
    mount: (http, context) => mountRecords(http, context, declaration),
  })
  await app.db.pool.query(migration)
  const path = '/functions/v1/api-v1-notes'

  const { body: created } = await app.call('POST', path, { body: { text: ' Call back in May ' } })
  expect(created.data).toMatchObject({ text: 'Call back in May', owner_id: app.owner.userId })
  const { id } = created.data
  const found = await app.call('GET', `${path}?search=may&created_at[gte]=2020-01-01`)
  expect(found.body).toMatchObject({ count: 1, data: [{ id }] })
  const nowhere = { body: { text: 'x', deal_id: '019a3c5e-7a10-7c3e-9d7f-2b1c4e5f6a70' } }
  expect(await app.call('POST', path, nowhere)).toMatchObject({
    status: 400,
    body: { details: { field: 'deal_id' } },
  })
  const changed = await app.call('PATCH', `${path}/${id}`, { body: { text: 'Call back in June' } })
  expect(changed.body.data.text).toBe('Call back in June')
  expect((await app.call('DELETE', `${path}/${id}`)).status).toBe(200)
  expect((await app.call('GET', `${path}/${id}`)).status).toBe(404)
  expect((await app.call('POST', `${path}/${id}/restore`)).status).toBe(200)
  const other = await app.newWorkspace()
  expect((await app.call('GET', `${path}/${id}`, { key: other.apiKey })).status).toBe(404)

  const { rows } = await app.db.pool.query<{ name: string }>(
    "select name from event where subject_type = 'note' order by seq",
  )
  expect(rows.map(({ name }) => name)).toEqual([
    'note.created',
    'note.updated',
    'note.deleted',
    'note.created',
  ])
})

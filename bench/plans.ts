import { contacts as contactResource, deals as dealResource } from '@parley/contract'
import { v7 } from 'uuid'
import type { Context } from '../server/src/context.ts'
import { contacts } from '../server/src/modules/crm/contacts.ts'
import { deals } from '../server/src/modules/crm/deals.ts'
import type { Caller, Declaration } from '../server/src/modules/records/index.ts'
import { type ListQuery, listRecords } from '../server/src/modules/records/list.ts'
import { exactCountLimit, nearSpellingLimit } from '../server/src/modules/records/page-queries.ts'
import { insertDistinctRows } from '../server/src/modules/records/insert-queries.ts'
import { toNewRow } from '../server/src/modules/records/prepare.ts'
import { createRecord, getRecord, updateRecord } from '../server/src/modules/records/records.ts'
import type { Principal } from '../server/src/platform/access.ts'
import type { Database } from '../server/src/platform/db/database.ts'
import type { Statement } from '../server/src/platform/db/statement.ts'
import type { Place } from './dataset.ts'
import type { Plan, Step } from './floor.ts'

const declarations = { contacts, deals } as const
const resources = { contacts: contactResource, deals: dealResource } as const

/** Watches the engine serve a request, and answers the SQL it ran: that is what the floor runs. */
export async function planOf(db: Database, place: Place, path: string): Promise<Plan> {
  for (;;) {
    const plan = await watch(db, place, path)
    // The engine prepares what comes again; the floor runs prepared statements only.
    if (plan.steps.every(({ statement }) => statement.name !== undefined)) return plan
  }
}

async function watch(db: Database, place: Place, path: string): Promise<Plan> {
  const url = new URL(path, 'http://localhost')
  const [, plural = '', id] = /api-v1-(\w+)(?:\/(.+))?$/.exec(url.pathname) ?? []
  const declaration = declarations[plural as keyof typeof declarations]
  const { recorded, caller } = recorder(db, place)
  if (id !== undefined) {
    await getRecord(caller, declaration, { id })
    return { kind: 'record', steps: recorded }
  }
  const { query } = resources[plural as keyof typeof resources]
  const parsed = query.parse(Object.fromEntries(url.searchParams)) as ListQuery
  await listRecords(caller, declaration, parsed)
  const sort = parsed.search === undefined ? 'created_at desc' : undefined
  const { limit, offset } = parsed
  const steps = recorded.filter(isOfReply)
  return { kind: 'list', steps, limit, offset, sort, exactUpTo: exactUpTo(url, steps) }
}

/** As the engine counts: whole workspaces exactly, near spellings up to fewer than the rest. */
function exactUpTo(url: URL, steps: readonly Step[]): number | undefined {
  const plain = new Set(['limit', 'offset', 'cursor'])
  if ([...url.searchParams.keys()].every((name) => plain.has(name))) return undefined
  const pages = steps.filter(({ statement }) => !statement.text.startsWith('explain'))
  return pages.length > 1 ? nearSpellingLimit : exactCountLimit
}

/** Lookups that the engine keeps the answer of, such as the stages, are not the request's. */
function isOfReply({ statement: { name } }: Step): boolean {
  return name === undefined || /^(list|estimate)_/.test(name)
}

/** The statements behind creating a contact, creating many, and changing one with this body. */
export async function writesOf(
  db: Database,
  place: Place,
  bodies: { readonly create: Record<string, unknown>; readonly update: Record<string, unknown> },
): Promise<{ insert: Statement; insertMany: Statement; update: Statement }> {
  const { recorded, caller } = recorder(db, place)
  const declaration: Declaration = contacts
  const created = await createRecord(caller, declaration, bodies.create)
  const { data } = JSON.parse(created.text) as { data: { id: string } }
  // Another contact: the statement refuses one that exists.
  const another = await toNewRow(caller, declaration, {
    ...bodies.create,
    email: `${v7()}@x.example`,
  })
  await insertDistinctRows(caller.context.db, declaration, caller.principal, [another])
  while (!recorded.some(isUpdate)) await updateRecord(caller, declaration, data.id, bodies.update)
  const [insert, insertMany] = recorded.filter(({ statement }) =>
    statement.name?.startsWith('insert_'),
  )
  const [update] = recorded.filter(isUpdate)
  if (!insert || !insertMany || !update) throw new Error('The engine wrote nothing.')
  return {
    insert: insert.statement,
    insertMany: insertMany.statement,
    update: update.statement,
  }
}

function isUpdate({ statement }: Step): boolean {
  return statement.name?.startsWith('update_') === true
}

function recorder(db: Database, { workspaceId, userId }: Place) {
  const recorded: Step[] = []
  const note =
    (via: Step['via']): Database['run'] =>
    (statement, values) => {
      recorded.push({ via, statement, values })
      return db[via](statement, values)
    }
  const watched: Database = {
    ...db,
    read: note('read'),
    run: note('run'),
    runPlanned: note('runPlanned'),
    runGeneral: note('runGeneral'),
  }
  const principal: Principal = {
    workspaceId,
    userId,
    keyId: undefined,
    role: 'owner',
    scopes: new Set(['read', 'write', 'delete', 'admin']),
    seesAllRows: true,
  }
  // Of the context, the engine reaches for these only.
  const context = {
    db: watched,
    now: () => new Date(),
    newId: v7,
    wakeRelay() {},
  } as unknown as Context
  const caller: Caller = { context, principal }
  return { recorded, caller }
}

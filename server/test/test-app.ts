import { randomUUID } from 'node:crypto'
import { type Client, createClient } from '@parley/sdk'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { v7 } from 'uuid'
import { inject } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Context } from '../src/context.ts'
import type { Role } from '../src/platform/access.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import { silentLog } from '../src/platform/log.ts'
import { checkReplies } from './contract-check.ts'
import { makeKey, makeMember, makeWorkspace } from './make.ts'
import { databaseAt } from './prepare-database.ts'

export type TestApp = Awaited<ReturnType<typeof startTestApp>>

export type TestOptions = {
  readonly environment?: Record<string, string>
  /** Instead of the computer's clock. */
  readonly now?: () => Date
  /** Adds endpoints of the test's own. */
  readonly mount?: (http: FastifyInstance, context: Context) => void
}

/** The real app over a private copy of the migrated template database, with one workspace. */
export async function startTestApp(options: TestOptions = {}) {
  const template = inject('databaseUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(template, `create database ${name} template ${new URL(template).pathname.slice(1)}`)

  const url = databaseAt(template, name)
  const db = openDatabase(url, silentLog)
  const context: Context = {
    config: readConfig({ ...options.environment }),
    db,
    log: silentLog,
    now: options.now ?? (() => new Date()),
    newId: v7,
    wakeRelay() {},
  }
  const http = await createApp(context)
  options.mount?.(http, context)
  const violations = checkReplies(http)
  const baseUrl = await http.listen({ port: 0, host: '127.0.0.1' })

  const owner = await makeWorkspace(context)
  const clientOf = (apiKey: string): Client => createClient({ baseUrl, apiKey, validate: true })

  return {
    baseUrl,
    context,
    db,
    http,
    url,
    /** Replies of this app that broke the contract; any left at the end fails the test. */
    violations,
    /** Owner of the first workspace, with an all-scope key. */
    owner,
    /** Another workspace with an owner of its own. */
    newWorkspace: () => makeWorkspace(context),
    newMember: (workspaceId: string, role: Role) => makeMember(context, workspaceId, role),
    newKey: (wanted: Parameters<typeof makeKey>[1]) => makeKey(context, wanted),
    /** The SDK as the owner; a reply that breaks the contract throws. */
    client: clientOf(owner.apiKey),
    /** The SDK with another key. */
    clientOf,
    /** Calls the API, as the owner unless another key, or null for none, is given. */
    call: (method: string, path: string, call: CallOptions = {}) =>
      callApi(baseUrl + path, method, { key: owner.apiKey, ...call }),
    async [Symbol.asyncDispose]() {
      await http.close()
      await db.close()
      await asAdmin(template, `drop database ${name} with (force)`)
      if (violations.length > 0) throw new Error(violations.join('\n'))
    },
  }
}

export type CallOptions = {
  readonly key?: string | null
  /** Sent as JSON. */
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

async function callApi(url: string, method: string, { key, body, headers }: CallOptions) {
  const reply = await fetch(url, {
    method,
    headers: {
      ...(key && { 'x-api-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, body: parseJson(text) }
}

/** What is not JSON stays text. Untyped, because tests look into every kind of reply. */
// oxlint-disable-next-line typescript/no-explicit-any
function parseJson(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function asAdmin(template: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseAt(template, 'postgres') })
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}

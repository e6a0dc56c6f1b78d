import type {
  NewWebTool,
  ToolMessage,
  WebTool,
  WebToolChanges,
  WebToolQuery,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { patternOf } from '../../platform/text/like-pattern.ts'
import { checkTool } from './check-tool.ts'
import { toJsonSchema } from './params-rules.ts'
import {
  countTools,
  deleteTool,
  findTool,
  insertTool,
  listTools,
  lockTool,
  selectTools,
  type ShownToolRow,
  type ToolFilter,
  type ToolRow,
  updateTool,
} from './queries.ts'
import { type Caller, requireChanger, toolNotFound } from './rights.ts'
import { mergeSettings, openReached, sealSecrets, shownSettings } from './settings.ts'

const maxToolsPerWorkspace = 1_000

export async function listWebTools({ context, principal }: Caller, query: WebToolQuery) {
  const { workspaceId } = principal
  const filter: ToolFilter = {
    workspaceId,
    agentId: query.voiceAgentId ?? null,
    type: query.type ?? null,
    collectionId: query.collectionId ?? null,
    uncategorized: query.returnUncategorized ?? false,
    isActive: query.isActive ?? null,
    pattern: patternOf(query.search),
  }
  const { take, skip } = query
  const [rows, counts] = await Promise.all([
    listTools(context.db, filter, { limit: take, offset: (skip - 1) * take }),
    countTools(context.db, filter),
  ])
  return { ...counts, webTools: rows.map((row) => toWebTool(context, workspaceId, row)) }
}

export async function getWebTool({ context, principal }: Caller, id: string): Promise<WebTool> {
  const { workspaceId } = principal
  const [row] = await selectTools(context.db, workspaceId, { ids: [id] })
  if (!row) throw toolNotFound(id)
  return toWebTool(context, workspaceId, row)
}

/** Tools as their own endpoints show them, by id. */
export async function webToolsOf(
  context: Context,
  { workspaceId, toolIds }: { readonly workspaceId: string; readonly toolIds: readonly string[] },
): Promise<ReadonlyMap<string, WebTool>> {
  if (toolIds.length === 0) return new Map()
  const rows = await selectTools(context.db, workspaceId, { ids: toolIds })
  return new Map(rows.map((row) => [row.id, toWebTool(context, workspaceId, row)]))
}

export async function createWebTool(caller: Caller, body: NewWebTool): Promise<WebTool> {
  const { context, principal } = caller
  requireChanger(principal)
  refuseForMcp(body.type, body)
  const { workspaceId, userId: createdBy } = principal
  const id = context.newId()
  const { settings, secrets } = mergeSettings(undefined, body.toolSettings)
  const params = body.type === 'MCP' ? null : toJsonSchema(body.params)
  await checkTool(context, settings, params)
  const values = {
    name: body.name,
    description: body.description,
    is_async: body.type === 'MCP' ? null : (body.async ?? false),
    params: params && JSON.stringify(params),
    messages: JSON.stringify(body.messages ?? []),
    settings: JSON.stringify(settings),
    secrets: sealSecrets(context, id, secrets),
    collection_id: body.collectionId ?? null,
  }
  const filter = { ...everything, workspaceId }
  await context.db.transaction(async (tx) => {
    if ((await countTools(tx, filter)).total >= maxToolsPerWorkspace) {
      const message = `A workspace has at most ${maxToolsPerWorkspace} tools; delete some first.`
      throw new AppError('CONFLICT', message)
    }
    const now = context.now()
    await insertTool(tx, { workspaceId, id, type: body.type, createdBy, now, values })
  })
  return getWebTool(caller, id)
}

const everything = {
  agentId: null,
  type: null,
  collectionId: null,
  uncategorized: false,
  isActive: null,
  pattern: null,
} as const

export async function changeWebTool(
  caller: Caller,
  id: string,
  changes: WebToolChanges,
): Promise<WebTool> {
  const { context, principal } = caller
  requireChanger(principal)
  const { workspaceId } = principal
  const before = await findTool(context.db, workspaceId, id)
  if (!before) throw toolNotFound(id)
  if (changes.type !== undefined && changes.type !== before.type) {
    throw invalid('type', "Field 'type' cannot change; make another tool.")
  }
  refuseForMcp(before.type, changes)
  // Looking up names takes its time, and is not done while the row is held.
  await checkTool(context, ...checkedOf(context, before, changes))
  await context.db.transaction(async (tx) => {
    const row = await lockTool(tx, workspaceId, id)
    if (!row) throw toolNotFound(id)
    const values = changedValues(context, row, changes)
    await updateTool(tx, { workspaceId, id, now: context.now() }, values)
  })
  return getWebTool(caller, id)
}

function checkedOf(context: Context, row: ToolRow, changes: WebToolChanges) {
  const { settings } = mergeSettings(openReached(context, row), changes.toolSettings ?? {})
  const params = row.type === 'MCP' || !changes.params ? null : toJsonSchema(changes.params)
  return [settings, params] as const
}

function changedValues(context: Context, row: ToolRow, changes: WebToolChanges) {
  const merged = mergeSettings(openReached(context, row), changes.toolSettings ?? {})
  const isFunction = row.type === 'FUNCTION'
  const { name, description, async: isAsync, messages, params, collectionId } = changes
  return {
    name: name ?? row.name,
    description: description ?? row.description,
    is_async: isFunction ? (isAsync ?? row.is_async) : null,
    params: isFunction && params !== undefined ? JSON.stringify(toJsonSchema(params)) : row.params,
    messages: messages === undefined ? row.messages : JSON.stringify(messages ?? []),
    settings: JSON.stringify(merged.settings),
    secrets: sealSecrets(context, row.id, merged.secrets),
    collection_id: collectionId === undefined ? row.collection_id : collectionId,
  }
}

/** The server of such a tool says these itself. */
function refuseForMcp(
  type: ToolRow['type'],
  { async: isAsync, params }: Pick<WebToolChanges, 'async' | 'params'>,
): void {
  if (type !== 'MCP') return
  if (isAsync != null) throw invalid('async', "Field 'async' is not for MCP tools.")
  if (params && Object.keys(params).length > 0) {
    throw invalid('params', "Field 'params' is not for MCP tools.")
  }
}

export async function removeWebTool({ context, principal }: Caller, id: string): Promise<void> {
  requireChanger(principal)
  if (!(await deleteTool(context.db, principal.workspaceId, id))) throw toolNotFound(id)
}

export function toWebTool(context: Context, workspaceId: string, row: ShownToolRow): WebTool {
  return {
    id: row.id,
    persistentId: row.id,
    version: row.version,
    name: row.name,
    type: row.type,
    userId: row.created_by,
    projectId: workspaceId,
    isActive: row.is_active,
    async: row.is_async,
    description: row.description,
    collectionId: row.collection_id,
    toolSettings: shownSettings(context, row),
    params: row.params === null ? null : JSON.parse(row.params),
    messages: JSON.parse(row.messages) as ToolMessage[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

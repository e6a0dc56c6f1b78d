import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import type { CallRef, NewLogEntry, ToolUse } from './call.ts'
import { findFacts } from './call-queries.ts'
import { insertLog, type LogRow } from './log-queries.ts'
import { tell } from './tell.ts'
import { toldOf } from './tell-rules.ts'
import { toJson, toText } from './text-rules.ts'

const maxCategoryLength = 100
const maxMessageLength = 2_000
const maxNodeIdLength = 200

/** Adds lines to the call's log, also after its end. */
export async function logEntry(
  tx: Executor,
  context: Context,
  { workspaceId, callId }: CallRef,
  entries: NewLogEntry | readonly NewLogEntry[],
): Promise<void> {
  const all = Array.isArray(entries)
    ? (entries as readonly NewLogEntry[])
    : [entries as NewLogEntry]
  if (all.length === 0) return
  const rows = all.map((entry) => toRow(context, entry, context.now()))
  await insertLog(tx, workspaceId, callId, rows)
}

function toRow(context: Context, entry: NewLogEntry, at: Date): LogRow {
  const { id, category, message, nodeId, payload = {} } = entry
  return {
    id: id ?? context.newId(),
    category: toText(category, maxCategoryLength),
    message: toText(message, maxMessageLength),
    nodeId: nodeId ? toText(nodeId, maxNodeIdLength) : null,
    payload: toJson(payload),
    at: at.toISOString(),
  }
}

/**
 * Logs the use of a tool and tells `tool.executed`, once for each id. False: this use was told
 * before.
 */
export async function recordTool(
  tx: Executor,
  context: Context,
  { workspaceId, callId }: CallRef,
  use: ToolUse,
): Promise<boolean> {
  const id = use.id ?? context.newId()
  const rows = toolRows(context, use, id)
  const added = await insertLog(tx, workspaceId, callId, rows.slice(1))
  if (added.size === 0) return false
  await insertLog(tx, workspaceId, callId, rows.slice(0, 1))
  const known = await findFacts(tx, workspaceId, callId)
  if (!known) throw new Error(`The call ${callId} is gone.`)
  const { name, succeeded, durationMs } = use
  const tool = {
    id,
    name: toText(name, maxMessageLength),
    input: JSON.parse(toJson(use.input)) as unknown,
    output: JSON.parse(toJson(use.output)) as unknown,
    succeeded,
    duration_ms: durationMs,
  }
  const data = { call: toldOf(known), tool }
  await tell(tx, context, { workspaceId, name: 'tool.executed', subjectId: id, data })
  return true
}

/** Its beginning and its end, as readers of these logs know them. */
function toolRows(context: Context, use: ToolUse, id: string): readonly [LogRow, LogRow] {
  const { name: toolName, toolId = null, input, output, succeeded, durationMs } = use
  const end = context.now()
  const begin = new Date(end.getTime() - Math.max(0, durationMs))
  const about = { category: 'TOOLS', nodeId: use.nodeId ?? null }
  const result = succeeded ? { response: output } : { error: output }
  return [
    toRow(
      context,
      { ...about, message: 'Executing Tool', payload: { toolName, toolId, request: input } },
      begin,
    ),
    toRow(
      context,
      {
        ...about,
        id,
        message: succeeded ? 'Tool Success' : 'Tool Failed',
        payload: { toolName, toolId, ...result, durationMs },
      },
      end,
    ),
  ]
}

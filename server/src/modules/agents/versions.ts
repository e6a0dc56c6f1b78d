import type {
  AgentEnvironment,
  AgentVersion,
  AgentVersionDetail,
  VersionDiff,
} from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { inTransaction, shownAgent } from './agents.ts'
import { announceAgent } from './announce.ts'
import { diffOf } from './diff-rules.ts'
import { requireVersion } from './find-agent.ts'
import { agentOf, definitionOf } from './open-agent.ts'
import { type AgentRow, findNewest, lockAgent, setLive } from './queries.ts'
import type { Agent } from './reply-rules.ts'
import { agentNotFound, type Caller, requireChanger } from './rights.ts'
import { saveNext } from './save-version.ts'
import { openSecrets } from './secrets.ts'
import { findVersion, selectVersions, type VersionRow } from './version-queries.ts'
import { alignWebhook } from './webhook-address.ts'

type Ref = { readonly id: string; readonly version: string }

export async function listVersions(
  { context, principal }: Caller,
  { id, take, skip }: { readonly id: string; readonly take: number; readonly skip: number },
): Promise<{ total: number; filtered: number; versions: AgentVersion[] }> {
  const { workspaceId } = principal
  const agent = await requireAgent(context.db, workspaceId, id)
  const page = { id, limit: take, offset: (skip - 1) * take }
  const rows = await selectVersions(context.db, workspaceId, page)
  const total = agent.newest
  return { total, filtered: total, versions: rows.map((row) => toVersion(row, agent)) }
}

export async function getVersion(caller: Caller, ref: Ref): Promise<AgentVersionDetail> {
  const { context, principal } = caller
  const { workspaceId } = principal
  const agent = await requireVersion(context.db, workspaceId, ref)
  const row = await findVersion(context.db, workspaceId, agent.version_id)
  if (!row) throw agentNotFound(ref.id)
  const shown = await shownAgent(caller, agentOf(context, workspaceId, agent))
  return { ...toVersion(row, agent), agent: shown }
}

export async function diffVersions(
  { context, principal }: Caller,
  {
    id,
    from,
    to,
  }: { readonly id: string; readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<VersionDiff> {
  const { workspaceId } = principal
  const later = to
    ? await requireVersion(context.db, workspaceId, { id, version: to })
    : await requireAgent(context.db, workspaceId, id)
  const before = from ?? String(Math.max(1, later.number - 1))
  const earlier = await requireVersion(context.db, workspaceId, { id, version: before })
  return {
    from: earlier.number,
    to: later.number,
    ...diffOf(definitionOf(earlier), definitionOf(later)),
  }
}

export function publishVersion(caller: Caller, { id, version }: Ref): Promise<AgentEnvironment> {
  return changeLive(caller, id, async (tx) => {
    const row = await requireVersion(tx, caller.principal.workspaceId, { id, version })
    return row.number
  })
}

/** Lets live follow every save again. */
export function followSaves(caller: Caller, id: string): Promise<AgentEnvironment> {
  return changeLive(caller, id, async () => null)
}

async function changeLive(
  caller: Caller,
  id: string,
  choose: (tx: Executor) => Promise<number | null>,
): Promise<AgentEnvironment> {
  const { context, principal } = caller
  requireChanger(principal)
  const { workspaceId, userId } = principal
  const environment = await context.db.transaction(async (tx) => {
    const before = await lockAgent(tx, workspaceId, id)
    if (!before) throw agentNotFound(id)
    const version = await choose(tx)
    if (version === before.live_version) return liveOf(tx, workspaceId, before)
    const published = version === null ? null : { version, by: userId }
    await setLive(tx, { workspaceId, id, now: context.now() }, published)
    await alignWebhook(tx, context, { workspaceId, id, userId })
    const row = await requireAgent(tx, workspaceId, id)
    await announceAgent(tx, context, principal, { name: 'agent.published', row })
    return liveOf(tx, workspaceId, row)
  })
  context.wakeRelay()
  return environment
}

export async function rollBack(
  caller: Caller,
  {
    id,
    version,
    publish = false,
    note,
  }: Ref & { readonly publish?: boolean | undefined; readonly note?: string | null | undefined },
): Promise<Agent> {
  const { context, principal } = caller
  requireChanger(principal)
  return inTransaction(caller, async (tx) => {
    const newest = await lockAgent(tx, principal.workspaceId, id)
    if (!newest) throw agentNotFound(id)
    const older = await requireVersion(tx, principal.workspaceId, { id, version })
    if (older.number === newest.newest) {
      throw new AppError('CONFLICT', `Version ${older.number} is the newest already.`)
    }
    return saveNext(tx, caller, newest, {
      definition: definitionOf(older),
      secrets: openSecrets(context, id, older.secrets),
      note: note ?? null,
      restoredFrom: older.number,
      publish,
    })
  })
}

export async function listEnvironments(
  { context, principal }: Caller,
  id: string,
): Promise<AgentEnvironment[]> {
  const { workspaceId } = principal
  const row = await requireAgent(context.db, workspaceId, id)
  const draft: AgentEnvironment = {
    name: 'draft',
    version: row.newest,
    versionId: row.version_id,
    followsSaves: true,
    publishedAt: null,
    publishedBy: null,
  }
  return [draft, await liveOf(context.db, workspaceId, row)]
}

async function liveOf(
  db: Pick<Executor, 'run'>,
  workspaceId: string,
  row: AgentRow,
): Promise<AgentEnvironment> {
  const { id, newest, live_version: published } = row
  const live =
    published === null
      ? row
      : await requireVersion(db, workspaceId, { id, version: String(published) })
  return {
    name: 'live',
    version: published ?? newest,
    versionId: live.version_id,
    followsSaves: published === null,
    publishedAt: row.live_since,
    publishedBy: row.live_by,
  }
}

async function requireAgent(
  db: Pick<Executor, 'run'>,
  workspaceId: string,
  id: string,
): Promise<AgentRow> {
  const row = await findNewest(db, workspaceId, id)
  if (!row) throw agentNotFound(id)
  return row
}

function toVersion(row: VersionRow, { newest, live_version: live }: AgentRow): AgentVersion {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    note: row.note,
    restoredFrom: row.restored_from,
    isNewest: row.number === newest,
    isLive: row.number === (live ?? newest),
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}

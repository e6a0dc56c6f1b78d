import type { Me, Workspace, WorkspaceUpdate } from '@parley/contract'
import { isSupportedCountry } from 'libphonenumber-js'
import type { Context } from '../../context.ts'
import { mayDo, type Principal } from '../../platform/access.ts'
import { invalid } from '../../platform/errors.ts'
import {
  findPerson,
  findWorkspace,
  listWorkspacesOfUser,
  runsServer,
  updateWorkspace,
} from './queries.ts'
import { canonicalTimeZone } from './rules.ts'
import type { AccountServices } from './services.ts'

export async function getMe(context: Context, principal: Principal): Promise<Me> {
  const { db } = context
  const { userId, workspaceId, keyId } = principal
  const [user, workspace, workspaces, operates] = await Promise.all([
    findPerson(db, userId),
    getWorkspace(context, workspaceId),
    listWorkspacesOfUser(db, userId),
    mayOperate(context, principal),
  ])
  if (!user) throw new Error(`User ${userId} is gone`)
  return {
    user,
    workspace,
    role: principal.role,
    scopes: [...principal.scopes],
    sees_all_rows: principal.seesAllRows,
    operates_server: operates,
    api_key_id: keyId ?? null,
    workspaces: keyId ? workspaces.filter(({ id }) => id === workspaceId) : workspaces,
  }
}

/**
 * Whether the caller looks after the whole server: an owner of the workspace that it was set up with, or
 * a key of one that may administer.
 */
export async function mayOperate({ db }: Context, principal: Principal): Promise<boolean> {
  const { role, workspaceId } = principal
  if (role !== 'owner' || !mayDo(principal, 'admin', undefined)) return false
  return runsServer(db, workspaceId)
}

/** The address that a person signs in with. */
export async function emailOf({ db }: Context, userId: string): Promise<string> {
  const user = await findPerson(db, userId)
  if (!user) throw new Error(`User ${userId} is gone`)
  return user.email
}

export async function getWorkspace({ db }: Context, id: string): Promise<Workspace> {
  const workspace = await findWorkspace(db, id)
  if (!workspace) throw new Error(`Workspace ${id} is gone`)
  return workspace
}

export async function changeWorkspace(
  { db }: Context,
  { onTimeZoneChanged }: Pick<AccountServices, 'onTimeZoneChanged'>,
  { principal, update }: { readonly principal: Principal; readonly update: WorkspaceUpdate },
): Promise<Workspace> {
  const { default_country: country, time_zone: zone } = update
  if (country !== undefined && !isSupportedCountry(country)) {
    throw invalid('default_country', `'${country}' is not a country of ISO 3166-1.`)
  }
  const canonical = zone === undefined ? undefined : canonicalTimeZone(zone)
  if (zone !== undefined && !canonical) {
    throw invalid('time_zone', `'${zone}' is not a time zone; use a name such as Europe/London.`)
  }
  const workspace = await db.transaction(async (tx) => {
    const updated = await updateWorkspace(tx, principal.workspaceId, {
      ...update,
      time_zone: canonical,
    })
    const steps = canonical === undefined ? [] : onTimeZoneChanged
    for (const step of steps) await step(tx, principal.workspaceId)
    return updated
  })
  if (!workspace) throw new Error(`Workspace ${principal.workspaceId} is gone`)
  return workspace
}

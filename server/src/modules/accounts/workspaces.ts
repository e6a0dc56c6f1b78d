import type { Me, Workspace, WorkspaceUpdate } from '@parley/contract'
import { isSupportedCountry } from 'libphonenumber-js'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { invalid } from '../../platform/errors.ts'
import { findPerson, findWorkspace, listWorkspacesOfUser, updateWorkspace } from './queries.ts'
import { canonicalTimeZone } from './rules.ts'
import type { AccountServices } from './services.ts'

export async function getMe(context: Context, principal: Principal): Promise<Me> {
  const { db } = context
  const { userId, workspaceId, keyId } = principal
  const [user, workspace, workspaces] = await Promise.all([
    findPerson(db, userId),
    getWorkspace(context, workspaceId),
    listWorkspacesOfUser(db, userId),
  ])
  if (!user) throw new Error(`User ${userId} is gone`)
  return {
    user,
    workspace,
    role: principal.role,
    scopes: [...principal.scopes],
    sees_all_rows: principal.seesAllRows,
    api_key_id: keyId ?? null,
    workspaces: keyId ? workspaces.filter(({ id }) => id === workspaceId) : workspaces,
  }
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

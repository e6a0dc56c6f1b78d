import type { FathomImport, NewFathomImport } from '@parley/contract'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { cancelImport, findImport, insertImport } from './import-queries.ts'
import { notConnected } from './integration.ts'
import { findIntegration, lockIntegration } from './integration-queries.ts'
import { importJob } from './run-import.ts'

const defaultMax = 50

/** Begins to fetch the meetings that a person's Fathom has already. */
export function beginImport(
  context: Context,
  principal: Principal,
  { max, since }: z.output<typeof NewFathomImport>,
): Promise<FathomImport> {
  const { workspaceId, userId } = principal
  const id = context.newId()
  return context.db.transaction(async (tx) => {
    await lockIntegration(tx, principal)
    if (!(await findIntegration(tx, principal))) throw notConnected()
    const made = await insertImport(tx, {
      workspaceId,
      id,
      userId,
      since: since ?? null,
      max: max === undefined ? (since === undefined ? defaultMax : null) : max,
      now: context.now(),
    })
    if (!made) throw new AppError('CONFLICT', 'An import is going on; cancel it, or wait for it.')
    await addJobs(tx, [newJob(importJob, { workspaceId, importId: id })])
    return made
  })
}

export async function getImport(
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<FathomImport> {
  const found = await findImport(db, principal, id)
  if (!found) throw new AppError('FATHOM_IMPORT_NOT_FOUND', 'Import not found')
  return found
}

export async function stopImport(
  context: Context,
  principal: Principal,
  id: string,
): Promise<FathomImport> {
  await cancelImport(context.db, principal, id, context.now())
  return getImport(context, principal, id)
}

import { type KnowledgeTier, knowledgeLimits, knowledgeQuota } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { lockUsage, selectUsage, type UsageRow } from './queries.ts'

const tierOf = ({ config }: Context, { tier }: UsageRow): KnowledgeTier =>
  tier !== null && Object.hasOwn(knowledgeQuota, tier)
    ? (tier as KnowledgeTier)
    : config.knowledgeTier

/** What of its quota a workspace uses. */
export async function getUsage(context: Context, workspaceId: string) {
  const usage = await selectUsage(context.db, workspaceId)
  const tier = tierOf(context, usage)
  return {
    tier,
    usedBytes: usage.usedBytes,
    limitBytes: knowledgeQuota[tier],
    items: usage.items,
    urlsPerItem: knowledgeLimits.urlsPerItem,
  }
}

/** Whether so many bytes more fit; until the transaction ends nobody else takes the room. */
export async function hasRoom(
  tx: Executor,
  context: Context,
  { workspaceId, bytes }: { readonly workspaceId: string; readonly bytes: number },
): Promise<boolean> {
  const usage = await lockUsage(tx, workspaceId)
  return bytes <= 0 || usage.usedBytes + bytes <= knowledgeQuota[tierOf(context, usage)]
}

/** Refuses what does not fit. */
export async function requireRoom(
  tx: Executor,
  context: Context,
  wanted: { readonly workspaceId: string; readonly bytes: number },
): Promise<void> {
  if (await hasRoom(tx, context, wanted)) return
  const { tier, limitBytes, usedBytes } = await getUsage(context, wanted.workspaceId)
  const sentence = `The knowledge base may take ${limitBytes / 1024 ** 2} MB in the tier ${tier}.`
  throw new AppError('KNOWLEDGE_QUOTA_EXCEEDED', sentence, {
    tier,
    limit_bytes: limitBytes,
    used_bytes: usedBytes,
    wanted_bytes: wanted.bytes,
  })
}

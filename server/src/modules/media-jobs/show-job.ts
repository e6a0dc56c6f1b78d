import type { ListedJob, MediaJob } from '@parley/contract'
import type { Context } from '../../context.ts'
import { type Signer, writeLinkToken } from '../../platform/crypto/link-token.ts'
import type { Wishes } from './job.ts'
import type { JobRow } from './queries.ts'

/** How long a link to an audio file works. */
const linkMs = 86_400_000

/** Where links lead, and whose file they are to. */
export type Linking = {
  /** Without a slash at the end. */
  readonly baseUrl: string
  readonly workspaceId: string
}

export function signerOf({ config }: Pick<Context, 'config'>): Signer {
  if (config.encryptionKey === undefined) throw new Error('There is no encryption key.')
  return { key: config.encryptionKey, label: 'job media' }
}

/** A link that plays without a key for a day; null where no file was made. */
export function linkTo(
  context: Pick<Context, 'config' | 'now'>,
  { id, type, status }: Pick<JobRow, 'id' | 'type' | 'status'>,
  { baseUrl, workspaceId }: Linking,
): string | null {
  if (type !== 'TTS' || status !== 'COMPLETED') return null
  const expiresAtMs = context.now().getTime() + linkMs
  const token = writeLinkToken(signerOf(context), { workspaceId, id, expiresAtMs })
  return `${baseUrl}/v1/jobs/media?token=${token}`
}

/** The job as clients of the voice API read it. */
export function toMediaJob(
  context: Pick<Context, 'config' | 'now'>,
  row: JobRow,
  linking: Linking,
): MediaJob {
  const link = linkTo(context, row, linking)
  const { failureCode, failureMessage, type, language, voice } = row
  return {
    id: row.id,
    title: row.title,
    model: row.model,
    type,
    processingType: row.processingType,
    status: row.status,
    progress: row.progress,
    failure:
      failureCode === null ? null : { code: failureCode, message: failureMessage ?? failureCode },
    webhookUrl: row.webhookUrl,
    webhookStatus: row.webhookStatus,
    totalCost: row.costUsd,
    usageTime: row.audioSeconds,
    fromLng: language,
    toLng: language,
    mediaUrl: link ?? row.mediaUrl,
    jobResponse: responseOf(row, link),
    fromScript: null,
    toScript: null,
    relevantJobId: row.sourceId,
    agentDetails: null,
    voiceAgentId: null,
    ttsVoiceId: type === 'TTS' ? voice : null,
    apiKeyId: row.apiKeyId,
    billingId: null,
    systemModelKey: row.engine,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    completedAt: row.completedAt,
  }
}

function responseOf({ result, type }: JobRow, link: string | null): MediaJob['jobResponse'] {
  if (result === null) return null
  const value = JSON.parse(result) as Record<string, unknown>
  if (type === 'TTS') return { ...value, ttsMediaFile: link }
  // Clients look for subtitles under either name.
  return type === 'TRANSCRIPTION' ? { ...value, srtFormat: value['srt'] ?? null } : value
}

export function toListedJob(
  context: Pick<Context, 'config' | 'now'>,
  row: JobRow,
  linking: Linking,
): ListedJob {
  const wish = JSON.parse(row.wish) as Partial<Wishes['AI_CONTENT']>
  return {
    id: row.id,
    title: row.title,
    type: row.type,
    url: linkTo(context, row, linking) ?? row.mediaUrl,
    status: row.status,
    cost: row.costUsd,
    progress: row.progress,
    systemModelKey: row.engine,
    relevantJobId: row.sourceId,
    attributes: {
      apiKey: row.apiKeyId,
      mediaUrl: row.mediaUrl,
      model: row.model,
      agentName: null,
      duration: row.audioSeconds,
      voice: row.voice,
      aiContentParts: wish.parts?.map(({ name }) => name) ?? null,
      sourceJob: row.sourceId,
    },
    apiKey: row.apiKeyId,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

import type { WebhookAuth } from '@parley/contract'
import { addressForPeople } from '../../address-for-people.ts'
import type { Context } from '../../context.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { invalid } from '../../platform/errors.ts'
import { OutboundError } from '../../platform/guarded-http/index.ts'
import { authorizationOf, isSendable, sendToAddress } from '../delivery/index.ts'
import type { AboutJob } from './job.ts'
import { tellJob } from './queue.ts'
import { type Linking, toMediaJob } from './show-job.ts'
import { findRow, setTold } from './work-queries.ts'

type Sealed = { readonly authorization: string; readonly secret: string }

const placeOf = (jobId: string) => `media_job_webhook:${jobId}`

/** Checks what a request says of its receiver, and makes it fit to be stored. */
export async function toStoredWebhook(
  context: Context,
  jobId: string,
  given: {
    readonly webhookUrl?: string | null | undefined
    readonly webhookAuth?: WebhookAuth | null | undefined
  },
): Promise<{ webhookUrl: string | null; webhookAuthorization: string | null }> {
  const { webhookUrl = null, webhookAuth } = given
  if (webhookUrl === null) return { webhookUrl: null, webhookAuthorization: null }
  await requireReachable(context, 'webhookUrl', webhookUrl)
  const authorization = authorizationOf(webhookAuth)
  if (authorization === undefined) return { webhookUrl, webhookAuthorization: null }
  if (!isSendable(authorization)) {
    throw invalid('webhookAuth', "Field 'webhookAuth' cannot be sent as a header.")
  }
  const sealed: Sealed = { authorization, secret: webhookAuth?.authSecret ?? '' }
  const { encryptionKey } = context.config
  return {
    webhookUrl,
    webhookAuthorization: seal(encryptionKey, placeOf(jobId), JSON.stringify(sealed)),
  }
}

/** The rule by which it will be asked, applied before it is. */
export async function requireReachable(
  { outbound }: Context,
  field: string,
  url: string,
): Promise<void> {
  try {
    await outbound.judge(url)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    // A name server that is down today may answer when it matters.
    if (!error.retryable) throw invalid(field, `Field '${field}': ${error.message}`)
  }
}

/** Posts the job as it ended to its webhook; what fails is tried again, with growing pauses. */
export async function tellWebhook(
  context: Context,
  about: AboutJob,
  { attempt }: { readonly attempt: number },
): Promise<void> {
  const row = await findRow(context.db, about)
  if (row?.webhookStatus !== 'PENDING' || row.webhookUrl === null) return
  const { config } = context
  const linking: Linking = {
    workspaceId: about.workspaceId,
    baseUrl: addressForPeople(config, config.port),
  }
  const job = toMediaJob(context, row, linking)
  const sent = await sendToAddress(context, {
    id: about.jobId,
    url: row.webhookUrl,
    body: Buffer.from(JSON.stringify(bodyOf(about, job, row.completedAt))),
    ...opened(context, about.jobId, row.webhookAuthorization),
  })
  if (sent.succeeded) return setTold(context.db, about, { status: 'DELIVERED', error: null })
  const reason = sent.errorMessage ?? sent.error ?? 'It failed.'
  const isLast = attempt >= tellJob.maxAttempts
  await setTold(context.db, about, { status: isLast ? 'FAILED' : 'PENDING', error: reason })
  // Thrown, it is tried again later.
  if (!isLast) throw new Error(`The webhook of a job was not reached: ${reason}`)
}

/** The finished job itself, with names that receivers of calls look for. */
function bodyOf(
  { workspaceId, jobId }: AboutJob,
  job: ReturnType<typeof toMediaJob>,
  completedAt: string | null,
): object {
  const isDone = job.status === 'COMPLETED'
  return {
    ...job,
    eventType: isDone ? 'job.completed' : 'job.failed',
    event_type: isDone ? 'job_completed' : 'job_failed',
    success: isDone,
    message: job.failure?.message ?? 'success',
    timestamp: completedAt,
    projectId: workspaceId,
    jobId,
    data: job,
  }
}

/** Encrypted with a key that is gone, it is sent without. */
function opened({ config, log }: Context, jobId: string, sealed: string | null): Partial<Sealed> {
  if (sealed === null) return {}
  try {
    return JSON.parse(unseal(config.encryptionKey, placeOf(jobId), sealed)) as Sealed
  } catch (error) {
    log.warn({ err: error, jobId }, 'the secret of a job’s webhook cannot be decrypted')
    return {}
  }
}

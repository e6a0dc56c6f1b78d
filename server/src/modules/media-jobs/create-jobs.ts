import {
  type NewContent,
  type NewCustomContent,
  type NewJob,
  type NewSpeech,
  type NewTranscription,
  SrtOptions,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { requireDictionaries } from '../voices/index.ts'
import type { WantedPart, Wishes, WorkType } from './job.ts'
import { notFound } from './manage-jobs.ts'
import { insertJob, type NewJobRow } from './queries.ts'
import { queueRun } from './queue.ts'
import { findSource } from './source.ts'
import { requireReachable, toStoredWebhook } from './tell-webhook.ts'

type Transcribing = NewTranscription | NewJob
/** A title is for people: the beginning of a text is enough. */
const longestTitle = 80

/** Answers the new job's id, as the others do. */
export async function createTranscription(
  context: Context,
  principal: Principal,
  wanted: Transcribing,
): Promise<string> {
  await requireReachable(context, 'mediaUrl', wanted.mediaUrl)
  const { model, title, language, mediaUrl, processingType } = wanted
  const wish: Wishes['TRANSCRIPTION'] = {
    srt: wanted.returnSrtFormat ? (wanted.srtOptions ?? SrtOptions.parse({})) : null,
  }
  return create(context, principal, 'TRANSCRIPTION', {
    wish,
    mediaUrl,
    processingType,
    model: model ?? null,
    title: title ?? titleOf(mediaUrl),
    language: language ?? null,
    webhook: wanted,
  })
}

export async function createSpeech(
  context: Context,
  principal: Principal,
  wanted: NewSpeech,
): Promise<string> {
  const dictionaryIds = [...new Set(wanted.voiceDictionaryIds ?? [])]
  await requireDictionaries(context, principal.workspaceId, dictionaryIds)
  const { text, speed, pitch, title, voiceId, language } = wanted
  if (!/[\p{L}\p{N}]/u.test(text)) throw invalid('text', "Field 'text' has nothing to say in it.")
  const wish: Wishes['TTS'] = { text, speed, pitch, dictionaryIds }
  return create(context, principal, 'TTS', {
    wish,
    title: title ?? [...text.replaceAll(/\s+/g, ' ')].slice(0, longestTitle).join(''),
    voice: voiceId ?? null,
    language: language ?? null,
    webhook: wanted,
  })
}

/** Of a transcription or a conversation whose transcript is there. */
export async function createContent(
  context: Context,
  principal: Principal,
  { sourceId, wanted }: { readonly sourceId: string; readonly wanted: NewContent },
): Promise<string> {
  const parts = [...new Set(wanted.aiParts)].map(
    (name): WantedPart => ({ name, known: name, prompt: null, language: wanted.language ?? null }),
  )
  return createParts(context, principal, { sourceId, parts, webhook: wanted })
}

export async function createCustomContent(
  context: Context,
  principal: Principal,
  { sourceId, wanted }: { readonly sourceId: string; readonly wanted: NewCustomContent },
): Promise<string> {
  const parts = wanted.aiParts.map(
    ({ aiPart: name, prompt, language = null }): WantedPart => ({
      name,
      known: null,
      prompt,
      language,
    }),
  )
  return createParts(context, principal, { sourceId, parts, webhook: wanted })
}

type Webhook = Parameters<typeof toStoredWebhook>[2]

async function createParts(
  context: Context,
  principal: Principal,
  wanted: {
    readonly sourceId: string
    readonly parts: readonly WantedPart[]
    readonly webhook: Webhook
  },
): Promise<string> {
  const { sourceId, parts, webhook } = wanted
  const source = await findSource(context, principal, sourceId)
  if (!source) throw notFound()
  if (source === 'waiting') throw new AppError('CONFLICT', 'It has no transcript yet.')
  const wish: Wishes['AI_CONTENT'] = { parts }
  const title = parts.map(({ name }) => name).join(', ')
  return create(context, principal, 'AI_CONTENT', { wish, sourceId, title, webhook })
}

type Making = Partial<
  Pick<NewJobRow, 'mediaUrl' | 'model' | 'language' | 'voice' | 'sourceId' | 'processingType'>
> & {
  readonly wish: Wishes[WorkType]
  readonly title: string
  readonly webhook: Webhook
}

async function create(
  context: Context,
  { workspaceId, userId, keyId }: Principal,
  type: WorkType,
  { webhook, title, ...making }: Making,
): Promise<string> {
  const id = context.newId()
  const stored = await toStoredWebhook(context, id, webhook)
  await context.db.transaction(async (tx) => {
    await insertJob(tx, {
      mediaUrl: null,
      model: null,
      language: null,
      voice: null,
      sourceId: null,
      processingType: 'async',
      ...making,
      ...stored,
      title: title.slice(0, 500),
      workspaceId,
      id,
      type,
      createdBy: userId,
      apiKeyId: keyId ?? null,
    })
    await queueRun(tx, { workspaceId, jobId: id }, type)
  })
  return id
}

/** The file's name, as far as an address tells. */
function titleOf(url: string): string {
  const { pathname, hostname } = new URL(url)
  const name = pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(name).replaceAll('\0', '').trim() || hostname
  } catch {
    return name || hostname
  }
}

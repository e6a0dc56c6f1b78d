import type { Logger } from '../../platform/log.ts'
import type { ModelStore } from '../models/index.ts'
import type { Job, ModelFiles } from './engine/messages.ts'
import type { TranscriptionRequest } from './port.ts'

export const embeddedModels = ['moonshine-tiny', 'whisper-base', 'whisper-small'] as const
export type EmbeddedModel = (typeof embeddedModels)[number]

type Choice = {
  readonly models: ModelStore
  readonly log: Logger
  readonly englishModel: EmbeddedModel
  readonly otherModel: EmbeddedModel
}

/** Finds speech, whatever hears it. */
const voiceActivityModel = 'silero-vad'
/** Unless other models are asked for. */
export const defaultModels = { englishModel: 'moonshine-tiny', otherModel: 'whisper-base' } as const

/** A Whisper hears every language; Moonshine, or nothing said, leaves the others to whisper-base. */
export function toModels(name: string | undefined): {
  englishModel?: EmbeddedModel
  otherModel?: 'whisper-base' | 'whisper-small'
} {
  if (name === 'moonshine-tiny') return { englishModel: name }
  if (name !== 'whisper-base' && name !== 'whisper-small') return {}
  return { englishModel: name, otherModel: name }
}

/** All that a recording in an unknown language may need. */
export function modelsFor(choice: Pick<Choice, 'englishModel' | 'otherModel'>): readonly string[] {
  return [...new Set([voiceActivityModel, choice.englishModel, choice.otherModel])]
}

/** Which models a request needs, fetched where they are missing, or what can stand in for them. */
export async function planJob(
  request: Pick<TranscriptionRequest, 'startMs' | 'language'>,
  choice: Choice,
): Promise<Job> {
  const { startMs = 0, language } = request
  const voiceActivity = (await choice.models.get(voiceActivityModel)).model ?? ''
  const others = language === 'en' ? undefined : await findOthers(language, choice)
  const isOther = language !== undefined && language !== 'en'
  const english = isOther && others ? others : await findEnglish(others, choice)
  return { startMs, language, voiceActivity, english, others }
}

/** Without it, unknown recordings are taken for English; one in another known language fails. */
async function findOthers(
  language: string | undefined,
  { models, log, otherModel }: Choice,
): Promise<ModelFiles | undefined> {
  try {
    return await getFiles(otherModel, models)
  } catch (error) {
    if (language) throw error
    log.warn({ model: otherModel, error: String(error) }, 'languages cannot be told apart')
    return undefined
  }
}

async function findEnglish(
  others: ModelFiles | undefined,
  { models, log, englishModel, otherModel }: Choice,
): Promise<ModelFiles> {
  try {
    return await getFiles(englishModel, models)
  } catch (error) {
    const isHere = others !== undefined || (await models.has(otherModel))
    if (!isHere) throw error
    log.warn({ model: englishModel, error: String(error) }, 'another model hears English')
    return others ?? getFiles(otherModel, models)
  }
}

async function getFiles(name: EmbeddedModel, models: ModelStore): Promise<ModelFiles> {
  const { encoder = '', decoder = '', vocabulary = '', generation = '' } = await models.get(name)
  if (name === 'moonshine-tiny') return { kind: 'moonshine', name, encoder, decoder }
  return { kind: 'whisper', name, encoder, decoder, vocabulary, generation }
}

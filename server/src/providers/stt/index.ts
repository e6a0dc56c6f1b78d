import type { Logger } from '../../platform/log.ts'
import type { ModelStore } from '../models/index.ts'
import { openEmbedded } from './embedded.ts'
import { openOpenAi } from './openai.ts'
import { defaultModels, modelsFor, toModels } from './plan-job.ts'
import type { SpeechToText } from './port.ts'

export {
  collectTranscript,
  type Segment,
  type SpeechToText,
  type Transcript,
} from './port.ts'

type SpeechSettings = {
  /** Of an OpenAI-compatible service; undefined hears on this machine. */
  readonly sttBaseUrl: string | undefined
  readonly sttApiKey: string | undefined
  /** A model of the service, or of the embedded engine. */
  readonly sttModel: string | undefined
  readonly embeddedSpeech: boolean
}

/** The configured service, or the embedded engine; undefined when there is neither. */
export function openSpeechToText(options: {
  settings: SpeechSettings
  models: ModelStore
  log: Logger
}): SpeechToText | undefined {
  const { settings, models, log } = options
  const { sttBaseUrl, sttApiKey, sttModel, embeddedSpeech } = settings
  if (sttBaseUrl) return openOpenAi({ baseUrl: sttBaseUrl, apiKey: sttApiKey, model: sttModel })
  if (!embeddedSpeech) return undefined
  return openEmbedded({ models, log, ...toModels(sttModel) })
}

/** Models that the embedded engine fetches when it first hears something; none when it never will. */
export function neededModels(settings: SpeechSettings): readonly string[] {
  const { sttBaseUrl, sttModel, embeddedSpeech } = settings
  if (sttBaseUrl || !embeddedSpeech) return []
  return modelsFor({ ...defaultModels, ...toModels(sttModel) })
}

import type { Logger } from '../../platform/log.ts'
import type { ModelStore } from '../models/index.ts'
import { modelsForSpeech, openEmbeddedVoice } from './embedded.ts'
import { openOpenAiVoice } from './openai.ts'
import type { TextToSpeech } from './port.ts'

export {
  defaultSampleRate,
  type EngineVoice,
  factorLimits,
  type SpeechStream,
  speaks,
  type SynthesisRequest,
  type TextToSpeech,
} from './port.ts'
export { joinPcm } from './pcm.ts'

type VoiceSettings = {
  /** Of an OpenAI-compatible service; undefined speaks on this machine. */
  readonly ttsBaseUrl: string | undefined
  readonly ttsApiKey: string | undefined
  /** A model of the service, or kokoro or basic on this machine. */
  readonly ttsModel: string | undefined
  /** A voice of the service. */
  readonly ttsVoice: string | undefined
  readonly embeddedSpeech: boolean
}

const embeddedModel = ({ ttsModel }: VoiceSettings) => (ttsModel === 'basic' ? 'basic' : 'kokoro')

/** The configured service, or the embedded voices; undefined when there is neither. */
export function openTextToSpeech(options: {
  settings: VoiceSettings
  models: ModelStore
  log: Logger
}): TextToSpeech | undefined {
  const { settings, models, log } = options
  const { ttsBaseUrl, ttsApiKey, ttsModel, ttsVoice, embeddedSpeech } = settings
  if (ttsBaseUrl) {
    return openOpenAiVoice({
      baseUrl: ttsBaseUrl,
      apiKey: ttsApiKey,
      model: ttsModel,
      voice: ttsVoice,
    })
  }
  if (!embeddedSpeech) return undefined
  return openEmbeddedVoice({ models, log, model: embeddedModel(settings) })
}

/** Models that the embedded voices fetch when something is first said; none when they never speak. */
export function neededVoiceModels(settings: VoiceSettings): readonly string[] {
  const { ttsBaseUrl, embeddedSpeech } = settings
  if (ttsBaseUrl || !embeddedSpeech) return []
  return modelsForSpeech(embeddedModel(settings))
}

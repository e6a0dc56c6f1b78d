import type { Integration } from '@parley/contract'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { neededModels } from '../../providers/stt/index.ts'
import { neededVoiceModels } from '../../providers/tts/index.ts'
import { mayOperate } from '../accounts/index.ts'
import { countNumbersByCarrier } from '../phone-numbers/index.ts'

/** What is configured; addresses for those who run the server alone. */
export async function listIntegrations(
  context: Context,
  principal: Principal,
): Promise<Integration[]> {
  const [operates, numbers] = await Promise.all([
    mayOperate(context, principal),
    countNumbersByCarrier(context, principal.workspaceId),
  ])
  const all: Integration[] = [
    languageModel(context.config),
    speechToText(context),
    textToSpeech(context),
    embeddings(context),
    telephony(numbers),
    mail(context.config),
    mediaStorage(context.config),
  ]
  return operates ? all : all.map((one) => ({ ...one, address: null }))
}

type Common = Pick<Integration, 'models' | 'address' | 'numbers'>
const base: Common = { models: [], address: null, numbers: [] }
type Named = Pick<Integration, 'name' | 'variables'>

function service(named: Named, baseUrl: string, models: readonly string[]): Integration {
  const address = withoutUser(baseUrl)
  return {
    ...base,
    ...named,
    state: 'service',
    engine: 'openai-compatible',
    models: [...models],
    address,
  }
}

/** An address may hold a user and a password. */
function withoutUser(address: string): string {
  const url = new URL(address)
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`
}

function languageModel({ llmBaseUrl, llmModel }: Config): Integration {
  const named: Named = {
    name: 'language_model',
    variables: ['LLM_BASE_URL', 'LLM_MODEL', 'LLM_API_KEY'],
  }
  if (llmBaseUrl && llmModel) return service(named, llmBaseUrl, [llmModel])
  // Rules and word lists stand in.
  return { ...base, ...named, state: 'off', engine: 'built-in' }
}

function speechToText({ config, stt }: Context): Integration {
  const named: Named = {
    name: 'speech_to_text',
    variables: ['STT_BASE_URL', 'STT_MODEL', 'STT_API_KEY', 'EMBEDDED_SPEECH'],
  }
  if (config.sttBaseUrl) return service(named, config.sttBaseUrl, [config.sttModel ?? 'whisper-1'])
  return onThisMachine(named, stt?.name, neededModels(config))
}

function textToSpeech({ config, tts }: Context): Integration {
  const named: Named = {
    name: 'text_to_speech',
    variables: ['TTS_BASE_URL', 'TTS_MODEL', 'TTS_VOICE', 'TTS_API_KEY', 'EMBEDDED_SPEECH'],
  }
  if (config.ttsBaseUrl) return service(named, config.ttsBaseUrl, [config.ttsModel ?? 'tts-1'])
  return onThisMachine(named, tts?.name, neededVoiceModels(config))
}

function embeddings({ config, embeddings: found }: Context): Integration {
  const named: Named = {
    name: 'embeddings',
    variables: [
      'EMBEDDINGS_BASE_URL',
      'EMBEDDINGS_MODEL',
      'EMBEDDINGS_API_KEY',
      'EMBEDDED_EMBEDDINGS',
    ],
  }
  const { embeddingsBaseUrl: url, embeddingsModel: model } = config
  if (url && model) return service(named, url, [model])
  return onThisMachine(named, found?.name, found ? [found.model] : [])
}

function onThisMachine(
  named: Named,
  engine: string | undefined,
  models: readonly string[],
): Integration {
  const state = engine === undefined ? 'off' : 'local'
  return { ...base, ...named, models: [...models], state, engine: engine ?? null }
}

function telephony(numbers: Integration['numbers']): Integration {
  const carriers = numbers.map(({ carrier }) => carrier)
  const isReal = carriers.some((carrier) => carrier !== 'SIMULATED')
  return {
    ...base,
    name: 'telephony',
    variables: ['TWILIO_API_URL', 'PUBLIC_URL', 'CAMPAIGN_CALLS'],
    state: carriers.length === 0 ? 'off' : isReal ? 'service' : 'local',
    engine: carriers.length === 0 ? null : carriers.join(', ').toLowerCase(),
    numbers,
  }
}

function mail({ smtpUrl }: Config): Integration {
  const named: Named = { name: 'mail', variables: ['SMTP_URL', 'MAIL_FROM'] }
  if (!smtpUrl) return onThisMachine(named, 'outbox', [])
  return { ...service(named, smtpUrl, []), engine: 'smtp' }
}

function mediaStorage({ dataDir }: Config): Integration {
  const named: Named = { name: 'media_storage', variables: ['DATA_DIR'] }
  return { ...onThisMachine(named, 'folder', []), address: `${dataDir}/media` }
}

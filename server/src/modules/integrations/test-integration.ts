import type { IntegrationName, IntegrationTest } from '@parley/contract'
import type { Config } from '../../config.ts'
import { AppError } from '../../platform/errors.ts'
import { mayOperate } from '../accounts/index.ts'
import { type Check, CheckFailure, type Tester } from './check.ts'
import { discreet, type Discretion, reasonOf, type Said, sentenceOf } from './failure-rules.ts'
import { checkEmbeddings, checkLanguageModel } from './model-checks.ts'
import { checkMail, checkMediaStorage, checkTelephony } from './service-checks.ts'
import { checkSpeechToText, checkTextToSpeech } from './speech-checks.ts'

/** A model on this machine may have to be fetched and loaded first. */
const longestMs = 90_000

const checks: Readonly<Record<IntegrationName, Check>> = {
  language_model: checkLanguageModel,
  speech_to_text: checkSpeechToText,
  text_to_speech: checkTextToSpeech,
  embeddings: checkEmbeddings,
  telephony: checkTelephony,
  mail: checkMail,
  media_storage: checkMediaStorage,
}

type TestIntegration = (tester: Tester, name: IntegrationName) => Promise<IntegrationTest>

/** Tests cost money and machine time: of each, a workspace has one running in this process. */
export function openTestBench(): TestIntegration {
  const running = new Set<string>()
  return async (tester, name) => {
    const key = `${tester.principal.workspaceId} ${name}`
    if (running.has(key)) {
      throw new AppError('CONFLICT', 'This test is running already; wait for its end.')
    }
    running.add(key)
    try {
      return await testIntegration(tester, name)
    } finally {
      running.delete(key)
    }
  }
}

async function testIntegration(tester: Tester, name: IntegrationName): Promise<IntegrationTest> {
  const startedAt = performance.now()
  const signal = AbortSignal.timeout(longestMs)
  const duration = () => Math.round(performance.now() - startedAt)
  try {
    const message = await inTime(checks[name](tester, signal), signal)
    return { name, success: true, reason: null, message, duration_ms: duration() }
  } catch (error) {
    tester.context.log.info({ err: error, integration: name }, 'the test of an integration failed')
    const operates = await mayOperate(tester.context, tester.principal)
    const discretion = discretionOf(tester.context.config, operates)
    return { name, success: false, ...failureOf(error, discretion), duration_ms: duration() }
  }
}

/** Mail and storage know no signals. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  return Promise.race([work, late])
}

function failureOf(error: unknown, discretion: Discretion) {
  if (error instanceof CheckFailure) return { reason: error.reason, message: error.message }
  if ((error as Error | undefined)?.name === 'TimeoutError') {
    return { reason: 'timeout' as const, message: `No answer within ${longestMs / 1_000} s.` }
  }
  const errors = chainOf(error)
  return { reason: reasonOf(errors), message: discreet(sentencesOf(errors), discretion) }
}

/** What a check adds in front, such as which carrier it was, stands before the carrier's words. */
function sentencesOf(errors: readonly Said[]): string {
  const [first, ...others] = errors
  if (first === undefined) return ''
  const inner = sentenceOf(others)
  const outer = sentenceOf(errors)
  return inner === '' || outer.includes(inner) ? outer : `${outer}: ${inner}`
}

/** The error and what it came from; nobody nests deeper. */
const deepest = 5

function chainOf(error: unknown): Said[] {
  const chain: Said[] = []
  let next: unknown = error
  while (next !== undefined && next !== null && chain.length < deepest) {
    const { message, code, responseCode, failure, cause, errors } = next as Error & {
      code?: unknown
      responseCode?: unknown
      failure?: unknown
      errors?: unknown[]
    }
    chain.push({
      message: typeof next === 'string' ? next : (message ?? ''),
      code: typeof code === 'string' ? code : undefined,
      responseCode: typeof responseCode === 'number' ? responseCode : undefined,
      failure: typeof failure === 'string' ? failure : undefined,
    })
    // Of a name with several addresses, each has failed.
    next = cause ?? errors?.[0]
  }
  return chain
}

function discretionOf(config: Config, operates: boolean): Discretion {
  const { smtpUrl, llmApiKey, sttApiKey, ttsApiKey, embeddingsApiKey } = config
  const mail = smtpUrl === undefined ? undefined : new URL(smtpUrl)
  const secrets = [llmApiKey, sttApiKey, ttsApiKey, embeddingsApiKey, mail?.password]
  const addresses = [config.llmBaseUrl, config.sttBaseUrl, config.ttsBaseUrl, smtpUrl]
  const hosts = [...addresses, config.embeddingsBaseUrl].flatMap((address) =>
    address === undefined ? [] : [new URL(address).host, new URL(address).hostname],
  )
  return {
    secrets: secrets.filter((secret) => secret !== undefined),
    hosts: operates ? undefined : [...hosts, config.dataDir],
  }
}

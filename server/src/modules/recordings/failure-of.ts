import { AudioError } from '../../providers/audio/index.ts'
import { MediaStoreError } from '../../providers/media-store/index.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { type Failure, failure } from './failure-rules.ts'

/** What to tell people; undefined when trying again may help. */
export function failureOf(error: unknown, isLastTry: boolean): Failure | undefined {
  if (error instanceof AudioError) return failure(error.problem)
  if (error instanceof MediaStoreError && error.code === 'missing') return failure('file_missing')
  if (error instanceof ProviderError && !error.retryable) return failure('no_engine', error.message)
  return isLastTry ? failure('engine_failed') : undefined
}

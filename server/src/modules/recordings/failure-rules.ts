import type { Recording } from '@parley/contract'

export type FailureCode = NonNullable<Recording['failure']>['code']
export type Failure = { readonly code: FailureCode; readonly message: string }

const sentences: Readonly<Record<FailureCode, string>> = {
  empty: 'The file is empty.',
  corrupt: 'The file is damaged: its audio cannot be read.',
  encrypted: 'The file is encrypted or protected.',
  unsupported: 'The file is no audio or video that can be read here.',
  no_audio: 'The file has no audio in it.',
  too_long: 'The recording is longer than can be transcribed.',
  too_large: 'The file is larger than 2 GiB.',
  unreachable: 'The file could not be fetched from its address.',
  forbidden_address: 'The address of the file may not be asked from here.',
  rejected_by_host: 'The server that has the file did not give it out.',
  storage_full: 'There is no room left for files on this server.',
  file_missing: 'The file is no longer in the store.',
  no_engine: 'No speech engine is available on this server.',
  engine_failed: 'The speech engine failed, also when it was tried again.',
}

/** A failure with its sentence; `more` says what is known beyond it. */
export function failure(code: FailureCode, more?: string): Failure {
  const message = more === undefined ? sentences[code] : `${sentences[code]} ${more}`
  return { code, message: message.slice(0, 1_000) }
}

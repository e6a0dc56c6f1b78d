import type { KnowledgeItem } from '@parley/contract'

type FailureCode = NonNullable<KnowledgeItem['failureCode']>
export type Failure = { readonly code: FailureCode; readonly message: string }

const sentences = {
  quota_exceeded: 'The knowledge base of the workspace has no room for it.',
  storage_full: 'There is no room left for files on this server.',
  file_missing: 'The file is no longer in the store.',
  internal: 'It could not be processed, also when it was tried again.',
} satisfies Partial<Record<FailureCode, string>>

/** A failure that is ours to tell; others bring their sentence along. */
export function failure(code: keyof typeof sentences): Failure {
  return { code, message: sentences[code] }
}

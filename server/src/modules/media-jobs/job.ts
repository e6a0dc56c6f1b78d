import type { AiPart, JobStatus, SrtOptions } from '@parley/contract'

export type AboutJob = { readonly workspaceId: string; readonly jobId: string }

/** What the background does; calls are no such jobs, though they are shown among them. */
export type WorkType = 'TRANSCRIPTION' | 'TTS' | 'AI_CONTENT'

/** What a job of each type is to do, as it is stored. */
export type Wishes = {
  readonly TRANSCRIPTION: { readonly srt: SrtOptions | null }
  readonly TTS: {
    readonly text: string
    readonly speed: number
    readonly pitch: number
    readonly dictionaryIds: readonly string[]
  }
  readonly AI_CONTENT: { readonly parts: readonly WantedPart[] }
}

export type WantedPart = {
  readonly name: string
  /** Undefined: the prompt is the caller's own. */
  readonly known: AiPart | null
  readonly prompt: string | null
  readonly language: string | null
}

export type WorkItem = {
  readonly type: WorkType
  readonly status: JobStatus
  /** JSON, of {@link Wishes}. */
  readonly wish: string
  readonly mediaUrl: string | null
  readonly isStored: boolean
  readonly language: string | null
  readonly voice: string | null
  readonly sourceId: string | null
}

/** What came of a job. */
export type Outcome = {
  readonly result: unknown
  readonly engine: string | null
  readonly language: string | null
  readonly audioSeconds: number | null
  readonly costUsd: number | null
  /** The file in the store is what was made; otherwise it is not needed any more. */
  readonly keepsFile: boolean
}

/** Ends a job with a reason that people are shown. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** How a doer tells how far it is. */
export type Doing = {
  readonly about: AboutJob
  readonly work: WorkItem
  readonly signal: AbortSignal
  /** 1 on the first try. */
  readonly attempt: number
  readonly isLastTry: boolean
}

/** Work that fails is tried this often, over about ten minutes. */
export const maxAttempts = 6

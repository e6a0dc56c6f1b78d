import type { Segment } from '../port.ts'

/** What the server and the process that runs the models say to each other. */

/** Files of the models a job may use, on disk and verified. */
export type ModelFiles =
  | {
      readonly kind: 'moonshine'
      readonly name: string
      readonly encoder: string
      readonly decoder: string
    }
  | {
      readonly kind: 'whisper'
      readonly name: string
      readonly encoder: string
      readonly decoder: string
      readonly vocabulary: string
      readonly generation: string
    }

export type Job = {
  readonly startMs: number
  /** Undefined detects it with `others`. */
  readonly language: string | undefined
  readonly voiceActivity: string
  readonly english: ModelFiles
  /** For every other language, and to tell languages apart; undefined hears everything as English. */
  readonly others: ModelFiles | undefined
}

export type ToEngine =
  | { readonly type: 'job'; readonly job: Job }
  /** Loads the models that such a job needs; nothing is answered. */
  | { readonly type: 'prepare'; readonly job: Job }
  /** The audio that `pull` asked for; undefined: there is no more. */
  | { readonly type: 'audio'; readonly audio: Float32Array | undefined }

export type Progress = {
  readonly segments: readonly Segment[]
  readonly doneMs: number
  readonly language: string | undefined
  readonly languageConfidence: number | undefined
  readonly model: string
}

export type FromEngine =
  /** Wants more audio: nothing is sent unasked, so a long file never waits in memory. */
  | { readonly type: 'pull' }
  | { readonly type: 'part'; readonly part: Progress }
  | { readonly type: 'done'; readonly part: Progress }
  | { readonly type: 'failed'; readonly message: string }

const audioProblems = [
  'empty',
  'corrupt',
  'encrypted',
  'unsupported',
  'too_long',
  'no_audio',
] as const

/** Why a file gives no audio: a fact about the file, the same at every try. */
export type AudioProblem = (typeof audioProblems)[number]

/** The file cannot be heard; the message is a sentence for the person who uploaded it. */
export class AudioError extends Error {
  override readonly name = 'AudioError'
  readonly problem: AudioProblem

  constructor(problem: AudioProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}

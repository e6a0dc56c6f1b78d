/** Why a document gives no text: a fact about the file, the same at every try. */
export type DocumentProblem =
  | 'empty'
  | 'corrupt'
  | 'encrypted'
  | 'unsupported'
  | 'no_text'
  | 'too_large'
  | 'too_complex'

/** The document cannot be read; the message is a sentence for the person who brought it. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  readonly problem: DocumentProblem

  constructor(problem: DocumentProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}

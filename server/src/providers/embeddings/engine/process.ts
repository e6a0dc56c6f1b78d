import type { FromEngine, ToEngine } from './messages.ts'
import { openSentenceModel, type SentenceModel } from './sentence-model.ts'

// A process of its own: its crash is not the server's, and its memory goes back when it ends.

let model: Promise<SentenceModel> | undefined

process.on('message', ({ id, files, texts }: ToEngine) => {
  model ??= openSentenceModel(files)
  model
    .then((embed) => embed(texts))
    .then(
      (vectors) => say({ id, vectors }),
      (error: unknown) => {
        say({ id, failure: error instanceof Error ? error.message : String(error) })
      },
    )
})
process.on('disconnect', () => process.exit())

function say(message: FromEngine): void {
  process.send?.(message)
}

import { ProviderError } from '../provider-error.ts'
import { readAnswer } from './json-answer.ts'
import { type Answer, addUsage, type LanguageModel, noUsage, type Question } from './port.ts'

type Asked = Pick<Question<unknown>, 'system' | 'user' | 'schemaName'>

/** What the model says to a question: a value, or text as it might arrive; an error is thrown. */
type Script = (question: Asked, call: number) => unknown

export type FakeLanguageModel = LanguageModel & { readonly asked: readonly Asked[] }

const charactersPerToken = 4

/** Answers by a script; a wrong shape is asked for again once, as the real ones do. */
export function openFakeModel(script: Script): FakeLanguageModel {
  const asked: Asked[] = []
  const closing = new AbortController()

  async function complete<T>(question: Question<T>): Promise<Answer<T>> {
    const { system, user, schema, schemaName, signal } = question
    let usage = noUsage
    let fault = ''
    for (let round = 0; round < 2; round += 1) {
      closing.signal.throwIfAborted()
      signal?.throwIfAborted()
      asked.push({ system, user, schemaName })
      const said = await unlessAborted(
        script({ system, user, schemaName }, asked.length - 1),
        signal,
      )
      signal?.throwIfAborted()
      if (said instanceof Error) throw said
      const text = typeof said === 'string' ? said : JSON.stringify(said)
      usage = addUsage(usage, {
        requests: 1,
        inputTokens: Math.ceil((system.length + user.length) / charactersPerToken),
        outputTokens: Math.ceil(text.length / charactersPerToken),
        costUsd: undefined,
      })
      const reading = readAnswer(text, schema)
      if (reading.fault === undefined) return { value: reading.value, model: 'scripted', usage }
      fault = reading.fault
    }
    throw new ProviderError('fake model', false, `Its answer has the wrong shape. ${fault}`)
  }

  return {
    name: 'fake',
    model: 'scripted',
    asked,
    complete,
    async close() {
      closing.abort(new ProviderError('fake model', true, 'Parley is stopping.'))
    },
  }
}

async function unlessAborted(work: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  if (!signal) return work
  let forget = () => {}
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort)
    forget = () => signal.removeEventListener('abort', onAbort)
  })
  return Promise.race([work, aborted]).finally(forget)
}

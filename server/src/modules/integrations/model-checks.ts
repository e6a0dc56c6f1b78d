import { openChatModel } from '../../providers/llm/index.ts'
import { type Check, CheckFailure, notConfigured } from './check.ts'

/** Asks for a word, and reads no further than its first piece. */
export const checkLanguageModel: Check = async ({ context }, signal) => {
  const model = openChatModel(context.config)
  if (!model) throw notConfigured('LLM_BASE_URL and LLM_MODEL')
  const messages = [{ role: 'user', text: 'Answer with the one word: yes' }] as const
  try {
    for await (const part of model.reply({ messages, tools: [], signal })) {
      if (part.type !== 'text' || part.text.trim() === '') continue
      return `${model.model} answered: “${part.text.trim().slice(0, 40)}”.`
    }
  } finally {
    await model.close()
  }
  throw new CheckFailure('wrong_answer', `${model.model} was asked and answered nothing.`)
}

export const checkEmbeddings: Check = async ({ context: { embeddings } }, signal) => {
  if (!embeddings) throw notConfigured('EMBEDDINGS_BASE_URL and EMBEDDINGS_MODEL')
  const [vector] = await embeddings.embed(['How much does it cost?'], { isUrgent: true, signal })
  if (!vector || vector.length === 0) {
    throw new CheckFailure('wrong_answer', `${embeddings.model} answered no vector.`)
  }
  return `${embeddings.model} answered a vector of ${vector.length} numbers.`
}

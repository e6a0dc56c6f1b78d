import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { normalise } from '../port.ts'
import type { ToEngine } from './messages.ts'

/** What all-MiniLM-L6-v2 was made to read; beyond it, its vectors get worse. */
const maxTokens = 256

/** What is used of the tokenizer, whose own types Node's way of resolving does not find. */
type Encoder = { encode(text: string): { readonly ids: readonly number[] } }

/** Turns texts into vectors. */
export type SentenceModel = (texts: readonly string[]) => Promise<Float32Array[]>

export async function openSentenceModel(files: ToEngine['files']): Promise<SentenceModel> {
  const [tokenizerJson, configJson] = await Promise.all([
    readFile(files.tokenizer, 'utf8'),
    readFile(files.config, 'utf8'),
  ])
  const tokenizer = new Tokenizer(
    JSON.parse(tokenizerJson) as object,
    JSON.parse(configJson) as object,
  ) as unknown as Encoder
  // One thread: more make a text of this length hardly faster, and take them from live calls.
  const session = await InferenceSession.create(files.model, { intraOpNumThreads: 1 })
  return async (texts) => {
    const tokens = texts.map((text) => cut(tokenizer.encode(text).ids))
    return poolMeans(await run(session, tokens), tokens)
  }
}

/** Keeps the mark of the end. */
function cut(ids: readonly number[]): readonly number[] {
  return ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - 1), ids.at(-1) ?? 0]
}

async function run(session: InferenceSession, tokens: readonly (readonly number[])[]) {
  const length = Math.max(...tokens.map((ids) => ids.length))
  const shape = [tokens.length, length]
  const fill = (valueOf: (ids: readonly number[], at: number) => number) =>
    new Tensor(
      'int64',
      BigInt64Array.from(
        tokens.flatMap((ids) => Array.from({ length }, (_, at) => BigInt(valueOf(ids, at)))),
      ),
      shape,
    )
  const output = await session.run({
    input_ids: fill((ids, at) => ids[at] ?? 0),
    attention_mask: fill((ids, at) => (at < ids.length ? 1 : 0)),
    token_type_ids: fill(() => 0),
  })
  const states = output[session.outputNames[0] ?? '']
  if (!states) throw new Error('The model answered nothing.')
  return { data: states.data as Float32Array, length, width: states.dims[2] ?? 0 }
}

/** The mean of the vectors of a text's tokens is the vector of the text. */
function poolMeans(
  { data, length, width }: { data: Float32Array; length: number; width: number },
  tokens: readonly (readonly number[])[],
): Float32Array[] {
  return tokens.map((ids, row) => {
    const vector = new Float32Array(width)
    for (let token = 0; token < ids.length; token += 1) {
      const start = (row * length + token) * width
      for (let at = 0; at < width; at += 1) {
        vector[at] = (vector[at] ?? 0) + (data[start + at] ?? 0)
      }
    }
    return normalise(vector)
  })
}

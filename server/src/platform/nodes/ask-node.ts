import { request } from 'undici'

const maxAnswerBytes = 65_536

/** The other node was not reached, or did not answer in time; it may have heard the request. */
export class NodeSilent extends Error {
  override readonly name = 'NodeSilent'
}

/** Posts JSON to another node of this installation and answers its JSON. Throws NodeSilent. */
export async function askNode(
  url: string,
  body: unknown,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<unknown> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await textOf(answer.body)
    if (answer.statusCode !== 200) throw new Error(`it answered ${answer.statusCode}`)
    return JSON.parse(text)
  } catch (error) {
    throw new NodeSilent(`The node did not answer: ${(error as Error).message}.`, { cause: error })
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > maxAnswerBytes) throw new Error('the answer is too large')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

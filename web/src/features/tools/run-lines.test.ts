import { expect, test } from 'vitest'
import { linesOf } from './run-lines.ts'

async function read(parts: readonly string[]): Promise<unknown[]> {
  const bytes = parts.map((part) => new TextEncoder().encode(part))
  const body = new ReadableStream<Uint8Array>({
    start(out) {
      for (const part of bytes) out.enqueue(part)
      out.close()
    },
  })
  const found: unknown[] = []
  for await (const one of linesOf(new Response(body))) found.push(one)
  return found
}

test('lines are read wherever the network cuts them', async () => {
  expect(await read(['{"a":', '1}\n{"a":2}\n', '\n{"a"', ':3}'])).toEqual([
    { a: 1 },
    { a: 2 },
    { a: 3 },
  ])
})

test('an answer without a body has no lines', async () => {
  const found: unknown[] = []
  for await (const one of linesOf(new Response(null))) found.push(one)
  expect(found).toEqual([])
})

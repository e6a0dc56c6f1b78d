export type CallOptions = {
  readonly key?: string | null
  /** Sent as JSON. */
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** One plain HTTP call, without the SDK. */
export async function callApi(url: string, method: string, { key, body, headers }: CallOptions) {
  const reply = await fetch(url, {
    method,
    headers: {
      ...(key && { 'x-api-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, body: parseJson(text) }
}

/** What is not JSON stays text. Untyped, because tests look into every kind of reply. */
// oxlint-disable-next-line typescript/no-explicit-any
function parseJson(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

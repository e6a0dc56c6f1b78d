/** The statuses whose answers have no body. */
const bodiless: readonly number[] = [101, 204, 205, 304]

/**
 * `fetch` that tells how much of a body is sent, from 0 to 1: browsers tell it of XMLHttpRequest alone.
 * Only what the SDK uses of `fetch`.
 */
export function fetchWithProgress(onProgress: (share: number) => void): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open(init.method ?? 'GET', String(input as string))
      request.responseType = 'arraybuffer'
      new Headers(init.headers).forEach((value, name) => request.setRequestHeader(name, value))
      request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
        if (lengthComputable && total > 0) onProgress(loaded / total)
      }
      request.onload = () => {
        const { status, statusText } = request
        const body = bodiless.includes(status) ? null : (request.response as ArrayBuffer)
        resolve(new Response(body, { status, statusText, headers: headersOf(request) }))
      }
      request.onerror = () => reject(new TypeError('The upload was cut off.'))
      request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
      init.signal?.addEventListener('abort', () => request.abort(), { once: true })
      request.send(init.body as XMLHttpRequestBodyInit)
    })
}

function headersOf(request: XMLHttpRequest): Headers {
  const headers = new Headers()
  for (const line of request
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
  }
  return headers
}

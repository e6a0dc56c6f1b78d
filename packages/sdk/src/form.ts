/** A file to upload. A stream is sent as it comes, once: a lost connection is not tried again. */
export type FileContent =
  | Blob
  | ArrayBuffer
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>

/** A body that can be sent, made anew for each attempt. */
export type Body = {
  readonly make: () => NonNullable<RequestInit['body']>
  /** Says what the body is; undefined leaves it to `fetch`. */
  readonly contentType: string | undefined
  /** False when it can be read once only. */
  readonly isRepeatable: boolean
}

type Fields = Readonly<Record<string, unknown>>

/** A file with fields as multipart/form-data. */
export function formOf(file: FileContent, fields: Fields, fileName: string | undefined): Body {
  const name = fileName ?? nameOf(file) ?? 'file'
  if (isStream(file)) return streamedForm(file, textsOf(fields), name)
  const blob = file instanceof Blob ? file : new Blob([file as BlobPart])
  const make = () => {
    const form = new FormData()
    for (const [field, text] of textsOf(fields)) form.append(field, text)
    form.append('file', blob, name)
    return form
  }
  return { make, contentType: undefined, isRepeatable: true }
}

/** `File` is a Blob with a name; Node 20 has it, but not as a global everywhere. */
function nameOf(file: FileContent): string | undefined {
  const { name } = file as { name?: unknown }
  return typeof name === 'string' && name !== '' ? name : undefined
}

function isStream(
  file: FileContent,
): file is ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> {
  return file instanceof ReadableStream || Symbol.asyncIterator in file
}

function textsOf(fields: Fields): [string, string][] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([field, value]) => [
      field,
      value instanceof Date ? value.toISOString() : String(value as string | number),
    ])
}

/** `FormData` takes no streams, so the form is written around it. RFC 7578. */
function streamedForm(
  file: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  texts: readonly (readonly [string, string])[],
  fileName: string,
): Body {
  const boundary = `parley-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')}`
  const utf8 = new TextEncoder()
  const part = (name: string, more: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${more}\r\n\r\n`
  const head = texts.map(([name, text]) => `${part(name, '')}${text}\r\n`).join('')
  const type = `; filename="${escaped(fileName)}"\r\nContent-Type: application/octet-stream`
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield utf8.encode(head + part('file', type))
    yield* piecesOf(file)
    yield utf8.encode(`\r\n--${boundary}--\r\n`)
  }
  return {
    make: () => toStream(pieces()),
    contentType: `multipart/form-data; boundary=${boundary}`,
    isRepeatable: false,
  }
}

/** As browsers escape names in forms. */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** Not every browser can iterate over a stream. */
async function* piecesOf(
  file: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!(file instanceof ReadableStream)) {
    yield* file
    return
  }
  const reader = file.getReader()
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function toStream(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const step = await pieces.next()
      if (step.done) controller.close()
      else controller.enqueue(step.value)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

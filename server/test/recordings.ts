import type { Recording } from '@parley/contract'
import type { TestApp } from './test-app.ts'

type Sent = {
  readonly status: number
  readonly body: { data: Recording; code?: string; error?: string }
}

/** Uploads a file as a form, as the owner unless another key is given. */
export async function upload(
  app: TestApp,
  file: Uint8Array,
  more: {
    readonly fields?: Readonly<Record<string, string>>
    readonly name?: string
    readonly key?: string
  } = {},
): Promise<Sent> {
  const form = new FormData()
  for (const [name, value] of Object.entries(more.fields ?? {})) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(file)]), more.name ?? 'call.wav')
  const reply = await fetch(`${app.baseUrl}/functions/v1/api-v1-recordings`, {
    method: 'POST',
    headers: { 'x-api-key': more.key ?? app.owner.apiKey },
    body: form,
  })
  return { status: reply.status, body: (await reply.json()) as Sent['body'] }
}

/** Names of the events about recordings, in order, with what they carry. */
export async function recordingEvents(app: TestApp) {
  const { rows } = await app.db.pool.query<{ name: string; payload: string }>(
    `select name, payload from event where subject_type = 'recording' order by seq`,
  )
  return rows.map(({ name, payload }) => ({
    name,
    recording: (JSON.parse(payload) as { recording: Recording & Record<string, unknown> })
      .recording,
  }))
}

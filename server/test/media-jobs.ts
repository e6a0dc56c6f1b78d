import type { MediaJob } from '@parley/contract'
import { startReceiver } from './receiver.ts'
import { startTestApp, type TestApp, type TestAppOptions } from './test-app.ts'
import { makeWav } from './wave.ts'

/** Lets requests reach servers of the test, which also look often. */
const reachesTests = { OUTBOUND_ALLOW: '127.0.0.1', STANDARD_REQUESTS_PER_MINUTE: '100000' }

/** An app beside a server that gives out a WAV of two seconds, and takes webhooks. */
export async function startMediaApp(options: TestAppOptions = {}) {
  const environment = { ...reachesTests, ...options.environment }
  const app = await startTestApp({ ...options, environment })
  const wav = makeWav({ seconds: 2, tones: [440] })
  const media = await startReceiver((response) => void response.end(wav))
  const receiver = await startReceiver()
  return {
    ...app,
    media,
    receiver,
    /** The job as its clients see it, as the owner unless another key is given. */
    job: (id: string, key = app.owner.apiKey) => getJob(app, id, key),
    transcribe: async (body: object = {}) => {
      const wanted = { mediaUrl: `${media.url}/talk.wav`, model: 'Hamsa-General-V2.0', ...body }
      const reply = await app.call('POST', '/v1/jobs/transcribe', { body: wanted })
      return reply.body.data?.jobId as string
    },
    async [Symbol.asyncDispose]() {
      await media[Symbol.asyncDispose]()
      await receiver[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
    },
  }
}

async function getJob(app: TestApp, id: string, key: string): Promise<MediaJob> {
  const reply = await app.call('GET', `/v1/jobs?jobId=${id}`, { key })
  if (reply.status !== 200) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body.data as MediaJob
}

/** Makes whatever waits for its next try due at once. */
export async function hurry(app: TestApp): Promise<void> {
  await app.db.pool.query('update graphile_worker._private_jobs set run_at = now()')
}

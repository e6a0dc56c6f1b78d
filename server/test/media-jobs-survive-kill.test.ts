import { expect, test } from 'vitest'
import { openFake } from '../src/providers/stt/fake.ts'
import { eventually } from './eventually.ts'
import { startMediaApp } from './media-jobs.ts'
import { startServerOn } from './server-on-app.ts'
import { startSpeechService } from './speech-service.ts'
import { makeWav } from './wave.ts'

test('a job whose server is killed goes on behind its last part, fetches nothing twice, and is told once', async () => {
  // Longer than the ten minutes that a service is asked about at once.
  const seconds = 720
  const line = (text: string) => ({ startMs: 1_000, endMs: 2_000, text })
  const ears = openFake({ lines: (call) => [line(call === 0 ? 'One.' : 'Two.')] })
  await using service = await startSpeechService(ears, [undefined, 'hang'])
  await using app = await startMediaApp()
  const file = makeWav({ seconds, tones: [440] })
  app.media.answerWith((response) => void response.end(file))
  const environment = { STT_BASE_URL: service.baseUrl, OUTBOUND_ALLOW: '127.0.0.1' }
  await using first = await startServerOn(app, environment)
  const id = await app.transcribe({ webhookUrl: app.receiver.url })
  await eventually(
    () => service.asked.length,
    (asked) => asked === 2,
    30_000,
  )
  await first.kill()
  expect(await app.job(id)).toMatchObject({ status: 'IN_PROGRESS' })

  // Whether a worker is lost is asked every half minute; this one has been for longer.
  await app.db.pool.query(
    `update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'`,
  )
  await using second = await startServerOn(app, environment)
  const done = await eventually(
    () => app.job(id),
    ({ webhookStatus }) => webhookStatus === 'DELIVERED',
    30_000,
  )
  expect(second.address).not.toBe('')
  expect(done).toMatchObject({ status: 'COMPLETED', jobResponse: { text: 'One. Two.' } })
  expect(app.media.received).toHaveLength(1)
  expect(app.receiver.bodies()).toMatchObject([{ id, status: 'COMPLETED' }])
  const [whole, cut, again] = service.asked.map((asked) => asked.seconds)
  expect(service.asked).toHaveLength(3)
  expect(again).toBe(cut)
  expect((whole ?? 0) + (again ?? 0)).toBeCloseTo(seconds, 1)
})

import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { hurry, startMediaApp } from '../../../test/media-jobs.ts'

const webhookAuth = { authKey: 'bearer', authSecret: 'Bearer top-secret' }

test('the finished job is posted with its authorization and a signature', async () => {
  await using app = await startMediaApp()
  const webhookUrl = `${app.receiver.url}/done`
  const id = await app.transcribe({ webhookUrl, webhookAuth })
  expect(await app.job(id)).toMatchObject({ webhookUrl, webhookStatus: 'NONE' })
  await app.drain()
  const [received] = app.receiver.received
  expect(received).toMatchObject({ path: '/done', headers: { authorization: 'Bearer top-secret' } })
  const signature = createHmac('sha256', 'Bearer top-secret').update(received?.body ?? '')
  expect(received?.headers['x-hamsa-signature']).toBe(`sha256=${signature.digest('hex')}`)
  expect(app.receiver.bodies()).toMatchObject([
    {
      id,
      jobId: id,
      status: 'COMPLETED',
      success: true,
      eventType: 'job.completed',
      projectId: app.owner.workspaceId,
      data: { id, status: 'COMPLETED', jobResponse: { text: '' } },
    },
  ])
  expect(await app.job(id)).toMatchObject({ webhookStatus: 'DELIVERED' })
})

test('a scheme and a secret apart become one header', async () => {
  await using app = await startMediaApp()
  const auth = { authKey: 'Token', authSecret: 'abc' }
  await app.transcribe({ webhookUrl: app.receiver.url, webhookAuth: auth })
  await app.drain()
  expect(app.receiver.received[0]?.headers.authorization).toBe('Token abc')
})

test('a receiver that fails is asked again until it answers, and a failed job is told too', async () => {
  await using app = await startMediaApp({ stt: null })
  app.receiver.answerWith((response, _, count) => void response.writeHead(count < 3 ? 500 : 200).end())
  const id = await app.transcribe({ webhookUrl: app.receiver.url })
  await app.drain()
  expect(await app.job(id)).toMatchObject({ status: 'FAILED', webhookStatus: 'PENDING' })
  await hurry(app)
  await app.drain()
  await hurry(app)
  await app.drain()
  expect(app.receiver.received).toHaveLength(3)
  expect(app.receiver.bodies()[2]).toMatchObject({
    eventType: 'job.failed',
    success: false,
    failure: { code: 'no_engine' },
  })
  expect(await app.job(id)).toMatchObject({ webhookStatus: 'DELIVERED' })
})

test('one that never answers well is given up', async () => {
  await using app = await startMediaApp()
  app.receiver.answerWith((response) => void response.writeHead(404).end())
  const id = await app.transcribe({ webhookUrl: app.receiver.url })
  for (let round = 0; round < 12; round += 1) {
    await app.drain()
    await hurry(app)
  }
  expect(await app.job(id)).toMatchObject({ status: 'COMPLETED', webhookStatus: 'FAILED' })
  expect(app.receiver.received).toHaveLength(11)
})

test('an address inside the network is refused before there is a job', async () => {
  await using app = await startMediaApp()
  for (const [field, url] of [
    ['webhookUrl', 'https://10.0.0.1/hook'],
    ['webhookUrl', 'http://[::1]:5432/'],
    ['mediaUrl', 'http://169.254.169.254/latest/meta-data'],
    ['mediaUrl', 'file:///etc/passwd'],
    ['mediaUrl', 'https://user:password@example.com/a.wav'],
  ]) {
    const body = { mediaUrl: app.media.url, model: 'any', [field ?? '']: url }
    const reply = await app.call('POST', '/v1/jobs/transcribe', { body })
    expect(reply, `${field} ${url}`).toMatchObject({
      status: 400,
      body: { success: false, error: { code: 10_400, details: { field } } },
    })
  }
  const { body } = await app.call('POST', '/v1/jobs/all', { body: {} })
  expect(body.data.total).toBe(0)
})

test('a secret that would break the header is refused', async () => {
  await using app = await startMediaApp()
  const body = {
    mediaUrl: app.media.url,
    webhookUrl: app.receiver.url,
    webhookAuth: { authKey: 'Bearer', authSecret: 'a\r\nx-admin: 1' },
  }
  const reply = await app.call('POST', '/v1/jobs/transcribe', { body })
  expect(reply).toMatchObject({ status: 400, body: { error: { details: { field: 'webhookAuth' } } } })
})

test('what is stored of a webhook cannot be read without the key', async () => {
  await using app = await startMediaApp()
  const id = await app.transcribe({ webhookUrl: app.receiver.url, webhookAuth })
  const { rows } = await app.db.pool.query('select * from media_job where id = $1', [id])
  expect(JSON.stringify(rows)).not.toContain('top-secret')
  expect(JSON.stringify(await app.job(id))).not.toContain('top-secret')
})

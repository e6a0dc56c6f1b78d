import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { holdTalk } from '../../../test/agent-calls.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const path = '/v1/agent-analytics/conversations/export'
const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** All the XML of a file that has to be an Excel file. */
function readExcel(file: ArrayBuffer): string {
  const files = Object.entries(unzipSync(new Uint8Array(file)))
  return files.map(([, bytes]) => strFromU8(bytes)).join('\n')
}

type Status = {
  readonly status: string
  readonly downloadUrl: string
  readonly error: string | null
  readonly rows: number | null
}

const get = (app: TestApp, url: string, key: string | null = app.owner.apiKey) =>
  fetch(url, { headers: key === null ? {} : { authorization: `Token ${key}` } })

test('calls are exported to Excel at once, each with its id and its outcome', async () => {
  await using app = await startTestApp()
  const booked = await holdTalk(app, { end: { outcome: { call_outcome: 'booked' } } })
  const failed = await holdTalk(app, { end: { status: 'FAILED', endReason: 'failed' } })
  const reply = await get(app, `${app.baseUrl}${path}`)
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, excel])
  expect(reply.headers.get('content-disposition')).toMatch(/calls-\d{4}-\d\d-\d\d\.xlsx/)
  const xml = readExcel(await reply.arrayBuffer())
  for (const text of ['ID', booked.callId, failed.callId, 'Outcome: call_outcome', 'booked']) {
    expect(xml).toContain(text)
  }
  const some = await get(app, `${app.baseUrl}${path}?status=FAILED`)
  const ofSome = readExcel(await some.arrayBuffer())
  expect(ofSome).toContain(failed.callId)
  expect(ofSome).not.toContain(booked.callId)
})

test('with projectId a file is made meanwhile and had by a link', async () => {
  await using app = await startTestApp()
  const { workspaceId, callId } = await holdTalk(app)
  const started = await app.call('GET', `${path}?projectId=${workspaceId}&period=TODAY`)
  const { exportId } = started.body.data as { exportId: string }
  const ask = async () => {
    const query = `projectId=${workspaceId}&exportId=${exportId}`
    return (await app.call('GET', `${path}/status?${query}`)).body.data as Status
  }
  expect(await ask()).toMatchObject({ status: 'pending', downloadUrl: null })
  await app.drain()
  const ready = await ask()
  expect(ready).toMatchObject({ status: 'ready', error: null, rows: 1 })
  const reply = await get(app, ready.downloadUrl, null)
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, excel])
  expect(readExcel(await reply.arrayBuffer())).toContain(callId)
  const forged = await get(app, `${ready.downloadUrl.slice(0, -4)}AAAA`, null)
  expect(forged.status).toBe(403)
})

test('a link and a file end', async () => {
  let ms = Date.now()
  await using app = await startTestApp({ now: () => new Date(ms) })
  const { workspaceId } = await holdTalk(app)
  const started = await app.call('GET', `${path}?projectId=${workspaceId}`)
  const { exportId } = started.body.data as { exportId: string }
  await app.drain()
  const ask = async () => {
    const { body } = await app.call('GET', `${path}/status?exportId=${exportId}`)
    return body.data as Status
  }
  const { downloadUrl } = await ask()
  ms += 3_600_001
  expect((await get(app, downloadUrl, null)).status).toBe(403)
  expect((await ask()).status).toBe('ready')
  ms += 7 * 86_400_000
  expect(await ask()).toMatchObject({ status: 'expired', downloadUrl: null })
})

test('the export of another workspace, or of another rep, is not there', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const started = await app.call('GET', `${path}?projectId=${workspaceId}`)
  const { exportId } = started.body.data as { exportId: string }
  const { userId } = await app.newMember(workspaceId, 'rep')
  const rep = await app.newKey({ workspaceId, userId, scopes: ['read'] })
  for (const key of [rep, (await app.newWorkspace()).apiKey]) {
    const { status, body } = await app.call('GET', `${path}/status?exportId=${exportId}`, { key })
    expect([status, body.error.code]).toEqual([404, 10_404])
  }
  const foreign = await app.call('GET', `${path}?projectId=${app.context.newId()}`)
  expect(foreign.status).toBe(404)
})

import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openDivertedGuard } from '../../../test/diverted-guard.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const documentUrl = 'https://docs.google.com/document/d/1a2b3c4d5e6f7g8h/edit?usp=sharing'
const exportUrl = 'docs.google.com/document/d/1a2b3c4d5e6f7g8h/export?format=txt'
const contentHost = 'doc-0s-1s-docstext.googleusercontent.com'
const words = '\uFEFFAda Lovelace: What does it cost?\r\nRobin Rep: It depends.\r\n'

/** The app, and a server in place of Google's that keeps account of what it was asked for. */
async function startBoth(listener: RequestListener) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`)
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const outbound = openDivertedGuard((server.address() as AddressInfo).port)
  const app = await startTestApp({ outbound })
  return {
    app,
    asked,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function tell(app: TestApp, url: string): Promise<string> {
  const { status, body } = await app.call('POST', '/functions/v1/meetings-webhook', {
    body: { topic: 'transcript', shareId: 'abc123def456', transcript_url: url },
  })
  expect(status).toBe(200)
  await app.drain()
  return String(body.meetingId)
}

const transcriptOf = (app: TestApp, meetingId: string) =>
  app.call('GET', `/functions/v1/api-v1-transcripts/${meetingId}`)

async function waitingJobs(app: TestApp): Promise<number> {
  const { rows } = await app.db.pool.query(
    `select 1 from graphile_worker.jobs where task_identifier = 'fetch-meeting-transcript'`,
  )
  return rows.length
}

test('a public document becomes the transcript of its meeting', async () => {
  await using both = await startBoth(({ headers }, response) => {
    if (headers.host === contentHost) {
      response.setHeader('content-type', 'text/plain; charset=utf-8').end(words)
      return
    }
    response.writeHead(307, { location: `https://${contentHost}/export/x?format=txt` }).end()
  })
  const meetingId = await tell(both.app, documentUrl)
  expect(both.asked).toEqual([exportUrl, `${contentHost}/export/x?format=txt`])
  const { speakers, segments } = await both.app.client.transcripts.get(meetingId, {})
  expect(speakers.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Robin Rep'])
  expect(segments.map(({ text }) => text)).toEqual(['What does it cost?', 'It depends.'])
})

const signIn: RequestListener = ({ headers }, response) => {
  if (headers.host === 'accounts.google.com') {
    response.setHeader('content-type', 'text/html').end('<title>Sign in</title>')
    return
  }
  response.writeHead(302, { location: 'https://accounts.google.com/ServiceLogin?x=1' }).end()
}

test.each<[string, RequestListener, number]>([
  ['a private document', signIn, 2],
  ['a document that is gone', (_, response) => void response.writeHead(404).end('No'), 1],
  [
    'a document that is too large',
    (_, response) => {
      response.setHeader('content-type', 'text/plain').end('word '.repeat(2_200_000))
    },
    1,
  ],
  [
    'a document that leads elsewhere',
    (_, response) => void response.writeHead(302, { location: 'https://evil.example/' }).end(),
    1,
  ],
])('%s leaves its meeting without a transcript, and is not asked for again', async (...given) => {
  const [, listener, requests] = given
  await using both = await startBoth(listener)
  const meetingId = await tell(both.app, documentUrl)
  expect(both.asked).toHaveLength(requests)
  expect((await transcriptOf(both.app, meetingId)).status).toBe(404)
  expect(await waitingJobs(both.app)).toBe(0)
  const { body } = await both.app.call('GET', `/functions/v1/api-v1-meetings/${meetingId}`)
  expect(body.data).toMatchObject({ transcript_doc_url: documentUrl })
})

test('a host that fails is asked again later', async () => {
  let answers = 0
  await using both = await startBoth((_, response) => {
    answers += 1
    if (answers === 1) response.writeHead(503).end()
    else response.setHeader('content-type', 'text/plain').end(words)
  })
  const meetingId = await tell(both.app, documentUrl)
  expect((await transcriptOf(both.app, meetingId)).status).toBe(404)
  expect(await waitingJobs(both.app)).toBe(1)
  await both.app.db.pool.query('update graphile_worker._private_jobs set run_at = now()')
  await both.app.drain()
  expect((await transcriptOf(both.app, meetingId)).status).toBe(200)
})

test('an address that is not of a Google document is kept, and never asked', async () => {
  await using both = await startBoth((_, response) => void response.end(words))
  const url = 'https://notes.example/document/d/1a2b3c4d5e6f7g8h/edit'
  const meetingId = await tell(both.app, url)
  expect(both.asked).toEqual([])
  const { body } = await both.app.call('GET', `/functions/v1/api-v1-meetings/${meetingId}`)
  expect(body.data).toMatchObject({ transcript_doc_url: url })
})

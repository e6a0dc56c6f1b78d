import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { v7 } from 'uuid'
import { openDatabase } from '../server/src/platform/db/database.ts'
import { statement } from '../server/src/platform/db/statement.ts'
import { silentLog } from '../server/src/platform/log.ts'

// The least that a call capture can be: one INSERT per request into the same table with the same
// indexes, on a bare node:http. No keys, checks, contacts, tasks, repeats, events, bodies or logs.

export type CaptureOrder = {
  readonly databaseUrl: string
  readonly workspaceId: string
  readonly userId: string
}

const insert = statement(
  'floor_insert_call',
  `insert into conversation (workspace_id, id, kind, source, title, owner_id, outcome, notes,
     call_status, started_at, called_at, duration_seconds, caller_number, recipient_number,
     external_system, external_id, call_details)
   values ($1, $2, 'call', 'call_capture', 'Call', $3, $4, $5, $6, now(), now(), $7, $8, $9, $10,
     $11, $12)
   returning created_at`,
)

process.once('message', ({ databaseUrl, workspaceId, userId }: CaptureOrder) => {
  const db = openDatabase(databaseUrl, silentLog)
  const take = async (request: IncomingMessage): Promise<string> => {
    const call = JSON.parse(await textOf(request)) as Record<string, unknown>
    const id = v7()
    const [row] = await db.run<{ created_at: string }>(insert, [
      workspaceId,
      id,
      userId,
      call['outcome'],
      call['notes'],
      call['call_status'],
      call['duration_seconds'],
      call['caller_number'],
      call['recipient_number'],
      call['external_system'],
      call['external_call_id'],
      JSON.stringify(call['call_details']),
    ])
    return JSON.stringify({
      success: true,
      message: 'Call record created successfully',
      data: { call_history_id: id, created_at: row?.created_at },
    })
  }
  const server = createServer((request, response) => {
    const send = (status: number, text: string) => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
      })
      response.end(text)
    }
    take(request).then(
      (text) => send(201, text),
      (error: unknown) => send(500, String(error)),
    )
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.once('SIGTERM', () => process.exit())

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => resolve(text))
    request.on('error', reject)
  })
}

import { writeSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import type { Logger } from '../log.ts'
import { openServerLog } from './server-log.ts'

async function open(rotateAboveBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-log-'))
  const told: string[] = []
  const log = {
    warn: ({ postgres }: { postgres: string }) => told.push(postgres),
  } as unknown as Logger
  const serverLog = await openServerLog(folder, log, { rotateAboveBytes, followIntervalMs: 5 })
  onTestFinished(async () => {
    serverLog.close()
    await rm(folder, { recursive: true })
  })
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  return { serverLog, told, read }
}

test('what the application would not hear of is repeated in its log, and nothing else', async () => {
  const { serverLog, told } = await open(1_000_000)
  writeSync(
    serverLog.fd,
    'LOG:  database system is ready\n' +
      'ERROR:  duplicate key value violates unique constraint "x"\n' +
      'FATAL:  the database system is starting up\n' +
      'LOG:  server process (PID 7) was terminated by signal 9: Killed\n' +
      'PANIC:  could not write to file: No space left on device\n',
  )
  await eventually(
    () => told,
    (lines) => lines.length > 1,
  )
  expect(told).toEqual([
    'LOG:  server process (PID 7) was terminated by signal 9: Killed',
    'PANIC:  could not write to file: No space left on device',
  ])
})

test('a log that grew too large is set aside while the server writes on', async () => {
  const { serverLog, read } = await open(100)
  writeSync(serverLog.fd, `${'old '.repeat(40)}\n`)
  await eventually(
    () => read('postgres.log.1'),
    (text) => text.includes('old'),
  )
  await eventually(
    () => read('postgres.log'),
    (text) => text === '',
  )
  writeSync(serverLog.fd, 'new\n')
  expect(await read('postgres.log')).toBe('new\n')
})

import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import { expect, test } from 'vitest'
import { keepLog } from '../../../test/log-lines.ts'
import { makeRequestLog } from './request-log.ts'

test("lines written through the request's log carry its id, at every level", async () => {
  const { log, lines } = keepLog('trace')
  const http = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    genReqId: () => 'request-7',
    logController: new LogController({ requestIdLogLabel: 'requestId' }),
  })
  http.setChildLoggerFactory(makeRequestLog)
  http.get('/', async (request) => {
    request.log.trace('trace')
    request.log.debug('debug')
    request.log.info({ found: 3 }, 'info')
    request.log.warn('warn')
    request.log.error(new Error('broken'), 'error')
    request.log.fatal('fatal')
    request.log.child({ part: 'inner' }).info('child')
    return 'done'
  })
  await http.inject('/')
  const ours = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'child']
  const written = lines.filter(({ msg }) => ours.includes(String(msg)))
  expect(written.map(({ msg }) => msg)).toEqual(ours)
  expect(written.every(({ requestId }) => requestId === 'request-7')).toBe(true)
  expect(written).toContainEqual(expect.objectContaining({ msg: 'info', found: 3 }))
  expect(written).toContainEqual(expect.objectContaining({ msg: 'child', part: 'inner' }))
})

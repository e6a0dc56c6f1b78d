import { expect, test } from 'vitest'
import { discreet, reasonOf, type Said, sentenceOf } from './failure-rules.ts'

const said = (message: string, code?: string, responseCode?: number): Said => ({
  message,
  code,
  responseCode,
})

test.each<[string, Said[], string]>([
  ['nobody listens', [said('connect ECONNREFUSED 127.0.0.1:9', 'ECONNREFUSED')], 'unreachable'],
  [
    'an unknown name',
    [said('language model: x'), said('getaddrinfo ENOTFOUND llm.test', 'ENOTFOUND')],
    'unknown_host',
  ],
  [
    'a name in a sentence alone',
    [said('Twilio cannot be reached: getaddrinfo ENOTFOUND api.twilio.test.')],
    'unknown_host',
  ],
  ['a wrong key', [said('language model: Status 401: {"error":"bad key"}')], 'refused'],
  ['a wrong model', [said('language model: Status 404: no such model')], 'not_found'],
  ['no credit', [said('speech service: Status 429: quota')], 'limited'],
  ['a mail server that wants another password', [said('smtp: no', 'EENVELOPE', 535)], 'refused'],
  ['a closed mail port', [said('connect ECONNREFUSED ::1:587', 'ESOCKET')], 'unreachable'],
  [
    'a carrier that wants another password',
    [said('Twilio AC1'), { ...said('twilio: Authenticate'), failure: 'bad_credentials' }],
    'refused',
  ],
  ['silence', [said('No answer within 60 s.')], 'timeout'],
  ['something else', [said('The moon is full.')], 'other'],
])('%s is told apart', (_name, errors, reason) => {
  expect(reasonOf(errors)).toBe(reason)
})

test('an error without words is told by the one it came from', () => {
  expect(sentenceOf([said('language model:'), said('', 'ECONNREFUSED')])).toBe(
    'language model: ECONNREFUSED',
  )
  expect(sentenceOf([said('smtp: 535 denied'), said('535 denied')])).toBe('smtp: 535 denied')
})

test('secrets are shown to nobody, and addresses to those who run the server', () => {
  const sentence = 'connect ECONNREFUSED 10.0.0.7:8000 of llm.internal with sk-secret at [::1]:80'
  expect(discreet(sentence, { secrets: ['sk-secret', ''], hosts: undefined })).toBe(
    'connect ECONNREFUSED 10.0.0.7:8000 of llm.internal with ••• at [::1]:80',
  )
  const hidden = discreet(sentence, { secrets: ['sk-secret'], hosts: ['llm.internal'] })
  expect(hidden).not.toMatch(/10\.0|llm\.internal|secret|::1/)
  expect(hidden).toContain('ECONNREFUSED')
})

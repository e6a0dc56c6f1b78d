import type { PhoneNumber } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeAgent } from '../../../test/voice-agents.ts'

const base = '/v1/voice-agents'
const path = `${base}/phone-number`

const twilio = {
  type: 'TWILIO',
  phoneNumber: '+12025550123',
  label: 'Sales',
  twilioAccountSid: 'AC123',
  twilioAuthToken: 'very secret',
}

async function addNumber(app: TestApp, more: object = {}, key = app.owner.apiKey) {
  const reply = await app.call('POST', path, { key, body: { ...twilio, ...more } })
  expect(reply).toMatchObject({ status: 200, body: { success: true } })
  return reply.body.data as PhoneNumber
}

test('a number is added, listed at both addresses, and deleted', async () => {
  await using app = await startTestApp({ environment: { PUBLIC_URL: 'https://parley.example' } })
  const added = await addNumber(app, { phoneNumber: '+1 (202) 555-0123' })
  expect(added).toMatchObject({
    number: '+12025550123',
    label: 'Sales',
    type: 'TWILIO',
    twilioAccountSid: 'AC123',
    voiceAgentId: null,
    voiceAgent: null,
    sipInboundConfigs: null,
  })
  const { workspaceId } = app.owner
  expect(added.voiceUrl).toBe(
    `https://parley.example/telephony/twilio/${workspaceId}/${added.id}/voice`,
  )
  expect(JSON.stringify(added)).not.toContain('secret')
  const { rows } = await app.db.pool.query('select * from phone_number')
  expect(JSON.stringify(rows)).not.toMatch(/secret|AC123/)

  for (const list of [path, `${path}/list`, `${path}/list?provider=twilio&take=5&skip=1`]) {
    expect((await app.call('GET', list)).body.data, list).toMatchObject([{ id: added.id }])
  }
  expect((await app.call('GET', `${path}/list?provider=SIP`)).body.data).toEqual([])
  const one = await app.call('GET', `${path}?pid=${added.id}`)
  expect(one.body.data).toMatchObject({ id: added.id, number: '+12025550123' })

  const deleted = await app.call('DELETE', path, { body: { phoneNumber: '+12025550123' } })
  expect(deleted).toMatchObject({ status: 200, body: { data: { id: added.id, deleted: true } } })
  expect(await app.call('DELETE', `${path}?pid=${added.id}`)).toMatchObject({
    status: 404,
    body: { error: { code: 10_404, name: 'PHONE_NUMBER_NOT_FOUND' } },
  })
})

test('a SIP number shows how it is reached, without what is secret', async () => {
  await using app = await startTestApp()
  const sip = await addNumber(app, {
    type: 'SIP',
    label: undefined,
    twilioAccountSid: undefined,
    sipOutboundConfigs: {
      address: 'sip.carrier.example',
      transportType: 'tcp',
      username: 'ann',
      password: 'very secret',
      customHeaders: { 'X-Account': 'secret too' },
    },
  })
  expect(sip).toMatchObject({
    label: '+12025550123',
    sipInboundConfigs: { originationUri: expect.stringMatching(/^sip:.*;transport=tcp$/) },
    sipOutboundConfigs: {
      address: 'sip.carrier.example',
      transportType: 'TCP',
      username: 'ann',
      customHeaders: { 'X-Account': '***' },
    },
  })
  expect(JSON.stringify(sip)).not.toContain('secret')
})

test('who may call a SIP number is shown without the password, and named when it is wrong', async () => {
  await using app = await startTestApp()
  const body = {
    ...twilio,
    type: 'SIP',
    sipOutboundConfigs: { address: 'registered', register: false },
    sipInboundConfigs: {
      allowedAddresses: ['198.51.100.7', '10.1.0.0/16'],
      username: 'ann',
      password: 'very secret',
    },
  }
  const added = await addNumber(app, body)
  expect(added.sipInboundConfigs).toMatchObject({
    allowedAddresses: ['198.51.100.7', '10.1.0.0/16'],
    username: 'ann',
  })
  expect(JSON.stringify(added)).not.toContain('secret')
  const { rows } = await app.db.pool.query('select * from phone_number')
  expect(JSON.stringify(rows)).not.toContain('very secret')
  const wrong = [
    { allowedAddresses: ['0.0.0.0/0'] },
    { allowedAddresses: ['carrier.example'] },
    { username: 'ann' },
    { username: 'ann', password: 'short' },
    { username: 'a b', password: 'very secret' },
  ]
  for (const sipInboundConfigs of wrong) {
    const refused = { ...body, phoneNumber: '+12025550124', sipInboundConfigs }
    expect(await app.call('POST', path, { body: refused })).toMatchObject({ status: 400 })
  }
})

test.each([
  ['no number at all', { phoneNumber: undefined }, 'phoneNumber'],
  ['a number without its country', { phoneNumber: '020 7946 0958' }, 'phoneNumber'],
  ['a number that is too short', { phoneNumber: '+44123' }, 'phoneNumber'],
  ['no account', { twilioAccountSid: undefined }, 'twilioAccountSid'],
  ['no token', { twilioAuthToken: undefined }, 'twilioAuthToken'],
  ['a carrier that is none', { type: 'PIGEON' }, 'type'],
  ['SIP without its address', { type: 'SIP' }, 'sipOutboundConfigs'],
])('%s is refused by name', async (_, more, field) => {
  await using app = await startTestApp()
  const reply = await app.call('POST', path, { body: { ...twilio, ...more } })
  expect(reply).toMatchObject({
    status: 400,
    body: { error: { code: 10_400, details: { field } } },
  })
})

test('a workspace has a number once, and another workspace may have it too', async () => {
  await using app = await startTestApp()
  await addNumber(app)
  expect(await app.call('POST', path, { body: twilio })).toMatchObject({
    status: 409,
    body: { error: { code: 10_409, name: 'PHONE_NUMBER_EXISTS' } },
  })
  await addNumber(app, {}, (await app.newWorkspace()).apiKey)
})

test('a number belongs to one agent, until it is taken from it', async () => {
  await using app = await startTestApp()
  const { number: phoneNumber } = await addNumber(app)
  const [ada, eve] = [await makeAgent(app), await makeAgent(app, { name: 'Eve' })]
  const assign = (voiceAgentId: string) =>
    app.call('POST', `${base}/assign-number`, { body: { voiceAgentId, phoneNumber } })
  expect(await assign(ada)).toMatchObject({
    status: 200,
    body: { data: { voiceAgentId: ada, voiceAgent: { id: ada, name: 'Ada' } } },
  })
  expect(await assign(ada)).toMatchObject({ status: 200 })
  expect(await assign(eve)).toMatchObject({
    status: 409,
    body: { error: { name: 'PHONE_NUMBER_IN_USE', details: { voiceAgentId: ada } } },
  })
  expect((await app.call('GET', `${path}/list?voiceAgentId=${eve}`)).body.data).toEqual([])
  for (let times = 0; times < 2; times += 1) {
    const taken = await app.call('POST', `${base}/unassign`, { body: { phoneNumber } })
    expect(taken).toMatchObject({ status: 200, body: { data: { voiceAgentId: null } } })
  }
  expect(await assign(eve)).toMatchObject({ body: { data: { voiceAgentId: eve } } })
})

test('two agents that want a number at once do not both get it', async () => {
  await using app = await startTestApp()
  const { number: phoneNumber } = await addNumber(app)
  const agents = await Promise.all(['A', 'B', 'C', 'D'].map((name) => makeAgent(app, { name })))
  const replies = await Promise.all(
    agents.map((voiceAgentId) =>
      app.call('POST', `${base}/assign-number`, { body: { voiceAgentId, phoneNumber } }),
    ),
  )
  expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409])
})

test('saving an agent with a number gives it the number, and deleting it frees the number', async () => {
  await using app = await startTestApp()
  const { id } = await addNumber(app)
  const agentOf = async () =>
    (await app.call('GET', `${path}?pid=${id}`)).body.data.voiceAgentId as string | null
  const ada = await makeAgent(app, { phoneNumber: { type: 'TWILIO', id } })
  expect(await agentOf()).toBe(ada)
  const second = await app.call('POST', '/v2/voice-agents', {
    body: { name: 'Eve', phoneNumber: { type: 'TWILIO', id } },
  })
  expect(second).toMatchObject({ status: 409 })
  await app.call('PATCH', `/v2/voice-agents/${ada}`, { body: { phoneNumber: null } })
  expect(await agentOf()).toBeNull()
  await app.call('PATCH', `/v2/voice-agents/${ada}`, { body: { phoneNumber: { id } } })
  expect(await agentOf()).toBe(ada)
  await app.call('DELETE', `/v2/voice-agents/${ada}`)
  expect(await agentOf()).toBeNull()
})

test('an agent answers the numbers that it has now, however it came by them', async () => {
  await using app = await startTestApp()
  const first = await addNumber(app)
  const second = await addNumber(app, { phoneNumber: '+12025550124', label: 'Support' })
  const ada = await makeAgent(app)
  const change = (name: string, phoneNumber: string) =>
    app.call('POST', `${base}/${name}`, { body: { voiceAgentId: ada, phoneNumber } })
  const shown = async (version = 'v2') => {
    const { data } = (await app.call('GET', `/${version}/voice-agents/${ada}`)).body
    const numbers = data.phoneNumbers as { id: string }[]
    return [data.phoneNumber?.id ?? null, ...numbers.map(({ id }) => id)] as unknown[]
  }
  const patch = (body: object) => app.call('PATCH', `/v2/voice-agents/${ada}`, { body })
  expect(await shown()).toEqual([null])
  await change('assign-number', first.number)
  await change('assign-number', second.number)
  expect(await shown()).toEqual([first.id, first.id, second.id])
  expect(await shown('v1')).toEqual([first.id, first.id, second.id])
  const list = await app.call('GET', '/v2/voice-agents')
  expect(list.body.data.voiceAgents[0].phoneNumber).toEqual({
    type: 'TWILIO',
    id: first.id,
    number: '+12025550123',
    label: 'Sales',
  })

  // Who sends back what they were shown changes nothing, and null takes the number that was shown.
  const same = await patch({ phoneNumber: { type: 'TWILIO', id: first.id } })
  expect(same).toMatchObject({ status: 200, body: { data: { version: 1 } } })
  await patch({ phoneNumber: null })
  expect(await shown()).toEqual([second.id, second.id])
  await change('unassign', second.number)
  expect(await shown()).toEqual([null])
  await patch({ phoneNumber: { id: second.id } })
  expect(await shown()).toEqual([second.id, second.id])
  await change('unassign', second.number)
  await patch({ phoneNumber: { id: second.id } })
  expect(await shown()).toEqual([second.id, second.id])
})

test('numbers of older clients go by their older addresses', async () => {
  await using app = await startTestApp()
  const body = { ...twilio, type: undefined, twilioNumberSid: 'PN1' }
  const added = await app.call('POST', `${base}/twilio/phone-number`, { body })
  expect(added).toMatchObject({ status: 200, body: { data: { type: 'TWILIO' } } })
  const voiceAgentId = await makeAgent(app)
  const assigned = await app.call('POST', `${base}/twilio/assign-number`, {
    body: { voiceAgentId, twilioPhoneNumber: '+12025550123' },
  })
  expect(assigned).toMatchObject({ status: 200, body: { data: { voiceAgentId } } })
})

test('numbers of another workspace do not exist', async () => {
  await using app = await startTestApp()
  const { apiKey: key } = await app.newWorkspace()
  const theirs = await addNumber(app, {}, key)
  const theirAgent = await makeAgent(app, {}, key)
  const ours = await addNumber(app, { phoneNumber: '+12025550124' })
  const voiceAgentId = await makeAgent(app)
  const attempts = [
    await app.call('GET', `${path}?pid=${theirs.id}`),
    await app.call('DELETE', `${path}?pid=${theirs.id}`),
    await app.call('POST', `${base}/unassign`, { body: { phoneNumber: theirs.number } }),
    await app.call('POST', `${base}/assign-number`, { body: { voiceAgentId, pid: theirs.id } }),
    await app.call('POST', `${base}/assign-number`, {
      body: { voiceAgentId: theirAgent, phoneNumber: ours.number },
    }),
    await app.call('POST', '/v2/voice-agents', {
      body: { name: 'Spy', phoneNumber: { id: theirs.id } },
    }),
  ]
  expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 404))
  expect((await app.call('GET', path)).body.data).toMatchObject([{ id: ours.id }])
})

test('reps and viewers see numbers and change none', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { id } = await addNumber(app)
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'delete'] })
  expect(await app.call('POST', path, { key, body: twilio })).toMatchObject({ status: 403 })
  expect(await app.call('DELETE', `${path}?pid=${id}`, { key })).toMatchObject({ status: 403 })
  expect(await app.call('GET', `${path}?pid=${id}`, { key })).toMatchObject({ status: 200 })
})

import { callingConsentEndpoints, callingRuleEndpoints, doNotCallEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import { makeCaller, makeCampaign, setRules, startCampaignApp } from '../../../test/campaigns.ts'
import { startTestApp } from '../../../test/test-app.ts'

const rules = '/v1/voice-agents/calling-rules'
const list = '/v1/voice-agents/do-not-call'
const consents = '/v1/voice-agents/calling-consents'

test('people may be called from eight to nine unless the workspace says otherwise', async () => {
  await using app = await startTestApp()
  const first = await app.call('GET', rules)
  expect(callingRuleEndpoints.get.reply.parse(first.body).data).toMatchObject({
    timeRange: { startCallingTime: '08:00', endCallingTime: '21:00' },
    dailyCap: 3,
    needsConsent: false,
    followUpAgentId: null,
    updatedAt: null,
  })
  const timeRange = { days: ['MON', 'FRI'], startCallingTime: '9:30', endCallingTime: '20:00' }
  await setRules(app, { timeRange, dailyCap: 1 })
  await setRules(app, { callsPerSecond: 2, startMinute: 0, workspaceId: 'x' })
  expect((await app.call('GET', rules)).body.data).toMatchObject({
    timeRange: { days: ['MONDAY', 'FRIDAY'], startCallingTime: '09:30', endCallingTime: '20:00' },
    dailyCap: 1,
    callsPerSecond: 2,
  })
})

test('rules are changed by those who lead', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  expect(await app.call('PUT', rules, { key, body: { dailyCap: 9 } })).toMatchObject({
    status: 403,
    body: { error: { code: 10_403 } },
  })
})

test('numbers come on the list one by one or as a file, each once, and go again', async () => {
  await using app = await startTestApp()
  const add = async (body: unknown) => {
    const reply = await app.call('POST', list, { body })
    return reply.status === 200
      ? doNotCallEndpoints.add.reply.parse(reply.body).data
      : { status: reply.status }
  }
  expect(await add({ phoneNumber: '+44 20 7946 0001', note: 'asked in a letter' })).toMatchObject({
    added: 1,
    rejected: 0,
  })
  expect(
    await add({ csv: 'Name,Mobile\nAda,+442079460001\nBert,+442079460002\nx,y\n' }),
  ).toMatchObject({
    added: 1,
    duplicates: 1,
    rejected: 1,
    problems: [{ row: 3, phoneNumber: 'y' }],
  })
  expect(await add({ csv: '+442079460003\n+442079460004' })).toMatchObject({ added: 2 })
  expect(await add({})).toEqual({ status: 400 })
  const shown = await app.call('GET', `${list}?search=${encodeURIComponent('+44207946')}&take=2`)
  const { data } = doNotCallEndpoints.list.reply.parse(shown.body)
  expect(data).toMatchObject({ total: 4, filtered: 4 })
  const id = data.entries[0]?.id ?? ''
  expect((await app.call('DELETE', `${list}/${id}`)).body.data).toEqual({ id, deleted: true })
  expect(await app.call('DELETE', `${list}/${id}`)).toMatchObject({
    status: 404,
    body: { error: { name: 'DO_NOT_CALL_NOT_FOUND' } },
  })
  const { rows } = await app.db.pool.query(
    `select payload::json->'do_not_call'->>'count' as n from event
     where name = 'do_not_call.added' order by seq`,
  )
  expect(rows.map(({ n }: { n: string }) => n)).toEqual(['1', '1', '2'])
})

test('a campaign has a list of its own', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  await app.call('POST', list, { body: { phoneNumber: '+442079460001', campaignId: id } })
  await app.call('POST', list, { body: { phoneNumber: '+442079460001' } })
  const numberOf = async (query: string) =>
    (await app.call('GET', `${list}?${query}`)).body.data.filtered as number
  expect([
    await numberOf(''),
    await numberOf(`campaignId=${id}`),
    await numberOf('campaignId=none'),
  ]).toEqual([2, 1, 1])
})

test('lists and consents of another workspace are not there', async () => {
  await using app = await startTestApp()
  const { apiKey: key } = await app.newWorkspace()
  const added = await app.call('POST', consents, {
    body: { phoneNumber: '+442079460001', kind: 'express', source: 'form' },
  })
  const consent = callingConsentEndpoints.add.reply.parse(added.body).data
  await app.call('POST', list, { body: { phoneNumber: '+442079460001' } })
  const entry = (await app.call('GET', list)).body.data.entries[0]
  expect((await app.call('GET', list, { key })).body.data.total).toBe(0)
  expect((await app.call('GET', consents, { key })).body.data.total).toBe(0)
  for (const at of [`${list}/${entry.id}`, `${consents}/${consent.id}`]) {
    expect(await app.call('DELETE', at, { key })).toMatchObject({ status: 404 })
  }
})

test('a consent is recorded with its proof, and revoked without being forgotten', async () => {
  await using app = await startTestApp()
  const body = {
    phoneNumber: '020 7946 0001',
    kind: 'written',
    source: 'contract 12',
    text: 'You may call me.',
    at: '2026-01-02T10:00:00Z',
  }
  expect(await app.call('POST', consents, { body })).toMatchObject({ status: 400 })
  const added = await app.call('POST', consents, {
    body: { ...body, phoneNumber: '+442079460001' },
  })
  expect(added.body.data).toMatchObject({
    phoneNumber: '+442079460001',
    text: 'You may call me.',
    at: '2026-01-02T10:00:00.000Z',
    revokedAt: null,
  })
  const revoked = await app.call('DELETE', `${consents}/${added.body.data.id}`)
  expect(callingConsentEndpoints.revoke.reply.parse(revoked.body).data.revokedAt).not.toBeNull()
  expect((await app.call('GET', consents)).body.data.total).toBe(1)
})

test('the agent of follow-ups is one of the workspace that has a number', async () => {
  await using app = await startCampaignApp()
  const { agentId } = await makeCaller(app)
  const theirs = await makeCaller(app, (await app.newWorkspace()).workspaceId)
  expect(await setRules(app, { followUpAgentId: agentId })).toMatchObject({
    followUpAgentId: agentId,
  })
  const wrong = await app.call('PUT', rules, { body: { followUpAgentId: theirs.agentId } })
  expect(wrong).toMatchObject({ status: 404, body: { error: { name: 'AGENT_NOT_FOUND' } } })
  const campaigns = await app.call('GET', '/v1/voice-agents/campaigns')
  expect(campaigns.body.data.campaigns).toMatchObject([
    { kind: 'follow_ups', status: 'RUNNING', voiceAgentId: agentId },
  ])
  await setRules(app, { followUpAgentId: null })
  const after = await app.call('GET', '/v1/voice-agents/campaigns')
  expect(after.body.data.campaigns).toMatchObject([{ kind: 'follow_ups', status: 'PAUSED' }])
})

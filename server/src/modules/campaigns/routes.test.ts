import { campaignEndpoints, type CreatedCampaign } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  makeCaller,
  makeCampaign,
  numberEnding,
  progressOf,
  startCampaignApp,
} from '../../../test/campaigns.ts'
import type { TestApp } from '../../../test/test-app.ts'

const path = '/v1/voice-agents/campaigns'

async function createIn(app: TestApp, body: Record<string, unknown>) {
  const { agentId, phoneNumberId } = await makeCaller(app)
  return app.call('POST', path, {
    body: { name: 'Spring', voiceAgentId: agentId, phoneNumberId, ...body },
  })
}

test('a campaign is created as Hamsa’s clients create one, and shown with its recipients by status', async () => {
  await using app = await startCampaignApp()
  const { agentId, number, phoneNumberId } = await makeCaller(app)
  const created = await app.call('POST', path, {
    body: {
      name: 'Renewals',
      phoneNumber: number,
      voiceAgentId: agentId,
      recipients: [
        {
          phoneNumber: '+442079460958',
          name: 'Nadia',
          ignoreE164Validation: false,
          dynamicVariables: { plan: 'gold' },
        },
        { phoneNumber: '+33142345678' },
      ],
      sendType: 'SCHEDULE',
      scheduledDate: '2031-03-06T09:00:00',
      scheduledTimezone: 'Europe/London',
      timeRange: { days: ['MONDAY', 'tue'], startCallingTime: '09:00', endCallingTime: '17:30' },
      reservedConcurrency: 2,
      somethingElse: true,
    },
  })
  expect(created).toMatchObject({
    status: 200,
    body: { success: true, messageKey: 'CAMPAIGN_CREATED_SUCCESSFULLY' },
  })
  const { id } = campaignEndpoints.create.reply.parse(created.body).data
  const shown = await app.call('GET', `${path}/${id}`)
  expect(campaignEndpoints.get.reply.parse(shown.body).data).toMatchObject({
    id,
    name: 'Renewals',
    status: 'SCHEDULED',
    sendType: 'SCHEDULE',
    scheduledDate: '2031-03-06T09:00:00.000Z',
    scheduledTimezone: 'Europe/London',
    timeRange: { days: ['MONDAY', 'TUESDAY'], startCallingTime: '09:00', endCallingTime: '17:30' },
    reservedConcurrency: 2,
    projectId: app.owner.workspaceId,
    userId: app.owner.userId,
    voiceAgentId: agentId,
    agentName: 'Reception',
    phoneNumberId,
    totalRecipients: 2,
    recipients: {
      pending: [
        {
          phoneNumber: '+442079460958',
          name: 'Nadia',
          dynamicVariables: { plan: 'gold' },
          status: 'PENDING',
          attempts: 0,
          maxAttempts: 3,
          timezones: ['Europe/London'],
        },
        { phoneNumber: '+33142345678', timezones: ['Europe/Paris'] },
      ],
      completed: [],
    },
  })
})

test('rows that cannot be called are told one by one and left out, and duplicates are taken once', async () => {
  await using app = await startCampaignApp()
  const { body } = await createIn(app, {
    sendType: 'MANUAL',
    recipients: [
      { phoneNumber: '+442079460958' },
      { phoneNumber: '020 7946 0958', timezone: 'Europe/London' },
      { phoneNumber: '+44 20 7946 0958' },
      { phoneNumber: 'nobody' },
      { name: 'No number' },
      { phoneNumber: '+442079460959', timezone: 'Mars/Base' },
      { phoneNumber: '2041', ignoreE164Validation: true },
    ],
  })
  expect(body).toMatchObject({ success: true })
  const { data } = campaignEndpoints.create.reply.parse(body)
  expect(data.import).toMatchObject({ rows: 7, accepted: 2, duplicates: 1, rejected: 4 })
  expect(data.import.problems.map(({ row, field }) => [row, field])).toEqual(
    expect.arrayContaining([
      [4, 'phoneNumber'],
      [5, 'phoneNumber'],
      [6, 'timezone'],
    ]),
  )
  // Nobody knows where an extension rings, so it is not called.
  expect(data.progress).toMatchObject({
    byStatus: { SKIPPED: 1 },
    bySkipReason: { no_time_zone: 1 },
  })
  expect(data.status).toBe('PENDING')
})

test('a campaign nobody of which can be called is refused with the reasons', async () => {
  await using app = await startCampaignApp()
  const reply = await createIn(app, { recipients: [{ phoneNumber: 'x' }, { phoneNumber: '' }] })
  expect(reply).toMatchObject({
    status: 400,
    body: {
      success: false,
      error: {
        code: 10_400,
        details: { field: 'recipients', problems: [{ row: 1 }, { row: 2 }] },
      },
    },
  })
  expect((await app.call('GET', path)).body.data.total).toBe(0)
})

test.each<[string, Record<string, unknown>, string]>([
  ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
  ['no name', { name: '' }, 'name'],
  [
    'hours that end before they begin',
    { timeRange: { startCallingTime: '17:00', endCallingTime: '09:00' } },
    'timeRange.endCallingTime',
  ],
  [
    'an unknown day',
    { timeRange: { days: ['FUNDAY'], startCallingTime: '09:00', endCallingTime: '10:00' } },
    'timeRange.days.0',
  ],
  ['an unknown zone', { scheduledTimezone: 'Mars/Base' }, 'scheduledTimezone'],
  ['a schedule without a date', { sendType: 'SCHEDULE' }, 'scheduledDate'],
  ['a date that is none', { sendType: 'SCHEDULE', scheduledDate: 'tomorrow' }, 'scheduledDate'],
  ['nobody to call now', { recipients: [] }, 'recipients'],
  [
    'too many retries of those who declined',
    { retries: { declined: { times: 2 } } },
    'retries.declined.times',
  ],
  ['a message that is not there', { voicemail: { action: 'LEAVE_MESSAGE' } }, 'voicemail.message'],
])('%s is refused by name', async (_what, body, field) => {
  await using app = await startCampaignApp()
  const reply = await createIn(app, { recipients: [{ phoneNumber: '+442079460958' }], ...body })
  expect(reply).toMatchObject({ status: 400, body: { error: { details: { field } } } })
})

test('agents and numbers of another workspace are not there', async () => {
  await using app = await startCampaignApp()
  const theirs = await makeCaller(app, (await app.newWorkspace()).workspaceId)
  const ours = await makeCaller(app)
  const create = (body: Record<string, unknown>) =>
    app.call('POST', path, {
      body: { name: 'x', recipients: [{ phoneNumber: '+442079460958' }], ...body },
    })
  expect(await create({ voiceAgentId: theirs.agentId })).toMatchObject({
    status: 404,
    body: { error: { name: 'AGENT_NOT_FOUND' } },
  })
  const wrong = { voiceAgentId: ours.agentId, phoneNumberId: theirs.phoneNumberId }
  expect(await create(wrong)).toMatchObject({
    status: 404,
    body: { error: { name: 'PHONE_NUMBER_NOT_FOUND' } },
  })
  expect(await create({ voiceAgentId: ours.agentId, phoneNumber: theirs.number })).toMatchObject({
    status: 404,
  })
})

test('campaigns of another workspace do not exist, whatever is asked of them', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const { apiKey: key } = await app.newWorkspace()
  const own = `${path}/${id}`
  const asked: readonly (readonly [string, string, unknown?])[] = [
    ['GET', own],
    ['PATCH', own, { name: 'Ours now' }],
    ['DELETE', own],
    ['POST', `${own}/pause`],
    ['POST', `${own}/resume`],
    ['POST', `${own}/cancel`],
    ['POST', `${own}/retry`],
    ['GET', `${own}/progress`],
    ['GET', `${own}/recipients`],
    ['POST', `${own}/recipients`, { recipients: [{ phoneNumber: '+33142345678' }] }],
    ['POST', `${own}/recipients/upload`, { csv: 'phone\n+33142345678' }],
    ['GET', `${own}/imports/${id}`],
    ['POST', '/v1/voice-agents/do-not-call', { phoneNumber: '+33142345678', campaignId: id }],
  ]
  for (const [method, at, body] of asked) {
    const reply = await app.call(method, at, { key, ...(body !== undefined && { body }) })
    expect(reply, `${method} ${at}`).toMatchObject({
      status: 404,
      body: { error: { code: 10_404, name: 'CAMPAIGN_NOT_FOUND' }, messageKey: 'CampaignNotFound' },
    })
  }
  expect((await app.call('GET', path, { key })).body.data).toEqual({
    total: 0,
    filtered: 0,
    campaigns: [],
  })
  expect((await app.call('GET', own)).body.data.name).toBe('Test campaign')
})

test('campaigns are paged by number of page, and filtered by name, status and agent', async () => {
  await using app = await startCampaignApp()
  const manual = { sendType: 'MANUAL' }
  const first = await makeCampaign(app, ['+442079460958'], { ...manual, name: 'Spring one' })
  await makeCampaign(app, ['+442079460958'], { ...manual, name: 'Spring two' })
  await makeCampaign(app, ['+442079460958'], { ...manual, name: 'Autumn' })
  const list = async (query: string) => {
    const reply = await app.call('GET', `${path}?${query}`)
    const { total, filtered, campaigns } = campaignEndpoints.list.reply.parse(reply.body).data
    return [total, filtered, ...campaigns.map(({ name }) => name)]
  }
  expect(await list('take=2')).toEqual([3, 3, 'Autumn', 'Spring two'])
  expect(await list('take=2&skip=2')).toEqual([3, 3, 'Spring one'])
  expect(await list('search=spring')).toEqual([3, 2, 'Spring two', 'Spring one'])
  expect(await list('status=RUNNING,paused')).toEqual([3, 0])
  expect(await list(`voiceAgentId=${first.voiceAgentId}`)).toEqual([3, 1, 'Spring one'])
})

test('a campaign is paused, resumed and cancelled at once, and again means the same', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, [numberEnding('10'), numberEnding('11')])
  const ask = async (what: string) => {
    const { status, body } = await app.call('POST', `${path}/${id}/${what}`)
    return status === 200 ? (body.data.status as string) : status
  }
  expect([await ask('pause'), await ask('pause')]).toEqual(['PAUSED', 'PAUSED'])
  expect([await ask('resume'), await ask('resume')]).toEqual(['RUNNING', 'RUNNING'])
  expect([await ask('cancel'), await ask('cancel')]).toEqual(['CANCELLED', 'CANCELLED'])
  expect([await ask('resume'), await ask('pause'), await ask('retry')]).toEqual([409, 409, 409])
  expect(await progressOf(app, id)).toMatchObject({
    total: 2,
    done: 2,
    byStatus: { CANCELLED: 2, PENDING: 0 },
    nextCallAt: null,
  })
  const { rows } = await app.db.pool.query(
    `select name from event where subject_type = 'campaign' order by seq`,
  )
  expect(rows.map(({ name }: { name: string }) => name)).toEqual([
    'campaign.started',
    'campaign.paused',
    'campaign.started',
    'campaign.cancelled',
  ])
})

test('a campaign that was paused before its date waits for it again, until it is started', async () => {
  await using app = await startCampaignApp()
  const scheduledDate = '2999-03-06T10:00:00Z'
  const wanted = { sendType: 'SCHEDULE', scheduledDate }
  const { id } = await makeCampaign(app, [numberEnding('10')], wanted)
  const ask = async (what: string) =>
    (await app.call('POST', `${path}/${id}/${what}`)).body.data.status as string
  expect([await ask('pause'), await ask('resume')]).toEqual(['PAUSED', 'SCHEDULED'])
  expect((await progressOf(app, id)).nextCallAt).toBe('2999-03-06T10:00:00.000Z')
  expect([await ask('resume'), await ask('pause'), await ask('resume')]).toEqual([
    'RUNNING',
    'PAUSED',
    'RUNNING',
  ])
})

test('a cancelled campaign is over at once, however many wait in it', async () => {
  await using app = await startCampaignApp()
  const numbers = Array.from({ length: 4_100 }, (_, n) => `+1415${2_000_000 + n * 7}`)
  const { id } = await makeCampaign(app, numbers, { sendType: 'MANUAL' })
  const one = `${path}/${id}`
  const { body } = await app.call('POST', `${one}/cancel`)
  expect(body.data).toMatchObject({ status: 'CANCELLED', progress: { total: 4_100, done: 2_000 } })
  await app.drain()
  const { data } = (await app.call('GET', `${one}/progress`)).body
  expect(data).toMatchObject({ done: 4_100, byStatus: { PENDING: 0, CANCELLED: 4_100 } })
  const { rows } = await app.db.pool.query('select distinct status from campaign_recipient')
  expect(rows).toEqual([{ status: 'CANCELLED' }])
})

test('everybody who was not reached is called again, however many they are', async () => {
  await using app = await startCampaignApp()
  const numbers = Array.from({ length: 2_100 }, (_, n) => `+1415${2_000_000 + n * 7}`)
  const { id } = await makeCampaign(app, numbers, { sendType: 'MANUAL' })
  await app.db.pool.query(
    `update campaign_recipient set status = 'FAILED', outcomes = '{busy}', completed_at = now()`,
  )
  await app.db.pool.query(
    `update campaign_count set name = 'FAILED' where kind = 'status' and name = 'PENDING'`,
  )
  await app.db.pool.query(`update campaign set status = 'COMPLETED'`)
  const { body } = await app.call('POST', `${path}/${id}/retry`)
  expect(body.data).toMatchObject({ status: 'RUNNING', progress: { total: 2_100, done: 100 } })
  await app.drain()
  const { data } = (await app.call('GET', `${path}/${id}/progress`)).body
  expect(data).toMatchObject({ done: 0, byStatus: { PENDING: 2_100, FAILED: 0 } })
})

test('settings change while a campaign lasts, and afterwards the name alone', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const patch = (body: unknown) => app.call('PATCH', `${path}/${id}`, { body })
  expect(
    (await patch({ name: 'Named', maxConcurrency: 3, callsPerSecond: 0.5 })).body,
  ).toMatchObject({
    messageKey: 'CAMPAIGN_UPDATED_SUCCESSFULLY',
    data: { name: 'Named', maxConcurrency: 3, callsPerSecond: 0.5, maxAttempts: 3 },
  })
  expect((await patch({ maxConcurrency: null })).body.data).toMatchObject({
    maxConcurrency: null,
    callsPerSecond: 0.5,
  })
  await app.call('POST', `${path}/${id}/cancel`)
  expect(await patch({ maxAttempts: 5 })).toMatchObject({ status: 409 })
  expect((await patch({ name: 'Was' })).body.data.name).toBe('Was')
  expect((await app.call('DELETE', `${path}/${id}`)).body.data).toEqual({ id, deleted: true })
  expect(await app.call('GET', `${path}/${id}`)).toMatchObject({ status: 404 })
})

test('the secret of the campaign’s webhook is kept encrypted and never shown', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], {
    sendType: 'MANUAL',
    webhookUrl: 'https://example.com/hook',
    webhookAuth: { authKey: 'bearer', authSecret: 'topsecret' },
  })
  const shown = await app.call('GET', `${path}/${id}`)
  expect(shown.body.data.webhookUrl).toBe('https://example.com/hook')
  expect(JSON.stringify(shown.body)).not.toContain('topsecret')
  const { rows } = await app.db.pool.query('select webhook_auth from campaign')
  expect(JSON.stringify(rows)).not.toContain('topsecret')
})

test('a rep sees the campaigns it made and no others', async () => {
  await using app = await startCampaignApp()
  const { workspaceId } = app.owner
  await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  expect((await app.call('GET', path, { key })).body.data.campaigns).toEqual([])
  const { agentId } = await makeCaller(app)
  const created = await app.call('POST', path, {
    key,
    body: {
      name: 'Mine',
      voiceAgentId: agentId,
      recipients: [{ phoneNumber: '+442079460958' }],
      sendType: 'MANUAL',
    },
  })
  expect((created.body.data as CreatedCampaign).userId).toBe(userId)
  expect((await app.call('GET', path, { key })).body.data.total).toBe(1)
})

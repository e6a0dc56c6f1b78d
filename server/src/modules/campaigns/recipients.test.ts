import { campaignEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  makeCampaign,
  noRetries,
  numberEnding,
  progressOf,
  startCampaignApp,
  startTestDialer,
  untilStatus,
} from '../../../test/campaigns.ts'

const path = '/v1/voice-agents/campaigns'

const csv = `Full name;Phone;City;tz
Ada;+442079460001;London;
Bert;+33 1 42 34 56 78;Paris;
"Cleo; the second";+442079460003;York;Europe/London
Dora;none;Rome;
Ada again;+44 20 7946 0001;London;
`

test('recipients come as CSV with usual names of columns, and the rest are variables', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const added = await app.call('POST', `${path}/${id}/recipients`, { body: { csv } })
  const told = campaignEndpoints.addRecipients.reply.parse(added.body).data
  expect(told).toMatchObject({
    status: 'COMPLETED',
    rows: 5,
    accepted: 3,
    duplicates: 1,
    rejected: 1,
    problems: [{ row: 4, field: 'phoneNumber', phoneNumber: 'none' }],
  })
  const listed = await app.call('GET', `${path}/${id}/recipients?take=50&search=cleo`)
  expect(campaignEndpoints.recipients.reply.parse(listed.body).data).toMatchObject({
    total: 4,
    filtered: 1,
    recipients: [
      {
        name: 'Cleo; the second',
        dynamicVariables: { City: 'York' },
        timezones: ['Europe/London'],
      },
    ],
  })
  const report = await app.call('GET', `${path}/${id}/imports/${told.id}`)
  expect(campaignEndpoints.getImport.reply.parse(report.body).data).toMatchObject({
    import: { rows: 5, accepted: 3 },
    total: 1,
    problems: [{ row: 4 }],
  })
})

test('columns can be named, and a name that is not there is refused', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const add = (mapping: unknown) =>
    app.call('POST', `${path}/${id}/recipients`, {
      body: { csv: 'a,b,c\n+442079460001,Ada,1', mapping },
    })
  expect(await add({ phoneNumber: 'x' })).toMatchObject({
    status: 400,
    body: { error: { details: { field: 'csv' } } },
  })
  const mapping = { phoneNumber: 'a', name: 'b', variables: { level: 'c' } }
  expect((await add(mapping)).body.data).toMatchObject({ accepted: 1, duplicates: 0 })
  const listed = await app.call('GET', `${path}/${id}/recipients?status=pending`)
  expect(listed.body.data.recipients[1]).toMatchObject({
    name: 'Ada',
    dynamicVariables: { level: '1' },
  })
})

test('a file is uploaded as a form and read as it arrives', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const lines = Array.from({ length: 2_500 }, (_, n) => `+44207946${1_000 + n},Person ${n}`)
  const form = new FormData()
  form.set('mapping', JSON.stringify({ phoneNumber: 'who', name: 'called' }))
  form.set('file', new Blob([`who,called\n${lines.join('\n')}\nnobody,x\n`]), 'people.csv')
  const reply = await fetch(`${app.baseUrl}${path}/${id}/recipients/upload`, {
    method: 'POST',
    headers: { 'x-api-key': app.owner.apiKey },
    body: form,
  })
  expect(reply.status).toBe(200)
  expect(campaignEndpoints.uploadRecipients.reply.parse(await reply.json()).data).toMatchObject({
    status: 'COMPLETED',
    fileName: 'people.csv',
    rows: 2_501,
    accepted: 2_500,
    rejected: 1,
  })
  expect(await progressOf(app, id)).toMatchObject({ total: 2_501, byStatus: { PENDING: 2_501 } })
})

test('a file without numbers is refused, and so is a form without a file', async () => {
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const upload = async (form: FormData) => {
    const reply = await fetch(`${app.baseUrl}${path}/${id}/recipients/upload`, {
      method: 'POST',
      headers: { 'x-api-key': app.owner.apiKey },
      body: form,
    })
    return reply.status
  }
  const empty = new FormData()
  empty.set('mapping', '{}')
  expect(await upload(empty)).toBe(400)
  const wrong = new FormData()
  wrong.set('file', new Blob(['a,b\n1,2\n']), 'x.csv')
  expect(await upload(wrong)).toBe(400)
})

test('a recipient is shown with every call to them', async () => {
  await using app = await startCampaignApp()
  await using _dialer = startTestDialer(app)
  const number = numberEnding('01')
  const { id } = await makeCampaign(app, [number], { retries: noRetries })
  await untilStatus(app, id, 'COMPLETED')
  const page = await app.client.campaigns.recipients(id, {})
  const [{ id: recipientId, jobId } = { id: '', jobId: null }] = page.recipients
  const shown = await app.client.campaigns.recipient({ id, recipientId })
  expect(shown).toMatchObject({
    phoneNumber: number,
    status: 'FAILED',
    calls: [{ id: jobId, state: 'ended', outcome: 'busy', answeredAt: null }],
  })
  expect(Date.parse(shown.calls[0]?.endedAt ?? '')).toBeGreaterThanOrEqual(
    Date.parse(shown.calls[0]?.startsAt ?? ''),
  )
})

test('a recipient of another campaign, or of another workspace, is not there', async () => {
  await using app = await startCampaignApp()
  const ours = await makeCampaign(app, ['+442079460958'], { sendType: 'MANUAL' })
  const other = await makeCampaign(app, ['+442079460959'], { sendType: 'MANUAL' })
  const { recipients } = await app.client.campaigns.recipients(ours.id, {})
  const at = (campaignId: string) => `${path}/${campaignId}/recipients/${recipients[0]?.id}`
  expect((await app.call('GET', at(ours.id))).status).toBe(200)
  expect(await app.call('GET', at(other.id))).toMatchObject({
    status: 404,
    body: { error: { name: 'RECIPIENT_NOT_FOUND' } },
  })
  const { apiKey: key } = await app.newWorkspace()
  expect((await app.call('GET', at(ours.id), { key })).status).toBe(404)
})

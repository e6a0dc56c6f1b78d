import { expect, test } from 'vitest'
import { beginCall, callEventsOf, holdTalk, makeAgent } from '../../../test/agent-calls.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const caller = '+442079460958'

const callIn = (app: TestApp, more: Parameters<typeof beginCall>[1] = {}) =>
  beginCall(app, { direction: 'inbound', fromNumber: caller, toNumber: '+442079460000', ...more })

async function contactsOf(app: TestApp, key = app.owner.apiKey) {
  const { data } = await app.clientOf(key).contacts.list({})
  return data
}

test('somebody unknown who calls an agent becomes a contact, whose conversation it is', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  const theirs = await app
    .clientOf(other.apiKey)
    .contacts.create({ first_name: 'Elsewhere', email: 'e@lumen.example', phone: caller })
  const { callId, contactId } = await callIn(app)
  const [contact, ...more] = await contactsOf(app)
  expect(more).toEqual([])
  expect(contact).toMatchObject({
    id: contactId,
    first_name: caller,
    phone_e164: caller,
    lead_source: 'agent',
    owner_id: app.owner.userId,
  })
  expect(contact?.id).not.toBe(theirs.id)
  expect(await contactsOf(app, other.apiKey)).toHaveLength(1)
  const listed = await app.call('GET', `/functions/v1/api-v1-conversations/${callId}`)
  expect(listed.body.data).toMatchObject({ contact_id: contactId })
  expect(await callEventsOf(app)).toMatchObject([{ data: { call: { contact_id: contactId } } }])
  const { rows } = await app.db.pool.query(
    `select 1 from event where name = 'contact.created' and subject_id = $1`,
    [contactId],
  )
  expect(rows).toHaveLength(1)
})

test('who calls again, or twice at once, is one contact, and is told by name at the end', async () => {
  await using app = await startTestApp()
  const agent = await makeAgent(app)
  const calls = await Promise.all(Array.from({ length: 4 }, () => callIn(app, { agent })))
  expect(new Set(calls.map(({ contactId }) => contactId)).size).toBe(1)
  expect(await contactsOf(app)).toHaveLength(1)
  const talk = await holdTalk(app, { agent, direction: 'inbound', fromNumber: caller })
  expect(talk.contactId).toBe(calls[0]?.contactId)
})

test('a number that a captured call made a contact of is that contact', async () => {
  await using app = await startTestApp()
  await app.call('POST', '/functions/v1/webhook-call-capture', {
    body: {
      company_id: app.owner.workspaceId,
      caller_number: caller,
      call_status: 'completed',
    },
  })
  const [contact] = await contactsOf(app)
  expect((await callIn(app)).contactId).toBe(contact?.id)
})

test('nobody becomes a contact where that is not wanted, without a number, or as a colleague', async () => {
  await using app = await startTestApp()
  expect((await callIn(app, { fromNumber: 'anonymous' })).contactId).toBeNull()
  await app.db.pool.query('update member set phone_e164 = $1', [caller])
  expect((await callIn(app)).contactId).toBeNull()
  await app.db.pool.query('update member set phone_e164 = null')
  await app.db.pool.query('update workspace set leads_from_calls = false')
  expect((await callIn(app)).contactId).toBeNull()
  expect(await contactsOf(app)).toEqual([])
})

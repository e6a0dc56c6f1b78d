import { expect, test } from 'vitest'
import {
  announced,
  change,
  least,
  make,
  nobody,
  paths,
  type ResourceName,
  rowsOf,
} from '../../../test/crm.ts'
import { startTestApp } from '../../../test/test-app.ts'

/** Field → the resource it points to; `member` is a user. */
const references: Record<ResourceName, Record<string, ResourceName | 'member'>> = {
  contacts: { company_id: 'companies', owner_id: 'member' },
  companies: { owner_id: 'member' },
  deals: { company_id: 'companies', primary_contact_id: 'contacts', owner_id: 'member' },
  tasks: {
    deal_id: 'deals',
    contact_id: 'contacts',
    company_id: 'companies',
    assignee_id: 'member',
    owner_id: 'member',
  },
  meetings: {
    deal_id: 'deals',
    contact_id: 'contacts',
    company_id: 'companies',
    owner_user_id: 'member',
  },
  calls: {
    deal_id: 'deals',
    lead_id: 'contacts',
    company_id: 'companies',
    employee_id: 'member',
  },
  activities: {
    deal_id: 'deals',
    contact_id: 'contacts',
    company_id: 'companies',
    owner_id: 'member',
  },
}

test('what points to nothing, to another workspace or to a deleted record is refused', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  for (const [resource, fields] of Object.entries(references)) {
    const from = resource as ResourceName
    const standing = await make(app, from)
    for (const [field, to] of Object.entries(fields)) {
      const wrong = [nobody]
      if (to === 'member') wrong.push(other.userId)
      else {
        wrong.push((await make(app, to, {}, other.apiKey)).id)
        const deleted = await make(app, to)
        await app.call('DELETE', `${paths[to]}/${deleted.id}`)
        wrong.push(deleted.id)
      }
      for (const id of wrong) {
        const refusal = {
          status: 400,
          body: { data: null, code: 'VALIDATION_ERROR', details: { field } },
        }
        const body = { ...least[from](), [field]: id }
        expect(await app.call('POST', paths[from], { body }), field).toMatchObject(refusal)
        const path = `${paths[from]}/${standing.id}`
        expect(await app.call('PUT', path, { body: { [field]: id } })).toMatchObject(refusal)
      }
    }
    expect(await announced(app, standing.id)).toHaveLength(1)
  }
})

test('a record sent back as read keeps what it points to, though that was deleted meanwhile', async () => {
  await using app = await startTestApp()
  const contact = await make(app, 'contacts')
  const deal = await make(app, 'deals', { primary_contact_id: contact.id })
  const task = await make(app, 'tasks', { contact_id: contact.id, deal_id: deal.id })
  await app.call('DELETE', `${paths.contacts}/${contact.id}`)

  const read = (await app.call('GET', `${paths.deals}/${deal.id}`)).body.data as object
  expect(read).toMatchObject({ contacts: null, primary_contact_name: null })
  expect(await change(app, 'deals', deal.id, { ...read, title: 'New' })).toMatchObject({
    title: 'New',
    primary_contact_id: contact.id,
  })
  expect(
    await app.call('PUT', `${paths.tasks}/${task.id}`, {
      body: { ...task, deal_id: nobody },
    }),
  ).toMatchObject({ status: 400, body: { details: { field: 'deal_id' } } })
  await app.call('POST', `${paths.contacts}/${contact.id}/restore`)
  expect(await rowsOf(app, 'deals')).toMatchObject([{ primary_contact_name: contact['full_name'] }])
})

test('names of deleted records are not shown by those that point to them', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies')
  const contact = await make(app, 'contacts', { company_id: company.id })
  const task = await make(app, 'tasks', { contact_id: contact.id, company_id: company.id })
  await make(app, 'activities', { contact_id: contact.id, company_id: company.id })
  await app.call('DELETE', `${paths.contacts}/${contact.id}`)
  expect((await app.call('DELETE', `${paths.companies}/${company.id}`)).status).toBe(200)
  const nameless = { contact_name: null, company_name: null }
  expect(await rowsOf(app, 'tasks')).toMatchObject([nameless])
  expect(await rowsOf(app, 'activities')).toMatchObject([nameless])
  expect(await change(app, 'tasks', task.id, { ...task, status: 'completed' })).toMatchObject(
    nameless,
  )
})

import { expect, test } from 'vitest'
import { make, nobody, paths, rowsOf, valuesOf } from '../../../test/crm.ts'
import { expectRefusedBodies, expectRefusedQueries } from '../../../test/refusals.ts'
import { startTestApp } from '../../../test/test-app.ts'

const documented = {
  title: 'Acme Corp - Software License',
  description: 'Annual software license renewal',
  value: 50000,
  stage: 'opportunity',
  priority: 'high',
  expected_close_date: '2025-02-15',
  probability: 75,
  deal_size: 'large',
  lead_source: 'website',
  next_steps: 'Follow up on technical requirements',
}
const dayMs = 86_400_000
const dayFromNow = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)

test('a deal is created, read, listed, changed and deleted with every documented field', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies', { name: 'Acme', website: 'acme.com' })
  const contact = await make(app, 'contacts', { first_name: 'Jo', last_name: 'Do', phone: '12' })
  const body = { ...documented, company_id: company.id, primary_contact_id: contact.id }
  const created = await app.call('POST', paths.deals, { body })
  expect(created.status).toBe(201)
  const deal = created.body.data
  expect(deal).toEqual({
    ...body,
    id: deal.id,
    one_off_revenue: null,
    monthly_mrr: null,
    annual_value: 0,
    ltv: 0,
    stage_id: expect.any(String),
    stage_name: 'Opportunity',
    stage_color: '#3b82f6',
    stage_order: 2,
    status: 'open',
    company_name: 'Acme',
    primary_contact_name: 'Jo Do',
    days_in_stage: 0,
    is_overdue: true,
    closed_at: null,
    last_contact_date: null,
    owner_id: app.owner.userId,
    created_at: deal.created_at,
    updated_at: deal.created_at,
  })
  expect(await rowsOf(app, 'deals')).toEqual([deal])

  const one = await app.call('GET', `${paths.deals}/${deal.id}`)
  expect(one.body.data).toEqual({
    ...deal,
    companies: {
      id: company.id,
      name: 'Acme',
      website: 'https://acme.com',
      industry: null,
      size: null,
    },
    contacts: { id: contact.id, full_name: 'Jo Do', email: contact.email, phone: '12' },
    stage_history: [
      {
        id: expect.any(String),
        from_stage: null,
        to_stage: 'opportunity',
        changed_by: app.owner.userId,
        changed_at: deal.created_at,
      },
    ],
  })

  expect(await app.call('DELETE', `${paths.deals}/${deal.id}`)).toMatchObject({
    body: { data: { id: deal.id, deleted: true } },
  })
  expect(await app.call('GET', `${paths.deals}/${deal.id}`)).toMatchObject({
    status: 404,
    body: { error: 'Deal not found', code: 'DEAL_NOT_FOUND' },
  })
})

test('a deal needs a title, a value and a close date, and each wrong value is refused', async () => {
  await using app = await startTestApp()
  for (const field of ['title', 'value', 'expected_close_date']) {
    const { [field]: _, ...body } = documented as Record<string, unknown>
    expect(await app.call('POST', paths.deals, { body })).toMatchObject({
      status: 400,
      body: {
        error: `Field '${field}' is required.`,
        code: 'VALIDATION_ERROR',
        details: { field },
      },
    })
  }
  await expectRefusedBodies(app, 'deals', documented, [
    ['title', ''],
    ['title', 'x'.repeat(301)],
    ['value', -1],
    ['value', '50000'],
    ['value', 1e13],
    ['value', null],
    ['one_off_revenue', -1],
    ['monthly_mrr', 'much'],
    ['stage', 'nowhere'],
    ['stage', nobody],
    ['priority', 'extreme'],
    ['expected_close_date', '2025-02-30'],
    ['expected_close_date', ''],
    ['expected_close_date', null],
    ['probability', 101],
    ['probability', -1],
    ['probability', 12.5],
    ['company_id', 'acme'],
    ['company_id', nobody],
    ['primary_contact_id', nobody],
    ['owner_id', nobody],
    ['description', 'x'.repeat(10_001)],
  ])
})

test('names of the real server are understood, the documented ones answered', async () => {
  await using app = await startTestApp()
  const contact = await make(app, 'contacts')
  const created = await app.call('POST', paths.deals, {
    body: {
      name: 'By other names',
      value: 1,
      close_date: '2025-03-01T10:00:00Z',
      stage_id: 'Verbal',
      priority: 'urgent',
      contact_id: contact.id,
      one_off_revenue: 100.5,
      monthly_mrr: 10,
    },
  })
  expect(created).toMatchObject({
    status: 201,
    body: {
      data: {
        title: 'By other names',
        expected_close_date: '2025-03-01',
        stage: 'verbal',
        priority: 'critical',
        primary_contact_id: contact.id,
        annual_value: 220.5,
        ltv: 130.5,
        probability: 70,
      },
    },
  })
  const deal = created.body.data
  const found = async (query: Record<string, string>) => (await rowsOf(app, 'deals', query)).length
  await make(app, 'deals', { value: 5000 })
  for (const query of [
    { stage_id: deal.stage_id },
    { stage: deal.stage_id.toUpperCase() },
    { stage: 'NEGOTIATION' },
    { 'stage[in]': 'negotiation,lost' },
    { 'stage[ne]': 'Lead' },
    { priority: 'urgent' },
    { 'priority[in]': 'URGENT,low' },
    { 'priority[ne]': 'medium' },
    { max_value: '1' },
    { contact_id: contact.id },
  ] as Record<string, string>[]) {
    expect(await found(query), JSON.stringify(query)).toBe(1)
  }
  expect(await found({ stage: 'nowhere' })).toBe(0)
  expect(await found({ 'stage[in]': 'nowhere' })).toBe(0)
  expect(await found({ 'stage[ne]': 'nowhere' })).toBe(2)
})

test('deals are filtered by all documented filters and by operators', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies', { name: 'Initech' })
  const rows = [
    { title: 'A', value: 100, expected_close_date: '2025-01-31', priority: 'low' },
    { title: 'B', value: 200.5, expected_close_date: '2025-02-15', company_id: company.id },
    { title: 'C', value: 300, expected_close_date: '2025-03-01', stage: 'signed', deal_size: 'XL' },
    {
      title: 'D',
      value: 400,
      expected_close_date: '2025-03-02',
      stage: 'lost',
      lead_source: 'Ads',
    },
  ]
  for (const row of rows) await make(app, 'deals', row)
  const titles = async (query: Record<string, string>) =>
    (await valuesOf(app, 'deals', 'title', { ...query, sort: 'title', order: 'asc' })).join('')

  const table: [Record<string, string>, string][] = [
    [{ stage: 'signed' }, 'C'],
    [{ status: 'open' }, 'AB'],
    [{ status: 'lost' }, 'D'],
    [{ priority: 'low' }, 'A'],
    [{ company_id: company.id }, 'B'],
    [{ expected_close_date_from: '2025-02-15' }, 'BCD'],
    [{ expected_close_date_to: '2025-02-15' }, 'AB'],
    [{ expected_close_date_from: '2025-02-01', expected_close_date_to: '2025-03-01' }, 'BC'],
    [{ value_min: '200.5' }, 'BCD'],
    [{ value_max: '200.49' }, 'A'],
    [{ min_value: '101', max_value: '399' }, 'BC'],
    [{ owner_id: app.owner.userId }, 'ABCD'],
    [{ 'value[gt]': '200.5' }, 'CD'],
    [{ 'value[gte]': '200.5', 'value[lt]': '400' }, 'BC'],
    [{ 'expected_close_date[lte]': '2025-01-31' }, 'A'],
    [{ 'probability[gt]': '20' }, 'C'],
    [{ 'closed_at[null]': 'true' }, 'AB'],
    [{ 'closed_at[null]': 'false' }, 'CD'],
    [{ 'deal_size[in]': 'xl,small' }, 'C'],
    [{ 'lead_source[ne]': 'ads' }, 'ABC'],
    [{ 'company_id[in]': `${company.id},${nobody}` }, 'B'],
    [{ 'company_id[null]': 'true' }, 'ACD'],
    [{ search: 'initech' }, 'B'],
  ]
  for (const [query, expected] of table) {
    expect(await titles(query), JSON.stringify(query)).toBe(expected)
  }
  await expectRefusedQueries(app, 'deals', [
    ['priority', 'extreme'],
    ['status', 'pending'],
    ['company_id', '1'],
    ['value_min', 'lots'],
    ['expected_close_date_from', '2025-02-30'],
    ['expected_close_date[gt]', 'soon'],
    ['value[in]', '1,2'],
    ['value[like]', '1'],
    ['stage[gt]', 'sql'],
    ['sort', 'stage_color'],
  ])
})

test('deals are found by the stages they entered and left, and by when', async () => {
  await using app = await startTestApp()
  const moved = await make(app, 'deals', { stage: 'sql' })
  const still = await make(app, 'deals', { stage: 'sql' })
  await app.call('PATCH', `${paths.deals}/${moved.id}`, { body: { stage: 'verbal' } })
  const ids = async (query: Record<string, string>) =>
    (await rowsOf(app, 'deals', { ...query, order: 'asc' })).map(({ id }) => id)
  expect(await ids({ entered_stage: 'sql' })).toEqual([moved.id, still.id])
  expect(await ids({ entered_stage: 'verbal' })).toEqual([moved.id])
  expect(await ids({ left_stage: 'SQL' })).toEqual([moved.id])
  expect(await ids({ entered_stage: 'no such stage' })).toEqual([])
  const [before, after] = ['2020-01-01T00:00:00Z', '2090-01-01T00:00:00Z']
  expect(await ids({ left_stage: `sql,${before},${after}` })).toEqual([moved.id])
  expect(await ids({ left_stage: `sql,${after}` })).toEqual([])
  expect(await ids({ left_stage: `sql,,${before}` })).toEqual([])
  for (const wrong of ['', ',', 'sql,soon', `sql,${before},${after},`]) {
    const reply = await app.call('GET', `${paths.deals}?left_stage=${encodeURIComponent(wrong)}`)
    expect([wrong, reply.status]).toEqual([wrong, 400])
  }
})

test('two open deals of one company cannot share a title; closed and deleted ones do not count', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies')
  const first = await make(app, 'deals', { title: 'Renewal', company_id: company.id })
  const again = { title: ' RENEWAL', value: 1, expected_close_date: '2025-01-01' }
  const create = (body: object) => app.call('POST', paths.deals, { body: { ...again, ...body } })

  expect(await create({ company_id: company.id })).toMatchObject({
    status: 409,
    body: { code: 'DUPLICATE_NAME', details: { field: 'title', existing_id: first.id } },
  })
  expect((await create({})).status).toBe(201)
  expect((await create({})).status).toBe(409)
  const lost = await create({ company_id: company.id, stage: 'lost' })
  expect(lost.status).toBe(201)
  const reopen = () =>
    app.call('PUT', `${paths.deals}/${lost.body.data.id}`, { body: { stage: 'sql' } })
  expect((await reopen()).body.code).toBe('DUPLICATE_NAME')
  await app.call('DELETE', `${paths.deals}/${first.id}`)
  expect((await reopen()).status).toBe(200)
  expect((await app.call('POST', `${paths.deals}/${first.id}/restore`)).body.code).toBe(
    'DUPLICATE_NAME',
  )
})

test('a deal is overdue only while open and past its date', async () => {
  await using app = await startTestApp()
  const overdue = async (fields: object): Promise<unknown> =>
    (await make(app, 'deals', { ...fields }))['is_overdue']
  expect(await overdue({ expected_close_date: dayFromNow(-2) })).toBe(true)
  expect(await overdue({ expected_close_date: dayFromNow(1) })).toBe(false)
  expect(await overdue({ expected_close_date: dayFromNow(-2), stage: 'signed' })).toBe(false)
})

import { expect, test } from 'vitest'
import { eventually } from '../../server/test/eventually.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)('what was deleted is found in the bin and comes back', async () => {
  await using stage = await openStage()
  const { client } = stage
  for (const name of ['Acme Steel', 'Lumen Logistics']) {
    await client.companies.delete((await client.companies.create({ name })).id)
  }
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/companies')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitem', { name: 'Deleted records' }).click()
  const bin = page.getByRole('dialog', { name: 'Deleted records' })
  await bin.getByText('Lumen Logistics').waitFor()
  await bin.getByRole('searchbox').fill('acme')
  await bin.getByText('Lumen Logistics').waitFor({ state: 'detached' })
  await bin.getByText('days left: 30').waitFor()
  await bin.getByRole('button', { name: 'Restore Acme Steel' }).click()
  await page.getByText('Acme Steel is back').waitFor()
  await bin.getByText('Nothing found').waitFor()
  expect((await client.companies.list()).data.map(({ name }) => name)).toEqual(['Acme Steel'])
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'whoever types what is there already is told before they save it',
  async () => {
    await using stage = await openStage()
    const known = await stage.client.contacts.create({
      first_name: 'Nadia',
      last_name: 'Okafor',
      email: 'nadia@lumen.example',
    })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/contacts?open=new')
    const form = page.getByRole('dialog', { name: 'New contact' })
    await form.getByLabel('First name').fill('nadia')
    await form.getByLabel('Last name').fill('Okafor')
    await form.getByText('This may be there already:').waitFor()
    await form.getByRole('button', { name: /Nadia Okafor/ }).click()
    await page.waitForURL(new RegExp(`open=${known.id}`))
    await page.getByRole('region', { name: 'Nadia Okafor' }).waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'the forecast sums deals by month, and each sum opens its deals',
  async () => {
    await using stage = await openStage()
    const { client } = stage
    const [stageOne] = await client.dealStages.list()
    for (const [title, value, day] of [
      ['Ten seats', 1_000, '2031-01-31'],
      ['Two seats', 500, '2031-01-02'],
      ['Later', 9_000, '2031-03-01'],
    ] as const) {
      await client.deals.create({ title, value, expected_close_date: day })
    }
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/deals')
    await page.getByRole('button', { name: 'Forecast' }).click()
    const january = page.getByRole('row', { name: /January 2031/ })
    await january.getByRole('link', { name: `January 2031, ${stageOne?.name}: 1,500` }).click()
    await page.getByRole('row', { name: /Ten seats/ }).waitFor()
    await page.getByRole('row', { name: /Two seats/ }).waitFor()
    expect(await page.getByRole('row', { name: /Later/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('row', { name: /Later/ }).waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a stage with many deals says how many are not on the board', async () => {
  await using stage = await openStage()
  const { client } = stage
  const day = { expected_close_date: '2031-01-31' }
  const records = Array.from({ length: 52 }, (_, n) => ({ title: `Deal ${n}`, value: 10, ...day }))
  expect((await client.deals.batch({ operation: 'create', records })).count).toBe(52)
  const [first] = await client.dealStages.list()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/deals?view=kanban')
  const column = page.getByRole('region', { name: first?.name ?? '' })
  await column.getByText('500+').waitFor()
  await column.getByRole('link', { name: '2 more in the table' }).click()
  await page.getByRole('grid', { name: 'Deals' }).waitFor()
  expect(new URL(page.url()).searchParams.get('stage')).toBe(first?.key)
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'an activity is noted, and stands in the timeline of its contact',
  async () => {
    await using stage = await openStage()
    const contact = await stage.client.contacts.create({
      first_name: 'Nadia',
      email: 'nadia@lumen.example',
    })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/activities')
    await page.getByRole('button', { name: 'New activity' }).first().click()
    const form = page.getByRole('dialog', { name: 'New activity' })
    await form.getByLabel('Description').fill('Visited the depot')
    await form.getByRole('combobox', { name: /Type/ }).selectOption('meeting')
    await form.getByRole('button', { name: /Contact/ }).click()
    await page.getByRole('option', { name: 'Nadia' }).click()
    await form.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('row', { name: /Visited the depot/ }).waitFor()
    const { data } = await stage.client.activities.list()
    expect(data).toMatchObject([{ activity_type: 'meeting', contact_id: contact.id }])
    await page.goto(`/contacts?open=${contact.id}`)
    await page.getByRole('region', { name: 'Nadia' }).getByText('Visited the depot').waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a deal is created on the board, moved, won, and counted as won',
  async () => {
    await using stage = await openStage()
    const { client } = stage
    const stages = await client.dealStages.list()
    const won = stages.find(({ outcome }) => outcome === 'won')
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/deals?view=kanban')
    await page.getByRole('button', { name: 'New deal' }).first().click()
    const form = page.getByRole('dialog', { name: 'New deal' })
    await form.getByLabel('Title').fill('Ten seats')
    await form.getByLabel('Value').fill('12000')
    await form.getByRole('button', { name: 'Create' }).click()
    const card = page.getByRole('button', { name: /Ten seats/ })
    await card.waitFor()
    for (const { name } of stages.slice(1, stages.findIndex(({ id }) => id === won?.id) + 1)) {
      await card.focus()
      await page.keyboard.press('Alt+ArrowRight')
      await page.getByRole('region', { name, exact: true }).getByText('Ten seats').waitFor()
    }
    await eventually(
      async () => (await client.deals.list()).data[0]?.status,
      (status) => status === 'won',
    )
    await card.click()
    const panel = page.getByRole('region', { name: 'Ten seats' })
    await panel.getByText('Stage change').first().waitFor()
    await stage.app.drain()
    await page.goto('/head-of-sales')
    await page.getByRole('link', { name: 'Deals won: 1' }).click()
    await page.waitForURL(/\/deals\?.*status=won/)
    await page.getByRole('row', { name: /Ten seats/ }).waitFor()
    expect(stage.complaints).toEqual([])
  },
)

import { expect, test } from 'vitest'
import { eventually } from '../../server/test/eventually.ts'
import { makeMember } from '../../server/test/people.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)('a contact is created, found, edited in its place and deleted', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/contacts')
  await page.getByRole('button', { name: 'New contact' }).first().click()
  const form = page.getByRole('dialog', { name: 'New contact' })
  await form.getByRole('button', { name: 'Create' }).click()
  await form.getByText('This is needed.').first().waitFor()
  await form.getByLabel('First name').fill('Nadia')
  await form.getByLabel('Last name').fill('Okafor')
  await form.getByLabel('E-mail').fill('nadia@lumen.example')
  await form.getByRole('button', { name: 'Create' }).click()
  await page.getByText('Nadia Okafor was created').waitFor()

  const row = page.getByRole('row', { name: /Nadia Okafor/ })
  await row.focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nadia@example.com')
  await page.keyboard.press('Enter')
  const [contact] = await eventually(
    async () => (await stage.client.contacts.list()).data,
    (all) => all[0]?.email === 'nadia@example.com',
  )
  expect(contact?.full_name).toBe('Nadia Okafor')

  await row.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Nadia Okafor' }).waitFor()
  await page
    .getByRole('region', { name: 'Nadia Okafor' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await page.getByText('Nothing here yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: /Nadia Okafor/ }).waitFor()
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'a view is saved by its name, chosen and forgotten by keyboard',
  async () => {
    await using stage = await openStage()
    await stage.client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/contacts?sort=email&order=desc')
    const views = page.getByRole('button', { name: 'Saved views' })
    await views.click()
    await page.getByRole('menuitem', { name: 'Save this view' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('By address')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.goto('/contacts')
    await views.press('Enter')
    await page.getByRole('menuitem', { name: 'By address' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/sort=email/)
    await views.press('Enter')
    const item = page.getByRole('menuitem', { name: 'By address', exact: true })
    await item.press('Delete')
    await item.waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowDown')
    await page.getByRole('menuitem', { name: 'Save this view' }).waitFor()
    await page.keyboard.press('Escape')
    await eventually(
      async () => (await stage.client.savedViews.list()).data,
      (left) => left.length === 0,
    )
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('who may only read is offered nothing else', async () => {
  await using stage = await openStage()
  const viewer = await makeMember(stage.app, stage.workspace, 'viewer')
  const page = await stage.open()
  await signIn(page, viewer.email)
  await page.goto('/contacts?open=new')
  await page.getByText('Nothing here yet').waitFor()
  expect(await page.getByRole('button', { name: 'New contact' }).count()).toBe(0)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill('contact')
  await page.getByRole('option', { name: 'Contacts' }).waitFor()
  expect(await page.getByRole('option', { name: 'New contact' }).count()).toBe(0)
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('an address that is taken is shown at its field', async () => {
  await using stage = await openStage()
  await stage.client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/contacts?open=new')
  const form = page.getByRole('dialog', { name: 'New contact' })
  await form.getByLabel('First name').fill('Other')
  await form.getByLabel('E-mail').fill('ADA@example.com')
  await form.getByRole('button', { name: 'Create' }).click()
  await form.getByText('This address is taken already.').waitFor()
  expect((await stage.client.contacts.list()).data).toHaveLength(1)
})

test.skipIf(noBrowser)(
  'many records are deleted at once and come back with one press',
  async () => {
    await using stage = await openStage()
    const records = Array.from({ length: 12 }, (_, index) => ({ name: `Company ${index}` }))
    await stage.client.companies.batch({ operation: 'create', records })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/companies?sort=name&order=asc')
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check()
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Deleted: 12').waitFor()
    expect((await stage.client.companies.list()).data).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('As it was before').waitFor()
    expect((await stage.client.companies.list()).data).toHaveLength(12)
  },
)

test.skipIf(noBrowser)(
  'filters, sort and columns are in the address, and a table of many rows draws few',
  async () => {
    await using stage = await openStage()
    const records = Array.from({ length: 400 }, (_, index) => ({
      name: `Company ${String(index).padStart(3, '0')}`,
      industry: index % 2 ? 'Steel' : 'Paper',
    }))
    await stage.client.companies.batch({ operation: 'create', records })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/companies?sort=name&order=asc&cols=industry')
    await page.getByRole('row', { name: /Company 000/ }).waitFor()
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['', 'Name', 'Industry'])
    expect(await page.getByRole('row').count()).toBeLessThan(60)

    // Scrolled to the end, the next pages come by themselves.
    await eventually(
      async () => {
        await page.locator('[data-scroller]').evaluate((box) => box.scrollTo(0, box.scrollHeight))
        return page.getByRole('row', { name: /Company 399/ }).count()
      },
      (found) => found === 1,
      20_000,
    )
    await page.getByRole('searchbox', { name: 'Search' }).fill('company 123')
    await page.waitForURL(/q=company/)
    await page.getByRole('row', { name: /Company 123/ }).waitFor()
  },
)

test.skipIf(noBrowser)('a change that the server refuses is taken back', async () => {
  await using stage = await openStage()
  await stage.client.companies.create({ name: 'Acme Steel' })
  await stage.client.companies.create({ name: 'Zenith' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/companies')
  await page.getByRole('row', { name: /Zenith/ }).focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme Steel')
  await page.keyboard.press('Enter')
  await page.getByText('This name is taken already.').waitFor()
  await page.getByRole('row', { name: /Zenith/ }).waitFor()
  const names = (await stage.client.companies.list()).data.map(({ name }) => name)
  expect(names.sort()).toEqual(['Acme Steel', 'Zenith'])
})

test.skipIf(noBrowser)(
  'a deal lives on the board: by keyboard, by drag, and for others to see',
  async () => {
    await using stage = await openStage()
    await stage.client.deals.create({
      title: 'Ten seats',
      value: 12_000,
      expected_close_date: '2030-01-31',
    })
    const stages = await stage.client.dealStages.list()
    const [first, second, third] = stages.map(({ name }) => name)
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/deals?view=kanban')
    const column = (name = '') => page.getByRole('region', { name, exact: true })
    const card = page.getByRole('button', { name: /Ten seats/ })
    await column(first)
      .getByRole('button', { name: /Ten seats/ })
      .focus()
    await page.keyboard.press('Alt+ArrowRight')
    await column(second)
      .getByRole('button', { name: /Ten seats/ })
      .waitFor()
    await page.getByText(`Ten seats is now in ${second}`).waitFor({ state: 'attached' })

    await card.dragTo(column(third))
    await column(third)
      .getByRole('button', { name: /Ten seats/ })
      .waitFor()
    await eventually(
      async () => (await stage.client.deals.list()).data[0]?.stage_name,
      (name) => name === third,
    )

    // Somebody else moves it back, and this page shows it without being asked.
    const { data } = await stage.client.deals.list()
    await stage.client.deals.patch(data[0]?.id ?? '', { stage: stages[0]?.key ?? '' })
    await column(first)
      .getByRole('button', { name: /Ten seats/ })
      .waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('tasks stand by day and are ticked off', async () => {
  await using stage = await openStage()
  await stage.client.tasks.create({ title: 'Long ago', due_date: '2020-01-01' })
  await stage.client.tasks.create({ title: 'Far away', due_date: '2090-01-01' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/tasks')
  const overdue = page.getByRole('region', { name: 'Overdue' })
  await page.getByRole('region', { name: 'Upcoming' }).getByText('Far away').waitFor()
  await overdue.getByRole('checkbox', { name: 'Complete Long ago' }).click()
  await overdue.getByText('Nothing is late.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await overdue.getByText('Long ago').waitFor()
  expect((await stage.client.tasks.list({ overdue: 'true' })).data).toHaveLength(1)
})

import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../../server/test/eventually.ts'
import { makeMember } from '../../server/test/people.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

const views = (page: Page) => page.getByRole('button', { name: /^Saved views/ })
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name })

/** A browser of its own in which somebody is signed in. */
async function openAs(
  stage: Stage,
  email: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await stage.open(options)
  await signIn(page, email)
  return page
}

async function save(page: Page, name: string, { share = false } = {}): Promise<void> {
  await views(page).click()
  await item(page, 'Save this view').click()
  const dialog = page.getByRole('dialog', { name: 'Save this view' })
  await dialog.getByLabel('Name').fill(name)
  if (share) await dialog.getByRole('checkbox', { name: /Share with the workspace/ }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: `Saved views: ${name}` }).waitFor()
}

/** Names in the menu, which is closed again. */
async function namesSeen(page: Page): Promise<string[]> {
  await page.goto('/companies')
  await views(page).click()
  await item(page, 'Save this view').waitFor()
  await page.locator('[role="menu"] .skeleton').first().waitFor({ state: 'detached' })
  const names = await page.getByRole('menuitem').allInnerTexts()
  await page.keyboard.press('Escape')
  return names.filter((name) => name !== 'Save this view')
}

test.skipIf(noBrowser)(
  'a view is seen in another browser of the same person, also on a telephone',
  async () => {
    await using stage = await openStage()
    await stage.client.companies.create({ name: 'Acme Steel' })
    const { email } = stage.workspace
    const first = await openAs(stage, email)
    await first.goto('/companies?q=steel&sort=name&order=asc&cols=industry')
    await save(first, 'Steel by name')

    // A telephone.
    const second = await openAs(stage, email, { viewport: { width: 390, height: 844 } })
    expect(await namesSeen(second)).toEqual(['Steel by name'])
    await views(second).click()
    await item(second, 'Steel by name').click()
    await second.waitForURL(/sort=name/)
    await second.getByRole('row', { name: /Acme Steel/ }).waitFor()
    // The words that are looked for came with it, and stay.
    const box = second.getByRole('searchbox', { name: 'Search' })
    await eventually(
      () => box.inputValue(),
      (text) => text === 'steel',
    )
    expect(await second.getByRole('columnheader').allInnerTexts()).toEqual(['', 'Name', 'Industry'])
    await second.getByRole('button', { name: 'Saved views: Steel by name', exact: true }).waitFor()
    expect(new URL(second.url()).searchParams.get('q')).toBe('steel')
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a shared view is seen by everybody, a private one is not', async () => {
  await using stage = await openStage()
  const viewer = await makeMember(stage.app, stage.workspace, 'viewer')
  const owner = await openAs(stage, stage.workspace.email)
  await owner.goto('/companies?sort=name&order=asc')
  await save(owner, 'Mine alone')
  await owner.goto('/companies?sort=industry&order=asc')
  await save(owner, 'For all', { share: true })
  const { data } = await stage.client.savedViews.list({ table: 'companies' })
  const maker = data[0]?.owner_name ?? ''

  const other = await openAs(stage, viewer.email)
  expect(await namesSeen(other)).toEqual([`For all\nby ${maker}`])
  await views(other).click()
  await item(other, /For all/).click()
  await other.waitForURL(/sort=industry/)
  // They may neither change nor share; views of their own they may keep.
  await views(other).click()
  await item(other, /For all/).press('Delete')
  expect(await other.getByRole('menuitem').allInnerTexts()).toEqual([
    `For all\nby ${maker}`,
    'Save as a new view',
  ])
  await item(other, 'Save as a new view').click()
  await other.getByRole('dialog').getByLabel('Name').waitFor()
  expect(await other.getByRole('dialog').getByRole('checkbox').count()).toBe(0)
  await other.keyboard.press('Escape')
  await eventually(
    () => views(other).evaluate((button) => button === document.activeElement),
    (hasFocus) => hasFocus,
  )

  // Whoever shared it is asked before it is gone for all.
  await views(owner).click()
  await item(owner, 'Forget this view').click()
  const asks = owner.getByRole('dialog', { name: 'Delete the shared view “For all”?' })
  await asks.getByRole('button', { name: 'Delete' }).click()
  await asks.waitFor({ state: 'detached' })
  await eventually(
    () => namesSeen(other),
    (names) => names.length === 0,
  )
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('a view is updated, renamed, forgotten, and comes back', async () => {
  await using stage = await openStage()
  const page = await openAs(stage, stage.workspace.email)
  await page.goto('/contacts?sort=email&order=asc')
  await save(page, 'By address')
  await views(page).click()
  await item(page, 'Rename or share').waitFor()
  expect(await item(page, 'Update this view').count()).toBe(0)
  await page.keyboard.press('Escape')

  await page.getByRole('searchbox', { name: 'Search' }).fill('example')
  await page.getByRole('button', { name: 'Saved views: By address, changed' }).click()
  await item(page, 'Update this view').click()
  await page.getByRole('button', { name: 'Saved views: By address', exact: true }).waitFor()
  const kept = async () => (await stage.client.savedViews.list({ table: 'contacts' })).data
  await eventually(kept, ([view]) => view?.query === 'order=asc&q=example&sort=email')

  await views(page).click()
  await item(page, 'Rename or share').click()
  const dialog = page.getByRole('dialog', { name: 'Change the view' })
  await dialog.getByLabel('Name').fill('Examples')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Saved views: Examples' }).click()
  await eventually(kept, ([view]) => view?.name === 'Examples')

  await item(page, 'Forget this view').click()
  await page.getByText('Forgotten: Examples').waitFor()
  expect(await kept()).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  // Its message gives the focus back when it goes, which closes menus.
  await page.getByText('Forgotten: Examples').waitFor({ state: 'detached' })
  await eventually(kept, ([view]) => view?.name === 'Examples')
  await views(page).click()
  await item(page, 'Examples').waitFor()
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('what the server refuses is taken back from the menu', async () => {
  await using stage = await openStage()
  const page = await openAs(stage, stage.workspace.email)
  await page.goto('/contacts?sort=email')
  await views(page).click()
  await item(page, 'Save this view').click()
  // The same name, from another browser that this page has not heard of.
  const [member] = (await stage.client.members.list()).data
  expect(member?.user_id).toBe(stage.workspace.userId)
  await stage.client.savedViews.create({ table: 'contacts', name: 'Twice', query: 'q=other' })
  await page.getByRole('dialog').getByLabel('Name').fill('Twice')
  await page.keyboard.press('Enter')
  await page.getByText('This name is taken already.').waitFor()
  await views(page).click()
  await item(page, 'Twice').click()
  await page.waitForURL(/q=other/)
  // Now it knows, and says so at the field.
  await views(page).click()
  await item(page, 'Save as a new view').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('TWICE')
  await page.keyboard.press('Enter')
  await dialog.getByText('This name is taken already.').waitFor()
  expect((await stage.client.savedViews.list()).data).toHaveLength(1)
})

test.skipIf(noBrowser)(
  'views that a browser kept move to the server once, and none is lost or doubled',
  async () => {
    await using stage = await openStage()
    const { email } = stage.workspace
    const kept = (name: string, sort: string) => ({ name, search: { sort, order: 'asc' } })
    const leave = (page: Page, all: readonly object[]) =>
      page.evaluate(
        (text) => localStorage.setItem('parley.views.companies', text),
        JSON.stringify(all),
      )
    const first = await openAs(stage, email)
    await leave(first, [kept('By name', 'name'), kept('By industry', 'industry'), { odd: true }])
    // Two tabs at once.
    const tab = await first.context().newPage()
    await Promise.all([first.goto('/companies'), tab.goto('/companies')])
    await eventually(
      () => first.evaluate(() => localStorage.getItem('parley.views.companies')),
      (left) => left === null,
    )
    expect(await namesSeen(first)).toEqual(['By industry', 'By name'])
    expect(await namesSeen(tab)).toEqual(['By industry', 'By name'])

    // Another browser has one of them too, and another one by the name of the second.
    const second = await openAs(stage, email)
    await leave(second, [kept('By name', 'name'), kept('by industry', 'created_at')])
    const moved = ['By industry', 'by industry (2)', 'By name']
    expect(await namesSeen(second)).toEqual(moved)
    expect(await second.evaluate(() => localStorage.getItem('parley.views.companies'))).toBeNull()
    expect(await namesSeen(first)).toEqual(moved)
    const { data } = await stage.client.savedViews.list()
    expect(data.map(({ query }) => query)).toEqual([
      'order=asc&sort=industry',
      'order=asc&sort=created_at',
      'order=asc&sort=name',
    ])
    expect(stage.complaints).toEqual([])
  },
)

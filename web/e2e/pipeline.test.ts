import { expect, test } from 'vitest'
import { eventually } from '../../server/test/eventually.ts'
import { makeMember } from '../../server/test/people.ts'
import { accessibilityProblems, darkProblems } from './accessibility.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

const namesOf = async ({ client }: Stage) =>
  (await client.dealStages.list()).map(({ name }) => name)

async function openPipeline() {
  const stage = await openStage()
  const page = await stage.open({ colorScheme: 'light' })
  await signIn(page, stage.workspace.email)
  await page.goto('/settings/pipeline')
  await page.getByRole('list', { name: 'Stages of deals' }).waitFor()
  return { ...stage, page }
}

test.skipIf(noBrowser)(
  'a stage is added, renamed, moved by keyboard, and is on the board',
  async () => {
    await using stage = await openPipeline()
    const { page } = stage
    const before = await namesOf(stage)
    const open = (await stage.client.dealStages.list()).filter(({ outcome }) => outcome === 'open')
    const form = page.getByRole('form', { name: 'Add a stage' })
    await form.getByLabel('Name').fill('Legal')
    await form.getByLabel('Probability in %').fill('850')
    await form.getByText('From 0 to 100.').waitFor()
    await form.getByLabel('Probability in %').fill('85')
    await form.getByRole('button', { name: 'Add a stage' }).click()
    const name = page.getByRole('textbox', { name: 'Name of Legal' })
    await name.waitFor()
    // Behind those that are open, before those that end a deal.
    expect(await namesOf(stage)).toEqual(before.toSpliced(open.length, 0, 'Legal'))

    await name.fill('Contract check')
    await name.press('Enter')
    const probability = page.getByRole('textbox', { name: 'Probability of Contract check' })
    await probability.fill('90')
    await probability.press('Enter')
    const handle = page.getByRole('button', { name: /^Move Contract check, now number/ })
    await handle.press('ArrowUp')
    await page
      .getByRole('button', { name: `Move Contract check, now number ${open.length}` })
      .waitFor()
    await eventually(
      () => handle.evaluate((button) => button === document.activeElement),
      (isFocused) => isFocused,
    )
    await eventually(
      () => stage.client.dealStages.list(),
      (stages) => {
        const moved = stages[open.length - 1]
        return moved?.name === 'Contract check' && moved.probability === 90
      },
    )

    await stage.client.deals.create({
      title: 'Ten seats',
      value: 1,
      stage: 'Contract check',
      expected_close_date: '2031-01-31',
    })
    await page.goto('/deals?view=kanban')
    const column = page.getByRole('region', { name: /Contract check/ })
    await column.getByText('Ten seats').waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a stage is dragged, a name that is taken comes back, and the deals of a deleted one move on',
  async () => {
    await using stage = await openPipeline()
    const { page, client } = stage
    const [first, second, third] = await client.dealStages.list()
    if (!first || !second || !third) throw new Error('A workspace has stages.')
    const lines = page.getByRole('list', { name: 'Stages of deals' }).getByRole('listitem')
    await page
      .getByRole('button', { name: `Move ${first.name}, now number 1` })
      .dragTo(lines.nth(2))
    await eventually(
      () => namesOf(stage),
      (names) => names.slice(0, 3).join() === [second.name, third.name, first.name].join(),
    )

    const name = page.getByRole('textbox', { name: `Name of ${second.name}` })
    await name.fill(third.name)
    await name.press('Enter')
    await page.getByText('This name is taken already.').waitFor()
    await page.getByRole('textbox', { name: `Name of ${second.name}` }).waitFor()

    for (const title of ['One seat', 'Two seats']) {
      await client.deals.create({
        title,
        value: 1,
        stage: third.name,
        expected_close_date: '2031-01-31',
      })
    }
    const line = lines.nth(1)
    await line.getByText('Deals: 2').waitFor()
    expect(await page.getByRole('combobox', { name: `Kind of ${third.name}` }).isDisabled()).toBe(
      true,
    )
    await page.getByRole('button', { name: `Delete the stage ${third.name}` }).click()
    const dialog = page.getByRole('dialog', { name: `Delete the stage ${third.name}` })
    await dialog.getByLabel('Where its deals go (2)').selectOption(first.name)
    expect([...(await accessibilityProblems(page)), ...(await darkProblems(page))]).toEqual([])
    await dialog.getByRole('button', { name: 'Move the deals and delete' }).click()
    await page.getByText(`The stage ${third.name} was deleted`).waitFor()
    expect(await namesOf(stage)).not.toContain(third.name)
    const { data } = await client.deals.list()
    expect(data.map((deal) => deal.stage_name)).toEqual([first.name, first.name])
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('who is no admin neither finds the pipeline nor changes it', async () => {
  await using stage = await openStage()
  const { email } = await makeMember(stage.app, stage.workspace, 'manager')
  const page = await stage.open()
  await signIn(page, email)
  await page.goto('/settings/profile')
  await page.getByRole('link', { name: 'Members' }).waitFor()
  expect(await page.getByRole('link', { name: 'Pipeline' }).count()).toBe(0)
  await page.goto('/settings/pipeline')
  await page.getByText('Not for your role').waitFor()
  expect(stage.complaints).toEqual([])
})

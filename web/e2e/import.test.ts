import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { noBrowser, openStage, signIn } from './stage.ts'

async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  await page
    .getByLabel(/Choose a CSV file/)
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}

/** 1,000 people: two without an address, one with half of one, one whose owner nobody knows. */
function manyPeople(): string {
  const lines = ['Full Name;E-Mail;Company;Owner;Shoe size']
  for (let n = 1; n <= 1_000; n += 1) {
    const email = n === 10 || n === 20 ? '' : n === 30 ? 'half@' : `person${n}@example.com`
    lines.push(`Person ${n} Example;${email};Company ${n % 7};${n === 40 ? 'Nobody' : ''};42`)
  }
  return lines.join('\r\n')
}

test.skipIf(noBrowser)(
  'a file of 1,000 rows is mapped, checked and imported, and its mistakes are told row by row',
  async () => {
    await using stage = await openStage()
    const { client } = stage
    await client.contacts.create({ first_name: 'Known', email: 'PERSON1@example.com' })
    await client.companies.create({ name: 'company 1' })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/contacts?open=import')
    await chooseFile(page, 'people.csv', manyPeople())

    const field = (column: string) => page.getByRole('combobox', { name: `Field for ${column}` })
    expect(await field('E-Mail').inputValue()).toBe('email')
    expect(await field('Full Name').inputValue()).toBe('full_name')
    expect(await field('Shoe size').inputValue()).toBe('')
    await page.getByRole('button', { name: 'Check the rows' }).click()
    await page.getByText('Checked. Nothing is changed yet.').waitFor()
    expect((await client.contacts.list()).data).toHaveLength(1)

    await page.getByRole('button', { name: 'Import 996 rows' }).click()
    await page.getByRole('heading', { name: 'Done' }).waitFor()
    const counts = await page.getByRole('dialog').locator('dd').allInnerTexts()
    expect(counts).toEqual(['995', '1', '4'])
    const mistakes = page.getByRole('region', { name: 'Rows that are left out' })
    await mistakes.getByText('Owner: “Nobody” is not known here.').waitFor()
    await mistakes.getByText('E-mail: This is needed.').first().waitFor()

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const saved = (await readFile(await file.path(), 'utf8')).split('\r\n')
    expect(saved).toHaveLength(5)
    expect(saved[1]).toMatch(/^11,.*Person 10 Example/)

    const { pagination } = await client.contacts.list({ limit: 1 })
    expect(pagination.total).toBe(996)
    const [known] = (await client.contacts.list({ email: 'person1@example.com' })).data
    expect(known).toMatchObject({ full_name: 'Person 1 Example', company_name: 'company 1' })
    expect((await client.companies.list()).data).toHaveLength(7)

    await page.getByRole('button', { name: 'Take back 995 new records' }).click()
    await page.getByText('As it was before').waitFor()
    expect((await client.contacts.list({ limit: 1 })).pagination.total).toBe(1)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'deals come with their stage, amount and day as they were written',
  async () => {
    await using stage = await openStage()
    await stage.client.contacts.create({ first_name: 'Nadia', email: 'nadia@lumen.example' })
    const [, second] = await stage.client.dealStages.list()
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/deals?open=import')
    const file = [
      'Name,Amount,Close date,Stage,Contact',
      `Ten seats,"€ 1.234,50",25/12/2030,${second?.name},nadia@lumen.example`,
      'No day,5,soon,,',
    ].join('\n')
    await chooseFile(page, 'deals.csv', file)
    await page.getByRole('button', { name: 'Check the rows' }).click()
    await page.getByText('Close date: “soon” cannot be read.').waitFor()
    await page.getByRole('button', { name: 'Import 1 rows' }).click()
    await page.getByRole('heading', { name: 'Done' }).waitFor()
    expect((await stage.client.deals.list()).data).toMatchObject([
      {
        title: 'Ten seats',
        value: 1234.5,
        expected_close_date: '2030-12-25',
        stage: second?.key,
        primary_contact_name: 'Nadia',
      },
    ])
  },
)

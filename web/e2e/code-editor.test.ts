import { expect, test } from 'vitest'
import { makeMember } from '../../server/test/people.ts'
import { accessibilityProblems, darkProblems } from './accessibility.ts'
import { noBrowser, openStage, signIn, typeCode } from './stage.ts'

const address = '/api-testing?operation=createContact'

test.skipIf(noBrowser)(
  'JSON is typed in colours, taken back, left by the Tab key, and what is none is told',
  async () => {
    await using stage = await openStage()
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto(address)
    const editor = page.getByRole('textbox', { name: 'Body' })
    await editor.waitFor()
    const before = await editor.innerText()
    await typeCode(editor, '{"first_name": "Ada", "age": 36}')
    await page.locator('.cm-content .tok-string', { hasText: 'Ada' }).waitFor()
    await page.locator('.cm-content .tok-number', { hasText: '36' }).waitFor()
    expect([...(await accessibilityProblems(page)), ...(await darkProblems(page))]).toEqual([])
    await editor.press('ControlOrMeta+z')
    await editor.press('ControlOrMeta+z')
    expect(await editor.innerText()).toBe(before)

    await typeCode(editor, '{"first_name":')
    await page.getByText('This is not JSON.').waitFor()
    expect(await editor.getAttribute('aria-invalid')).toBe('true')
    const note = await editor.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${note}"]`).innerText()).toContain('JSON')

    await editor.press('Tab')
    expect(await editor.evaluate((element) => element.contains(document.activeElement))).toBe(false)
    await page.locator('label', { hasText: 'Body' }).click()
    expect(await editor.evaluate((element) => element === document.activeElement)).toBe(true)
    // Its styles are made in the page, whose policy takes none without its nonce.
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'code runs from left to right where words run from right to left',
  async () => {
    await using stage = await openStage()
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.evaluate(() => localStorage.setItem('parley.language', 'ar'))
    await page.goto(address)
    const editor = page.locator('.cm-content')
    await editor.waitFor()
    const direction = () => editor.evaluate((element) => getComputedStyle(element).direction)
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await direction()).toBe('ltr')
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'whoever may not change a tool may read its body, not type in it',
  async () => {
    await using stage = await openStage()
    const { id } = await stage.client.webTools.create({
      type: 'FUNCTION',
      name: 'Order',
      description: 'Places an order.',
      toolSettings: {
        serverUrl: 'https://shop.example/orders',
        methodType: 'POST',
        body: { priority: 'high' },
      },
    })
    const rep = await makeMember(stage.app, stage.workspace, 'rep')
    const page = await stage.open()
    await signIn(page, rep.email)
    await page.goto(`/tools/${id}`)
    const body = page.locator('.cm-content')
    await body.getByText('high').waitFor()
    expect(await body.getAttribute('contenteditable')).toBe('false')
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('the outcome of a call is described in JSON', async () => {
  await using stage = await openStage()
  const { id } = await stage.client.voiceAgents.create({ name: 'Reception' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/agents/${id}`)
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  const editor = page.getByRole('textbox', { name: 'JSON Schema' })
  await typeCode(editor, '{"type":"object","properties":{"wants":{"type":"string"}}}')
  await page.getByRole('button', { name: 'Save version' }).click()
  await page.getByText('Version 2 is saved').waitFor()
  const saved = await stage.client.voiceAgents.get(id)
  expect(JSON.stringify(saved)).toContain('"wants":{"type":"string"}')
  expect(stage.complaints).toEqual([])
})

import { CallSettings } from '@parley/contract'
import { expect, test } from 'vitest'
import { settingGroups } from './setting-list.ts'

const all = settingGroups.flatMap(({ settings }) => settings)

test('every call setting can be changed, once', () => {
  expect(all.map(({ name }) => name).sort()).toEqual(Object.keys(CallSettings.shape).sort())
})

const accepts = (name: string, value: unknown) => CallSettings.safeParse({ [name]: value }).success

test.each(all.filter((setting) => setting.kind === 'number'))(
  'the range of $name is the one of the contract',
  ({ name, min, max }) => {
    const found = [min, max, min - 0.01, max + 1].map((value) => accepts(name, value))
    expect(found).toEqual([true, true, false, false])
  },
)

test.each(all.filter((setting) => setting.kind === 'choice'))(
  'the choices of $name are those of the contract',
  ({ name, values }) => {
    expect(values.filter((value) => !accepts(name, value))).toEqual([])
  },
)

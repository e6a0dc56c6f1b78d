import { CallSettings } from '@parley/contract'
import { expect, test } from 'vitest'
import { settingGroups } from './setting-list.ts'

const all = settingGroups.flatMap(({ settings }) => settings)

test('every call setting can be changed, once', () => {
  expect(all.map(({ name }) => name).sort()).toEqual(Object.keys(CallSettings.shape).sort())
})

test('every range is the one of the contract', () => {
  const accepts = (name: string, value: unknown) =>
    CallSettings.safeParse({ [name]: value }).success
  for (const setting of all) {
    if (setting.kind === 'number') {
      const { name, min, max } = setting
      const found = [min, max, min - 0.01, max + 1].map((value) => accepts(name, value))
      expect([name, ...found]).toEqual([name, true, true, false, false])
    }
    if (setting.kind === 'choice') {
      const { name, values } = setting
      expect([name, values.every((value) => accepts(name, value))]).toEqual([name, true])
    }
  }
})

import { expect, test } from 'vitest'
import { findMissingModels } from './missing-models.ts'

const storeWith = (...here: string[]) => ({ has: async (name: string) => here.includes(name) })

test('models that are here are not fetched, and those that are not are counted with their packages', async () => {
  const wanted = ['silero-vad', 'moonshine-tiny', 'whisper-base']
  expect(await findMissingModels(storeWith(...wanted), wanted)).toBeUndefined()
  expect(await findMissingModels(storeWith(), [])).toBeUndefined()
  expect(await findMissingModels(storeWith('silero-vad'), wanted)).toEqual({
    names: ['moonshine-tiny', 'whisper-base'],
    bytes: 21_514_347 + 52_236_560,
  })
})

import { expect, test } from 'vitest'
import { openAudioCache } from './audio-cache.ts'

const audio = (samples: number) => new Int16Array(samples)

test('what is used stays, the longest unused goes, and the limit holds', () => {
  const cache = openAudioCache(1_600)
  for (let index = 0; index < 8; index += 1) cache.put(String(index), audio(100))
  expect(cache.get('0')).toHaveLength(100)
  cache.put('8', audio(100))
  expect(cache.get('1')).toBeUndefined()
  expect(cache.get('0')).toHaveLength(100)
  expect(cache.get('8')).toHaveLength(100)
})

test('one that would push out all others is not kept', () => {
  const cache = openAudioCache(1_600)
  cache.put('long', audio(500))
  expect(cache.get('long')).toBeUndefined()
})

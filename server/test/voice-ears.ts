import { type TestAgent, makeAgent } from './agent-calls.ts'
import type { TestApp } from './test-app.ts'
import { openFake } from '../src/providers/stt/fake.ts'
import { cleanClips } from './audio/clips.ts'
import { joinAudio } from './speech.ts'

/** Hears these sentences, one for each stretch of speech. */
export function earsThatHear(...texts: readonly string[]) {
  return openFake({
    lines: (call) => [{ startMs: 0, endMs: 200, text: texts[call] ?? 'Goodbye.' }],
  })
}

/** Somebody who speaks that long; what it says does not matter, for the ears are scripted. */
export async function someSpeech(ms = 2_000): Promise<Float32Array> {
  const [clip] = cleanClips
  if (!clip) throw new Error('There is no recording.')
  const audio = await joinAudio([clip.file], 0)
  return audio.slice(0, ms * 16)
}

/** An agent with these parts of a definition; the rest is as usual. */
export function makeTalker(
  app: TestApp,
  parts: Readonly<Record<string, unknown>>,
): Promise<TestAgent> {
  return makeAgent(app, parts)
}

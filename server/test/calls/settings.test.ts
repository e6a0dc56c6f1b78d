import { expect, test } from 'vitest'
import { type Scenario, type SimulatedCall, simulateCall } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// Each call setting of an agent, and what it changes: the same call with one value and with another.

const story =
  'We have many chairs, red ones and blue ones, with arms and without, and they are all on sale.'
const hangsUp = true as const

async function withEach(
  scenario: Scenario,
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): Promise<[SimulatedCall, SimulatedCall]> {
  await using app = await startTestApp()
  const hold = (callSettings: object) =>
    simulateCall(app, { ...scenario, agent: { ...scenario.agent, callSettings } })
  return [await hold(one), await hold(other)]
}

const textsOf = ({ turns }: SimulatedCall, who: 'agent' | 'user') =>
  turns.filter(({ speaker }) => speaker === who).map(({ text }) => text)
const latencyOf = ({ measured }: SimulatedCall) => measured.responseLatencyMs?.maximum
const startOf = ({ tracks }: SimulatedCall, index = 0) => tracks.agent[index]?.startMs

/** Somebody asks after the greeting; the engines answer before the end of the turn is decided. */
const asked: Scenario = {
  takes: { ears: 60, model: 20 },
  model: () => ({ text: 'Yes.' }),
  caller: [
    { at: 2, says: 'Do you have a chair?' },
    { at: 9, hangsUp },
  ],
}
/** Something sounds while the agent speaks. */
const over = (caller: Scenario['caller']): Scenario => ({
  agent: { conversation: { greetingMessage: story } },
  model: () => ({ text: 'Yes.' }),
  caller,
})

test('interrupt', async () => {
  const caller = [
    { at: 2, says: 'Wait, I want a table.' },
    { at: 12, hangsUp },
  ]
  const [on, off] = await withEach(over(caller), { interrupt: true }, { interrupt: false })
  expect(on.turns[0]?.is_interrupted).toBe(true)
  expect(off.turns[0]).toMatchObject({ text: story, is_interrupted: false })
  expect(off.measured.yieldRate).toBe(0)
})

test('responseDelay', async () => {
  const [quick, slow] = await withEach(asked, { responseDelay: 400 }, { responseDelay: 1_000 })
  // To the end of the last window of 32 ms, and 80 ms of the voice.
  expect([latencyOf(quick), latencyOf(slow)]).toEqual([484, 1_084])
})

test('silenceThreshold', async () => {
  const unfinished = {
    ...asked,
    caller: [
      { at: 2, says: 'I would like to' },
      { at: 9, hangsUp },
    ],
  }
  const [short, long] = await withEach(
    unfinished,
    { silenceThreshold: 800 },
    { silenceThreshold: 3_000 },
  )
  expect([latencyOf(short), latencyOf(long)]).toEqual([1_084, 3_084])
})

test('minInterruptionDuration', async () => {
  const caller = [
    { at: 2, noise: 0.8 },
    { at: 12, hangsUp },
  ]
  const [short, long] = await withEach(
    over(caller),
    { minInterruptionDuration: 0.5 },
    { minInterruptionDuration: 1 },
  )
  expect([short.earpiece.clears.length, long.earpiece.clears.length]).toEqual([1, 0])
})

test('vadActivationThreshold', async () => {
  const caller = [
    { at: 2, noise: 0.8 },
    { at: 12, hangsUp },
  ]
  const [ready, sure] = await withEach(
    over(caller),
    { vadActivationThreshold: 0.5 },
    { vadActivationThreshold: 0.8 },
  )
  expect([ready.earpiece.clears.length, sure.earpiece.clears.length]).toEqual([1, 0])
})

test('userInactivityTimeout', async () => {
  const silent = { caller: [{ at: 30, hangsUp }] }
  const pokes = { conversation: { pokeMessages: ['Hello?'] } }
  const [short, long] = await withEach(
    { ...silent, agent: pokes },
    { userInactivityTimeout: 5 },
    { userInactivityTimeout: 20 },
  )
  expect([startOf(short, 1), startOf(long, 1)]).toEqual([5_960, 20_960])
})

test('maxCallDuration', async () => {
  const patient = { userInactivityTimeout: 60 }
  const [short, long] = await withEach(
    { caller: [] },
    { ...patient, maxCallDuration: 30 },
    { ...patient, maxCallDuration: 45 },
  )
  expect([short.record.reason, long.record.reason]).toEqual(['max_duration', 'max_duration'])
  expect([Math.floor(short.record.seconds), Math.floor(long.record.seconds)]).toEqual([32, 47])
})

test('waitForUserToSpeakFirst', async () => {
  const silent = { caller: [{ at: 10, hangsUp }] }
  const [at, after] = await withEach(
    silent,
    { waitForUserToSpeakFirst: 0 },
    { waitForUserToSpeakFirst: 1, userInactivityTimeout: 5 },
  )
  expect([startOf(at), startOf(after)]).toEqual([80, 5_080])
  const [never] = await withEach(silent, { waitForUserToSpeakFirst: 2 }, {})
  expect(startOf(never)).toBeUndefined()
})

test('thinkingVoice', async () => {
  const slow = { ...asked, takes: { model: 3_000 } }
  const [on, off] = await withEach(slow, { thinkingVoice: true }, {})
  expect([on.earpiece.quiet.length > 0, off.earpiece.quiet.length]).toEqual([true, 0])
})

test('backgroundNoise', async () => {
  const [on, off] = await withEach(asked, { backgroundNoise: true }, {})
  expect([on.earpiece.quiet.length > 0, off.earpiece.quiet.length]).toEqual([true, 0])
})

test('languageDialectSwitcher', async () => {
  const caller = [
    { at: 2, says: 'Avez-vous une chaise ?', language: 'fr' },
    { at: 9, hangsUp },
  ]
  const [on, off] = await withEach({ ...asked, caller }, { languageDialectSwitcher: true }, {})
  expect(on.mouth.requests.at(-1)?.language).toBe('fr')
  expect(on.ears.asked[0]?.language).toBeUndefined()
  expect(off.mouth.requests.at(-1)?.language).toBe('en')
  expect(off.ears.asked[0]?.language).toBe('en')
})

test('smartCallEnd', async () => {
  const [on, off] = await withEach(asked, { smartCallEnd: true }, {})
  const toolsOf = ({ model }: SimulatedCall) => model?.turns[0]?.tools.map(({ name }) => name)
  expect(toolsOf(on)).toContain('end_call')
  expect(toolsOf(off)).not.toContain('end_call')
})

test('noiseCancellation', async () => {
  const caller = [
    { at: 2, noise: 3.2 },
    { at: 12, hangsUp },
  ]
  const [on, off] = await withEach(
    over(caller),
    { noiseCancellation: 'standard', minInterruptionDuration: 0.8 },
    { minInterruptionDuration: 0.8 },
  )
  expect([on.earpiece.clears.length, off.earpiece.clears.length]).toEqual([0, 1])
})

test('sendDenoisedToStt', async () => {
  // A voice without any pause is taken for noise after 0.4 s.
  const caller = [
    { at: 2, says: 'one two three four five six', lasting: 1.92 },
    { at: 9, hangsUp },
  ]
  const noiseCancellation = 'standard'
  const [clean, raw] = await withEach(
    { ...asked, caller },
    { noiseCancellation, sendDenoisedToStt: true },
    { noiseCancellation, sendDenoisedToStt: false },
  )
  expect(textsOf(raw, 'user')).toEqual(['one two three four five six'])
  expect(textsOf(clean, 'user').join(' ').length).toBeLessThan(12)
})

test('enableAutoGainControl', async () => {
  // Too soft to be heard, until it is made louder.
  const caller = [
    { at: 2, noise: 2.4, level: 500 },
    { at: 12, hangsUp },
  ]
  const [on, off] = await withEach(over(caller), { enableAutoGainControl: true }, {})
  expect([on.earpiece.clears.length, off.earpiece.clears.length]).toEqual([1, 0])
})

test('genderDetection', async () => {
  const caller = [
    { at: 2, says: 'Do you have a chair?', hertz: 210 },
    { at: 9, hangsUp },
  ]
  const [on, off] = await withEach({ ...asked, caller }, { genderDetection: true }, {})
  const genderOf = ({ turns }: SimulatedCall) =>
    turns.find(({ speaker }) => speaker === 'user')?.gender
  expect([genderOf(on), genderOf(off)]).toEqual(['female', null])
  expect(JSON.stringify(on.model?.turns.at(-1)?.messages)).toContain('sounds female')
  expect(JSON.stringify(off.model?.turns.at(-1)?.messages)).not.toContain('sounds')
})

test('speakerIdentification', async () => {
  const caller = [
    { at: 2, says: 'Do you have a chair?', hertz: 120 },
    { at: 7, says: 'And a table for me?', hertz: 210 },
    { at: 12, hangsUp },
  ]
  const [on, off] = await withEach({ ...asked, caller }, { speakerIdentification: true }, {})
  const told = ({ log }: SimulatedCall) =>
    log.filter(({ message }) => message === 'Another person speaks').map(({ payload }) => payload)
  expect([told(on), told(off)]).toEqual([['{"person":2}'], []])
  expect(JSON.stringify(on.model?.turns.at(-1)?.messages)).toContain('person 2')
})

test('agenticRag', async () => {
  const queries: string[] = []
  const rules: Scenario = {
    knowledge(query) {
      queries.push(query)
      return [{ text: `About: ${query}.`, source: 'Guide' }]
    },
    caller: [
      { at: 2, says: 'When do you open and what does delivery cost?' },
      { at: 14, hangsUp },
    ],
  }
  await withEach(rules, { agenticRag: false }, {})
  const once = queries.splice(0).length / 2
  await withEach(rules, { agenticRag: true }, { agenticRag: true })
  expect(once).toBe(1)
  expect(queries.slice(0, queries.length / 2)).toEqual([
    'When do you open and what does delivery cost?',
    'When do you open',
    'what does delivery cost',
    'open delivery cost',
  ])
})

test('enhancedTurnTaking', async () => {
  const caller = [
    { at: 3, says: 'Ada Lovelace', lasting: 0.96 },
    // 640 ms later, where an answer to what sounds whole would have come.
    { at: 4.6, says: 'at example dot com', lasting: 1.6 },
    { at: 11, hangsUp },
  ]
  const conversation = { greetingMessage: 'What is your e-mail address?' }
  const [on, off] = await withEach(
    { ...asked, agent: { conversation }, caller },
    { enhancedTurnTaking: true },
    {},
  )
  expect(textsOf(on, 'user')).toEqual(['Ada Lovelace at example dot com'])
  expect(textsOf(off, 'user')).toEqual(['Ada Lovelace', 'at example dot com'])
})

test('promptEnhancer', async () => {
  const [on, off] = await withEach(asked, { promptEnhancer: 'Advanced' }, {})
  const promptOf = ({ model }: SimulatedCall) => JSON.stringify(model?.turns[0]?.messages[0])
  expect(promptOf(on)).toContain('wait for a yes')
  expect(promptOf(off)).not.toContain('wait for a yes')
})

test('expressiveness', async () => {
  const lively = { ...asked, model: () => ({ text: 'Yes, of course!' }) }
  const [on, off] = await withEach(lively, { expressiveness: 2 }, {})
  expect(on.mouth.requests.at(-1)).toMatchObject({ speed: 1.06, pitch: 1.09 })
  expect(off.mouth.requests.at(-1)).toMatchObject({ speed: undefined, pitch: undefined })
})

test('sttModel', async () => {
  const [chosen, usual] = await withEach(asked, { sttModel: 'whisper-small' }, {})
  expect(chosen.ears.asked[0]?.model).toBe('whisper-small')
  expect(usual.ears.asked[0]?.model).toBeUndefined()
})

test('realTime', async () => {
  const [on, off] = await withEach(asked, { realTime: true }, {})
  const told = ({ log }: SimulatedCall) =>
    log.filter(({ message }) => message.startsWith('No model that hears')).length
  expect([told(on), told(off)]).toEqual([1, 0])
})

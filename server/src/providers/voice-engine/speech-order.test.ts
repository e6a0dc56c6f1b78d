import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { judgeByLevel, openScriptedEars, openScriptedModel } from '../../../test/scripted-voice.ts'
import { openFakeVoice } from '../tts/fake.ts'
import { openVoiceEngine, type TalkListener } from './index.ts'

const first = 'When the parcel comes back to the shop in its own box, the money goes to the card.'
const second = 'It arrives there within seven days or ten.'
const clauses = [
  'When the parcel comes back to the shop in its own box,',
  'the money goes to the card.',
  second,
]

const nothing = () => {}
const listener: TalkListener = {
  onTurn: nothing,
  onUserText: nothing,
  onAgentState: nothing,
  onUserState: nothing,
  onHeard: nothing,
  onInterrupted: nothing,
  onError: nothing,
  onLanguage: nothing,
  onUsage: nothing,
}

/** A talk with a voice that makes a clause when the test lets it. */
async function openTestTalk() {
  const begun: string[] = []
  const made = new Map<string, () => void>()
  const voice = openFakeVoice({
    gate(text) {
      begun.push(text)
      return new Promise((resolve) => made.set(text, resolve))
    },
  })
  const talk = await openVoiceEngine(judgeByLevel).openTalk({
    model: openScriptedModel(
      ({ messages }) => ({
        text: JSON.stringify(messages.at(-1)).includes('money') ? `${first} ${second}` : 'Gladly.',
      }),
      0,
    ),
    instructions: 'You sell.',
    tools: [],
    stt: openScriptedEars([], 0),
    tts: voice,
    voice: { id: undefined, language: () => 'en' },
    rules: {
      language: 'en',
      isInterruptible: true,
      minInterruptionMs: 500,
      endOfTurnMs: 400,
      unfinishedMs: 1_000,
      voiceThreshold: 0.5,
    },
    speaker: { play: nothing, clear: nothing, mark: undefined },
    listener,
  })
  return {
    talk,
    voice,
    begun,
    make: (clause = '') => made.get(clause)?.(),
    /** Once so many clauses were begun. */
    untilBegun: (count: number) =>
      eventually(
        () => begun,
        ({ length }) => length >= count,
      ),
    [Symbol.asyncDispose]: () => talk.close(),
  }
}

test('clauses are made in the order in which they are heard, whatever sentence they are of', async () => {
  await using open = await openTestTalk()
  open.talk.tell('When do I get my money back?')
  for (const [index, clause] of clauses.entries()) {
    expect(await open.untilBegun(index + 1)).toEqual(clauses.slice(0, index + 1))
    open.make(clause)
  }
  await eventually(
    () => open.voice.said,
    ({ length }) => length === clauses.length,
  )
})

test('an interruption ends what is being made, forgets what waits, and lets the next answer begin', async () => {
  await using open = await openTestTalk()
  open.talk.tell('When do I get my money back?')
  await open.untilBegun(1)
  open.make(clauses[0])
  await open.untilBegun(2)

  const [request] = open.voice.requests
  const interruptedAt = performance.now()
  let endedAt = Infinity
  request?.signal?.addEventListener('abort', () => {
    endedAt = performance.now()
  })
  open.talk.interrupt()
  await eventually(() => request?.signal?.aborted, Boolean)
  // Not when the engine is through with its clause, which it never is.
  expect(endedAt - interruptedAt).toBeLessThan(1_000)

  open.talk.tell('Never mind. Can you call me?')
  expect(await open.untilBegun(3)).toEqual([clauses[0], clauses[1], 'Gladly.'])
  expect(open.voice.requests.map(({ text }) => text)).toEqual([first, 'Gladly.'])
})

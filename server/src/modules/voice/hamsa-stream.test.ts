import { HamsaVoiceAgent } from '@hamsa-ai/voice-agents-sdk'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { openHamsaPage } from '../../../test/hamsa-page.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker, someSpeech } from '../../../test/voice-ears.ts'

type Happened = { readonly answers: string[]; readonly said: string[]; readonly events: string[] }

function listen(page: HamsaVoiceAgent): Happened {
  const happened: Happened = { answers: [], said: [], events: [] }
  page.on('answerReceived', (text: string) => happened.answers.push(text))
  page.on('transcriptionReceived', (text: string) => happened.said.push(text))
  for (const name of ['callStarted', 'callEnded', 'closed', 'speaking', 'listening', 'error']) {
    page.on(name, () => happened.events.push(name))
  }
  return happened
}

/** So many things the agent said were heard to their end. */
function answers(happened: Happened, count: number): Promise<unknown> {
  return eventually(
    () => happened.answers.length,
    (length) => length >= count,
    20_000,
  )
}

test('the SDK that people have holds a whole conversation, and finds its record afterwards', async () => {
  await using app = await startTestApp({ stt: earsThatHear('My name is Ada Lovelace.', 'Yes.') })
  using browser = openHamsaPage()
  const speech = await someSpeech()
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello {{city}}.', greetingMessageType: 'STATIC' },
    outcomeResponseShape: { customer_name: 'string' },
  })
  const page = new HamsaVoiceAgent(app.owner.apiKey, {
    API_URL: app.baseUrl,
    WS_URL: `${app.baseUrl.replace('http', 'ws')}/stream`,
  })
  const happened = listen(page)
  await page.start({ agentId: agent.id, params: { city: 'Paris' } })
  await answers(happened, 1)
  expect(happened.answers).toEqual(['Hello Paris.'])
  expect(browser.heardSamples()).toBeGreaterThan(8_000)

  await browser.speak(speech, 1_500)
  await answers(happened, 2)
  expect(happened.said).toEqual(['My name is Ada Lovelace.'])
  await browser.speak(speech, 1_500)
  await answers(happened, 3)
  page.end()
  expect(happened.events).toContain('callStarted')
  expect(happened.events).toContain('callEnded')
  expect(happened.events).not.toContain('error')

  const job = (await page.getJobDetails(8, 200)) as {
    status: string
    mediaUrl: string | null
    callDuration: number
    jobResponse: { transcription: readonly Record<string, unknown>[]; outcomeResult: unknown }
  }
  expect(job.status).toBe('COMPLETED')
  expect(job.jobResponse.transcription.slice(0, 2)).toMatchObject([
    { Agent: 'Hello Paris.' },
    { User: 'My name is Ada Lovelace.' },
  ])
  expect(job.jobResponse.outcomeResult).toMatchObject({
    city: 'Paris',
    customer_name: expect.any(String),
  })
  expect(job.mediaUrl).toContain('http')
})

test('a tool of the page is used, with its values in the order it declared them', async () => {
  await using app = await startTestApp({
    stt: earsThatHear('Please add a note', 'buy milk', 'Yes.'),
  })
  using browser = openHamsaPage()
  const speech = await someSpeech()
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello.', greetingMessageType: 'STATIC' },
  })
  const page = new HamsaVoiceAgent(app.owner.apiKey, {
    API_URL: app.baseUrl,
    WS_URL: `${app.baseUrl.replace('http', 'ws')}/stream`,
  })
  const happened = listen(page)
  const notes: unknown[] = []
  await page.start({
    agentId: agent.id,
    tools: [
      {
        function_name: 'add_note',
        description: 'Adds a note.',
        parameters: [{ name: 'content', type: 'string', description: 'what to note' }],
        required: ['content'],
        fn: async (content: string) => {
          notes.push(content)
          return 'Noted.'
        },
      },
    ],
  })
  await answers(happened, 1)
  for (const count of [2, 3, 4]) {
    await browser.speak(speech, 1_500)
    await answers(happened, count)
  }
  expect(notes).toEqual(['buy milk'])
  page.end()
  await page.getJobDetails(8, 200)
})

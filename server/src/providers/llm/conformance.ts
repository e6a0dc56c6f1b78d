import assert from 'node:assert/strict'
import { z } from 'zod'
import type { LanguageModel, Question } from './port.ts'

const marker = 'OBJECT:'
const system = `You copy. The message holds one JSON object after the word ${marker}. Answer with exactly that object: the same fields and the same values, and nothing else.`

/** What a model of ours in tests does with the instructions above; a real one reads them. */
export function copyObject(user: string): string {
  return user.slice(user.indexOf(marker) + marker.length).trim()
}

const Person = z.object({
  name: z.string(),
  age: z.number(),
  role: z.enum(['buyer', 'seller']),
  city: z.string().nullable(),
  tags: z.array(z.object({ label: z.string(), sure: z.boolean() })),
})
type Person = z.infer<typeof Person>

const person: Person = {
  name: 'Zoë “the closer” Müller 😀',
  age: 41,
  role: 'buyer',
  city: null,
  tags: [{ label: 'مرحبا', sure: true }],
}

function ask(value: unknown, signal?: AbortSignal): Question<Person> {
  const user = `${marker} ${JSON.stringify(value)}`
  return { system, user, schema: Person, schemaName: 'person', signal }
}

/** What every implementation of the port must do. Run by each one's own test. */
export const languageModelConformance: readonly {
  readonly title: string
  readonly check: (model: LanguageModel) => Promise<void>
}[] = [
  {
    title: 'it answers in the shape asked for, whatever letters are in it',
    async check(model) {
      assert.deepEqual((await model.complete(ask(person))).value, person)
    },
  },
  {
    title: 'it says which model answered and what that took',
    async check(model) {
      const answer = await model.complete(ask(person))
      assert.notEqual(answer.model, '')
      assert.ok(answer.usage.requests >= 1)
      assert.ok(answer.usage.inputTokens > 20, 'a prompt of some tokens')
      assert.ok(answer.usage.outputTokens > 10, 'an answer of some tokens')
    },
  },
  {
    title: 'questions at the same time each get their own answer',
    async check(model) {
      const names = ['Ann', 'Bob', 'Cy']
      const answers = await Promise.all(
        names.map((name) => model.complete(ask({ ...person, name }))),
      )
      assert.deepEqual(
        answers.map(({ value }) => value.name),
        names,
      )
    },
  },
  {
    title: 'a signal ends it with its reason, before it begins and while it goes on',
    async check(model) {
      const early = AbortSignal.abort(new Error('changed my mind'))
      await assert.rejects(model.complete(ask(person, early)), { message: 'changed my mind' })
      const stop = new AbortController()
      const running = model.complete(ask(person, stop.signal))
      stop.abort(new Error('enough'))
      await assert.rejects(running, { message: 'enough' })
    },
  },
]

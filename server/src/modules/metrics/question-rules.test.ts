import { expect, test } from 'vitest'
import { measuresOf } from '../../../test/talks.ts'

/** Open, closed and targeted questions in what a rep says. */
function kindsIn(text: string, language: string) {
  const measures = measuresOf([[1, 0, 10, text]], { language })
  const { open_question_count, closed_question_count, targeted_question_count } = measures
  const counts = [open_question_count, closed_question_count, targeted_question_count]
  return counts.map(({ value }) => value)
}

// What is said; open, closed, and of these targeted.
test.each([
  ['en', 'What is your biggest problem today?', [1, 0, 1]],
  ['en', 'So, Nadia, how do you decide?', [1, 0, 1]],
  ['en', 'How many people are in your team?', [0, 1, 0]],
  ['en', 'Do you use a CRM?', [0, 1, 0]],
  ['en', 'Do you have a budget for this?', [0, 1, 1]],
  ['en', 'Okay, can you walk me through your process?', [1, 0, 0]],
  ['en', 'Tell me about your goals.', [1, 0, 1]],
  ['en', 'Right? Okay? You know?', [0, 0, 0]],
  ['en', 'You use Excel, right?', [0, 1, 0]],
  ['en', 'It is what I said.', [0, 0, 0]],
  ['en', 'what do you think about it', [1, 0, 0]],
  ['en', 'when we began there was nothing', [0, 0, 0]],
  ['en', 'Why? And what does it cost you?', [2, 0, 1]],
  ['fr', 'Quel est votre plus gros problème ?', [1, 0, 1]],
  ['fr', 'Alors, comment décidez-vous ?', [1, 0, 1]],
  ['fr', 'Et vous faites comment aujourd’hui ?', [1, 0, 0]],
  ['fr', 'Est-ce que vous avez un budget ?', [0, 1, 1]],
  ['fr', 'Combien êtes-vous ?', [0, 1, 0]],
  ['fr', 'Parlez-moi de vos objectifs.', [1, 0, 1]],
  ['fr', 'D’accord ? Hein ? N’est-ce pas ?', [0, 0, 0]],
  ['fr', 'est-ce que vous connaissez notre offre', [0, 1, 0]],
  ['fr', 'Nous parlons de la suite.', [0, 0, 0]],
  ['ar', 'ما هي أكبر مشكلة عندكم؟', [1, 0, 1]],
  ['ar', 'كيف تتخذون القرار؟', [1, 0, 1]],
  ['ar', 'هل عندكم ميزانية؟', [0, 1, 1]],
  ['ar', 'طيب، حدثني عن أهدافكم.', [1, 0, 1]],
  ['ar', 'صح؟', [0, 0, 0]],
  ['ar', 'هذا واضح.', [0, 0, 0]],
])('%s: “%s” asks %j', (language, text, kinds) => {
  expect(kindsIn(text, language)).toEqual(kinds)
})

test('only questions of our side count, an hour of the whole conversation', () => {
  const measures = measuresOf([
    [1, 0, 10, 'Hello. What do you need? And why?'],
    [2, 10, 60, 'What do you offer?'],
    [1, 60, 120, 'Much.'],
  ])
  expect(measures).toMatchObject({
    // Hello; what; why; much.
    question_count: { value: 2, sample: 4, position: 0 },
    // Two in two minutes.
    question_rate: { value: 60, unit: 'per_hour', sample: 2, estimated: false },
  })
})

test('in a language without word lists nobody can tell what is asked', () => {
  expect(measuresOf([[1, 0, 10, 'Was brauchen Sie?']], { language: 'de' })).toMatchObject({
    question_count: { value: null, reason: 'unknown_language' },
    question_rate: { value: null, reason: 'unknown_language' },
    rep_share: { value: 1 },
  })
})

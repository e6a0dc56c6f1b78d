import { expect, test } from 'vitest'
import { english } from './lexicons/english.ts'
import { french } from './lexicons/french.ts'
import { foldText } from './lexicons/lexicon.ts'
import { dateIn, momentOf, spokenDates, spokenTime } from './spoken-dates.ts'

const moment = { startedAt: '2026-03-03T09:00:00.000Z', timeZone: 'Europe/Paris' }

test.for([
  ['en', 'How about next Tuesday at 3?', '2026-03-10 15:00'],
  ['en', 'Tomorrow at nine it is.', '2026-03-04 09:00'],
  ['en', 'Would March 16 at 2 pm work?', '2026-03-16 14:00'],
  ['en', 'Call me again in three months.', '2026-06-03'],
  ['en', 'Friday is fine.', '2026-03-06'],
  ['en', 'Tuesday then.', '2026-03-10'],
  ['en', 'The day after tomorrow?', '2026-03-05'],
  ['en', "Let's say on the 12th.", '2026-03-12'],
  ['en', "Let's say on the 2nd.", '2026-04-02'],
  ['en', 'May I ask what you pay?', ''],
  ['en', 'We met last Friday.', ''],
  ['en', 'It takes two hours a week.', ''],
  ['fr', 'Mardi prochain à 15 h, ça vous convient ?', '2026-03-10 15:00'],
  ['fr', 'Demain à neuf heures.', '2026-03-04 09:00'],
  ['fr', 'Après-demain plutôt.', '2026-03-05'],
  ['fr', 'Dans quinze jours.', '2026-03-18'],
  ['fr', 'Le 16 mars à 14 h.', '2026-03-16 14:00'],
  ['fr', 'Rappelez-moi jeudi à 11h30.', '2026-03-05 11:30'],
  ['fr', 'Disons le 12.', '2026-03-12'],
  ['fr', 'Parfait pour 15 h.', ''],
] as const)('%s: %j is %j', ([language, text, said]) => {
  const lexicon = language === 'en' ? english : french
  const found = spokenDates(foldText(text), lexicon, moment).map(({ date, time }) =>
    [date, time].filter(Boolean).join(' '),
  )
  expect(found.join(', ')).toBe(said)
})

test.for([
  ['en', 'Around 11 would be good.', '11:00'],
  ['en', 'At 3 then.', '15:00'],
  ['en', 'About 10:30 am.', '10:30'],
  ['en', 'At 99 percent.', undefined],
  ['fr', 'Plutôt vers 11 h.', '11:00'],
  ['fr', 'Parfait pour 15 h.', '15:00'],
] as const)('%s: %j is at %j', ([language, text, time]) => {
  expect(spokenTime(foldText(text), language)).toBe(time)
})

test('days are those of the workspace, also at night and when the clocks change', () => {
  const late = { startedAt: '2026-03-03T23:30:00.000Z', timeZone: 'Europe/Paris' }
  expect(spokenDates('tomorrow', english, late)).toMatchObject([{ date: '2026-03-05' }])
  expect(dateIn('America/New_York', '2026-03-03T03:00:00.000Z')).toBe('2026-03-02')
  expect(momentOf('2026-03-27', '15:00', 'Europe/Paris')).toBe('2026-03-27T14:00:00.000Z')
  expect(momentOf('2026-03-30', '15:00', 'Europe/Paris')).toBe('2026-03-30T13:00:00.000Z')
})

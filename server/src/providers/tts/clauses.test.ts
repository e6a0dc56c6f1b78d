import { expect, test } from 'vitest'
import { toClauses } from './clauses.ts'

const limits = { first: 20, others: 60 }

test('short sentences stay whole, and nothing but blanks is nothing', () => {
  expect(toClauses('Hello there. How are you?', 'en', limits)).toEqual([
    'Hello there.',
    'How are you?',
  ])
  expect(toClauses(' \n\t ', 'en', limits)).toEqual([])
})

test('a long beginning is cut at a comma, or else between words, so that it is heard soon', () => {
  const text = 'Good morning, thank you for calling the office of Acme.'
  expect(toClauses(text, 'en', limits)[0]).toBe('Good morning,')
  expect(toClauses('Thank you for calling the office', 'en', limits)[0]).toBe('Thank you')
  expect(toClauses('Nous ouvrons lundi pour tous', 'fr', limits)[0]).toBe('Nous ouvrons lundi')
  expect(toClauses('Everybody calls the office', 'en', limits)[0]).toBe('Everybody calls the')
})

test('no word is lost, whatever the language', () => {
  for (const [language, text] of [
    [
      'ar',
      'صباح الخير، شكرًا لاتصالكم بنا. المكتب مفتوح من التاسعة حتى الخامسة؛ كيف يمكنني مساعدتك؟',
    ],
    ['fr', 'Bonjour, merci de votre appel. Le bureau est ouvert : que puis-je faire pour vous ?'],
    ['xx-odd', 'a'.repeat(200)],
  ] as const) {
    const joined = toClauses(text, language, limits).join(' ').replaceAll(' ', '')
    expect(joined).toBe(text.replaceAll(' ', ''))
  }
})

test('a letter of two halves is never torn', () => {
  const clauses = toClauses('😀'.repeat(50), 'en', { first: 21, others: 21 })
  expect(clauses.join('')).toBe('😀'.repeat(50))
  for (const clause of clauses) expect(clause).not.toMatch(/\p{Cs}/u)
})

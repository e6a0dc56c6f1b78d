import { faker } from '@faker-js/faker/locale/en'

/** Names of people, most common ones first as far as a list knows; thousands of different ones. */
export function firstNames(): string[] {
  const { female = [], male = [], generic = [] } = definition('first_name')
  return [...new Set([...generic, ...female, ...male])]
}

export function lastNames(): string[] {
  return [...new Set(definition('last_name').generic ?? [])]
}

/** Parts of the family names that hardly anyone else bears: 27,000 different ones of three parts. */
export const nameParts =
  'bar bel cha dor fen gal har hol jan kar lan lin mar mon nor oster pel quin ros sal sten tar thor ul ven wal wen yar zel zim'.split(
    ' ',
  )

type Names = { generic?: string[]; female?: string[]; male?: string[] }

function definition(name: 'first_name' | 'last_name'): Names {
  return (faker.rawDefinitions.person?.[name] ?? {}) as Names
}

export const jobTitles = [
  'Chief Executive Officer',
  'VP of Sales',
  'Head of Support',
  'Operations Manager',
  'Account Executive',
  'Product Manager',
  'Software Engineer',
  'Director of Marketing',
]

export const industries = ['Software', 'Retail', 'Healthcare', 'Logistics', 'Finance', 'Energy']

export const companyNouns = [
  'Systems',
  'Industries',
  'Logistics',
  'Partners',
  'Labs',
  'Group',
  'Foods',
  'Energy',
  'Media',
  'Networks',
]

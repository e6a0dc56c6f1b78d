import { faker } from '@faker-js/faker/locale/en'

/** Names of people, most common ones first as far as a list knows; thousands of different ones. */
export function firstNames(): string[] {
  const { female = [], male = [], generic = [] } = definition('first_name')
  return [...new Set([...generic, ...female, ...male])]
}

export function lastNames(): string[] {
  return [...new Set(definition('last_name').generic ?? [])]
}

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

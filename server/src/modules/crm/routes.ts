import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { mountRecords } from '../records/index.ts'
import { activities } from './activities.ts'
import { companies } from './companies.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { meetings } from './meetings.ts'
import { tasks } from './tasks.ts'

export const declarations = [contacts, companies, deals, tasks, meetings, activities] as const

export function crmRoutes(http: FastifyInstance, context: Context): void {
  for (const declaration of declarations) mountRecords(http, context, declaration)
}

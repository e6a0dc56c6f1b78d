import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { id, shownId, shownMoment, text } from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import { Deleted } from '../resource.ts'

/** Tables of the dashboard whose views can be kept. */
export const savedViewTables = ['contacts', 'companies', 'deals', 'tasks', 'activities'] as const
export type SavedViewTable = (typeof savedViewTables)[number]

/** `perTable`: of one person. */
export const savedViewLimits = { perTable: 100, nameCharacters: 80, queryBytes: 8_192 } as const

const visibilities = ['private', 'workspace'] as const
const table = z.enum(savedViewTables, `must be one of ${savedViewTables.join(', ')}.`)
const visibility = z
  .enum(visibilities, `must be one of ${visibilities.join(', ')}.`)
  .describe('`private`: for its owner alone; `workspace`: for all its members.')
/** No character of it takes more than a byte. */
const query = z
  .string('must be text.')
  .max(savedViewLimits.queryBytes, `must be at most ${savedViewLimits.queryBytes} characters.`)
  .regex(/^[!-~]*$/, 'must be written as in an address, percent-encoded.')
  .describe('Filters, sort and columns as in the address of the table, behind its `?`.')

export const SavedView = z
  .object({
    id: shownId,
    table: z.enum(savedViewTables),
    name: z.string(),
    query: z.string(),
    visibility: z.enum(visibilities),
    owner_id: shownId.nullable().describe('Who made it; null once they left.'),
    owner_name: z.string().nullable(),
    may_change: z.boolean().describe('Whether the caller may change and delete it.'),
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'SavedView' })
export type SavedView = z.infer<typeof SavedView>

export const NewSavedView = z
  .object({
    table,
    name: text(savedViewLimits.nameCharacters),
    query: query.optional(),
    visibility: visibility.optional(),
  })
  .meta({ id: 'NewSavedView' })
export type NewSavedView = z.infer<typeof NewSavedView>

export const SavedViewChanges = NewSavedView.omit({ table: true })
  .partial()
  .meta({ id: 'SavedViewChanges' })
export type SavedViewChanges = z.infer<typeof SavedViewChanges>

export const ListSavedViews = pageQuery.extend({ table: table.optional() })
export type ListSavedViews = z.infer<typeof ListSavedViews>

const path = '/functions/v1/saved-views'
const params = z.object({ id })
const common = { tag: 'Saved views', access: 'key', scope: 'read' } as const
const whoMayChange =
  'One’s own; shared ones are changed by owners and admins, too. Keys need `write`.'

export const savedViewEndpoints = {
  list: endpoint({
    ...common,
    id: 'listSavedViews',
    method: 'GET',
    path,
    summary: 'One’s own views and those shared with the workspace, by name',
    query: ListSavedViews,
    reply: listOf(SavedView),
  }),
  create: endpoint({
    ...common,
    id: 'createSavedView',
    method: 'POST',
    path,
    summary: 'Keep a view of a table',
    description: `Private unless said. Sharing it needs \`write\`, and so does a key. At most ${savedViewLimits.perTable} of each table for a person, each with a name of its own.`,
    body: NewSavedView,
    reply: dataOf(SavedView),
    status: 201,
    errors: ['DUPLICATE_NAME', 'CONFLICT'],
  }),
  update: endpoint({
    ...common,
    id: 'updateSavedView',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change a view',
    description: `${whoMayChange} Only who made it can make it private.`,
    params,
    body: SavedViewChanges,
    reply: dataOf(SavedView),
    errors: ['SAVED_VIEW_NOT_FOUND', 'DUPLICATE_NAME'],
  }),
  delete: endpoint({
    ...common,
    id: 'deleteSavedView',
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete a view',
    description: whoMayChange,
    params,
    reply: dataOf(Deleted),
    errors: ['SAVED_VIEW_NOT_FOUND'],
  }),
} as const

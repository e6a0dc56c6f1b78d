import { endpoints } from '@parley/contract'
import { routesOf } from './route.ts'

/** The build replaces this file by the table written out, so that the package loads no schemas. */
export const routes = routesOf(endpoints)

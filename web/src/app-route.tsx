import { ParleyError } from '@parley/sdk'
import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { cache } from './api/cache.ts'
import { membersQuery, meQuery } from './api/queries.ts'
import { AppShell } from './shell/app-shell.tsx'

/** Filters, sorts and what is open: always text, so that an address can be read and written by hand. */
type Search = { readonly [name: string]: string | undefined }

export const root = createRootRoute({
  component: Outlet,
  validateSearch: (search: Record<string, unknown>): Search => search as Search,
})

/** Everything for people who are signed in. */
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: AppShell,
  async beforeLoad({ location }) {
    try {
      await cache.ensureQueryData(meQuery)
    } catch (error) {
      if (!(error instanceof ParleyError) || error.status !== 401) throw error
      const to = location.href === '/' ? {} : { to: location.href }
      redirect({ to: '/sign-in', search: to, throw: true })
    }
    void cache.prefetchQuery(membersQuery)
  },
})

import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { analysisRoutes } from './analysis-routes.tsx'
import { cache, signedOut } from './api/cache.ts'
import { app, root } from './app-route.tsx'
import { withWords } from './i18n/index.ts'
import { NotFound, RouteFailure } from './shell/route-states.tsx'
import { SkeletonLines } from './ui/bits.tsx'
import { voiceRoutes } from './voice-routes.tsx'

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in.tsx'), 'SignIn'),
})
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./features/sign-in/passwords.tsx'), 'ForgotPassword'),
})
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./features/sign-in/passwords.tsx'), 'ResetPassword'),
})
const accept = createRoute({
  getParentRoute: () => root,
  path: '/accept-invitation',
  component: lazyRouteComponent(
    () => import('./features/sign-in/accept-invitation.tsx'),
    'AcceptInvitation',
  ),
})

/** For whoever has the link, without an account. */
const sharedClip = createRoute({
  getParentRoute: () => root,
  path: '/clip',
  component: lazyRouteComponent(
    () => import('./features/conversations/shared-clip.tsx'),
    'SharedClip',
  ),
})

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('./features/home/home.tsx'), 'Home'),
})
const contacts = createRoute({
  getParentRoute: () => app,
  path: '/contacts',
  component: lazyRouteComponent(() => import('./features/contacts/contacts.tsx'), 'Contacts'),
})
const companies = createRoute({
  getParentRoute: () => app,
  path: '/companies',
  component: lazyRouteComponent(() => import('./features/companies/companies.tsx'), 'Companies'),
})
const deals = createRoute({
  getParentRoute: () => app,
  path: '/deals',
  component: lazyRouteComponent(() => import('./features/deals/deals.tsx'), 'Deals'),
})
const contactPage = createRoute({
  getParentRoute: () => app,
  path: '/contacts/$id',
  component: lazyRouteComponent(
    () => import('./features/contacts/contact-page.tsx'),
    'ContactPage',
  ),
})
const companyPage = createRoute({
  getParentRoute: () => app,
  path: '/companies/$id',
  component: lazyRouteComponent(
    () => import('./features/companies/company-page.tsx'),
    'CompanyPage',
  ),
})
const dealPage = createRoute({
  getParentRoute: () => app,
  path: '/deals/$id',
  component: lazyRouteComponent(() => import('./features/deals/deal-page.tsx'), 'DealPage'),
})
const activities = createRoute({
  getParentRoute: () => app,
  path: '/activities',
  component: lazyRouteComponent(() => import('./features/activities/activities.tsx'), 'Activities'),
})
const tasks = createRoute({
  getParentRoute: () => app,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./features/tasks/tasks.tsx'), 'Tasks'),
})
const conversations = createRoute({
  getParentRoute: () => app,
  path: '/conversations',
  component: lazyRouteComponent(
    withWords('recordings', () => import('./features/conversations/conversations.tsx')),
    'Conversations',
  ),
})
const conversation = createRoute({
  getParentRoute: () => app,
  path: '/conversations/$id',
  component: lazyRouteComponent(
    withWords('recordings', () => import('./features/conversations/conversation.tsx')),
    'ConversationScreen',
  ),
})
const headOfSales = createRoute({
  getParentRoute: () => app,
  path: '/head-of-sales',
  component: lazyRouteComponent(
    () => import('./features/head-of-sales/head-of-sales.tsx'),
    'HeadOfSales',
  ),
})
const keys = createRoute({
  getParentRoute: () => app,
  path: '/developers/keys',
  component: lazyRouteComponent(
    withWords('developers', () => import('./features/developers/api-keys.tsx')),
    'ApiKeys',
  ),
})
const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/developers/webhooks',
  component: lazyRouteComponent(
    withWords('developers', () => import('./features/developers/webhooks.tsx')),
    'Webhooks',
  ),
})
const webhook = createRoute({
  getParentRoute: () => app,
  path: '/developers/webhooks/$id',
  component: lazyRouteComponent(
    withWords('developers', () => import('./features/developers/webhook.tsx')),
    'WebhookScreen',
  ),
})
const events = createRoute({
  getParentRoute: () => app,
  path: '/developers/events',
  component: lazyRouteComponent(
    withWords('developers', () => import('./features/developers/event-catalogue.tsx')),
    'EventCatalogue',
  ),
})
const log = createRoute({
  getParentRoute: () => app,
  path: '/developers/log',
  component: lazyRouteComponent(
    withWords('developers', () => import('./features/developers/request-log.tsx')),
    'RequestLog',
  ),
})
const apiTesting = createRoute({
  getParentRoute: () => app,
  path: '/api-testing',
  component: lazyRouteComponent(
    withWords('developers', () => import('./features/api-testing/api-testing.tsx')),
    'ApiTesting',
  ),
})
const profile = createRoute({
  getParentRoute: () => app,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('./features/settings/profile.tsx'), 'Profile'),
})
const workspace = createRoute({
  getParentRoute: () => app,
  path: '/settings/workspace',
  component: lazyRouteComponent(
    () => import('./features/settings/workspace.tsx'),
    'WorkspaceSettings',
  ),
})
const pipeline = createRoute({
  getParentRoute: () => app,
  path: '/settings/pipeline',
  component: lazyRouteComponent(
    withWords('pipeline', () => import('./features/settings/pipeline.tsx')),
    'Pipeline',
  ),
})
const members = createRoute({
  getParentRoute: () => app,
  path: '/settings/members',
  component: lazyRouteComponent(() => import('./features/settings/members.tsx'), 'Members'),
})
const integrations = createRoute({
  getParentRoute: () => app,
  path: '/integrations',
  component: lazyRouteComponent(
    withWords('operations', () => import('./features/integrations/integrations.tsx')),
    'Integrations',
  ),
})
const operations = createRoute({
  getParentRoute: () => app,
  path: '/operations',
  component: lazyRouteComponent(
    withWords('operations', () => import('./features/operations/operations.tsx')),
    'Operations',
  ),
})
const fathom = createRoute({
  getParentRoute: () => app,
  path: '/integrations/fathom',
  component: lazyRouteComponent(() => import('./features/fathom/fathom.tsx'), 'Fathom'),
})

const routeTree = root.addChildren([
  signIn,
  forgot,
  reset,
  accept,
  sharedClip,
  app.addChildren([
    home,
    contacts,
    contactPage,
    companies,
    companyPage,
    deals,
    dealPage,
    activities,
    tasks,
    conversations,
    conversation,
    headOfSales,
    keys,
    webhooks,
    webhook,
    events,
    log,
    apiTesting,
    profile,
    workspace,
    pipeline,
    members,
    ...analysisRoutes,
    integrations,
    operations,
    fathom,
    ...voiceRoutes,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <SkeletonLines count={12} />,
  defaultErrorComponent: RouteFailure,
  defaultNotFoundComponent: NotFound,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch(search) {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    return text && `?${text}`
  },
})

signedOut.tell = () => {
  if (router.state.location.pathname === '/sign-in') return
  cache.clear()
  void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

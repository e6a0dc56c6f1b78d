import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { app } from './app-route.tsx'
import { withWords } from './i18n/index.ts'

const first = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis',
  beforeLoad: () => redirect({ to: '/settings/analysis/scorecards', replace: true, throw: true }),
})
const scorecards = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis/scorecards',
  component: lazyRouteComponent(
    withWords('analysis', () => import('./features/settings/analysis/scorecards.tsx')),
    'Scorecards',
  ),
})
const scorecard = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis/scorecards/$id',
  component: lazyRouteComponent(
    withWords('analysis', () => import('./features/settings/analysis/scorecard-screen.tsx')),
    'ScorecardScreen',
  ),
})
const trackers = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis/trackers',
  component: lazyRouteComponent(
    withWords('analysis', () => import('./features/settings/analysis/trackers.tsx')),
    'Trackers',
  ),
})
const tracker = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis/trackers/$id',
  component: lazyRouteComponent(
    withWords('analysis', () => import('./features/settings/analysis/tracker-screen.tsx')),
    'TrackerScreen',
  ),
})
const evaluation = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis/evaluation',
  component: lazyRouteComponent(
    withWords('analysis', () => import('./features/settings/analysis/evaluation.tsx')),
    'EvaluationSettings',
  ),
})
const targets = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis/targets',
  component: lazyRouteComponent(
    withWords('analysis', () => import('./features/settings/analysis/targets.tsx')),
    'Targets',
  ),
})
const reports = createRoute({
  getParentRoute: () => app,
  path: '/settings/analysis/reports',
  component: lazyRouteComponent(
    withWords('analysis', () => import('./features/settings/analysis/report-settings.tsx')),
    'ReportSettings',
  ),
})

/** How conversations are judged and reported, for those who lead. */
export const analysisRoutes = [
  first,
  scorecards,
  scorecard,
  trackers,
  tracker,
  evaluation,
  targets,
  reports,
] as const

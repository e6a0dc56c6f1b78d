import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { app } from './app-route.tsx'
import { withWords } from './i18n/index.ts'

const agents = createRoute({
  getParentRoute: () => app,
  path: '/agents',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/agents.tsx')),
    'Agents',
  ),
})
const agent = createRoute({
  getParentRoute: () => app,
  path: '/agents/$id',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/editor.tsx')),
    'AgentEditor',
  ),
})
const agentVersions = createRoute({
  getParentRoute: () => app,
  path: '/agents/$id/versions',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/versions.tsx')),
    'VersionsScreen',
  ),
})
const agentTalk = createRoute({
  getParentRoute: () => app,
  path: '/agents/$id/talk',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/talk.tsx')),
    'TalkScreen',
  ),
})
const agentCalls = createRoute({
  getParentRoute: () => app,
  path: '/agents/calls',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/calls.tsx')),
    'AgentCalls',
  ),
})
const agentCall = createRoute({
  getParentRoute: () => app,
  path: '/agents/calls/$id',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/call.tsx')),
    'AgentCall',
  ),
})
const liveCalls = createRoute({
  getParentRoute: () => app,
  path: '/live-calls',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/live-calls.tsx')),
    'LiveCalls',
  ),
})
const liveCall = createRoute({
  getParentRoute: () => app,
  path: '/live-calls/$id',
  component: lazyRouteComponent(
    withWords('agents', () => import('./features/agents/live-call.tsx')),
    'LiveCallScreen',
  ),
})
const pronunciation = createRoute({
  getParentRoute: () => app,
  path: '/pronunciation',
  component: lazyRouteComponent(
    withWords('pronunciation', () => import('./features/pronunciation/dictionaries.tsx')),
    'Dictionaries',
  ),
})
const dictionary = createRoute({
  getParentRoute: () => app,
  path: '/pronunciation/$id',
  component: lazyRouteComponent(
    withWords('pronunciation', () => import('./features/pronunciation/dictionary.tsx')),
    'DictionaryScreen',
  ),
})
const campaigns = createRoute({
  getParentRoute: () => app,
  path: '/campaigns',
  component: lazyRouteComponent(
    withWords('campaigns', () => import('./features/campaigns/campaigns.tsx')),
    'Campaigns',
  ),
})
const newCampaign = createRoute({
  getParentRoute: () => app,
  path: '/campaigns/new',
  component: lazyRouteComponent(
    withWords('campaigns', () => import('./features/campaigns/new-campaign.tsx')),
    'NewCampaign',
  ),
})
const doNotCall = createRoute({
  getParentRoute: () => app,
  path: '/campaigns/do-not-call',
  component: lazyRouteComponent(
    withWords('campaigns', () => import('./features/campaigns/do-not-call.tsx')),
    'DoNotCall',
  ),
})
const consents = createRoute({
  getParentRoute: () => app,
  path: '/campaigns/consents',
  component: lazyRouteComponent(
    withWords('campaigns', () => import('./features/campaigns/consents.tsx')),
    'Consents',
  ),
})
const callingRules = createRoute({
  getParentRoute: () => app,
  path: '/campaigns/rules',
  component: lazyRouteComponent(
    withWords('campaigns', () => import('./features/campaigns/calling-rules.tsx')),
    'CallingRules',
  ),
})
const campaign = createRoute({
  getParentRoute: () => app,
  path: '/campaigns/$id',
  component: lazyRouteComponent(
    withWords('campaigns', () => import('./features/campaigns/campaign.tsx')),
    'CampaignScreen',
  ),
})
const flow = createRoute({
  getParentRoute: () => app,
  path: '/agents/$id/flow',
  component: lazyRouteComponent(
    withWords('flows', () => import('./features/flows/flow-screen.tsx')),
    'FlowScreen',
  ),
})
const knowledge = createRoute({
  getParentRoute: () => app,
  path: '/knowledge',
  component: lazyRouteComponent(
    withWords('toolkit', () => import('./features/knowledge/knowledge.tsx')),
    'Knowledge',
  ),
})
const tools = createRoute({
  getParentRoute: () => app,
  path: '/tools',
  component: lazyRouteComponent(
    withWords('toolkit', () => import('./features/tools/tools.tsx')),
    'Tools',
  ),
})
const tool = createRoute({
  getParentRoute: () => app,
  path: '/tools/$id',
  component: lazyRouteComponent(
    withWords('toolkit', () => import('./features/tools/tool-screen.tsx')),
    'ToolScreen',
  ),
})
const phoneNumbers = createRoute({
  getParentRoute: () => app,
  path: '/phone-numbers',
  component: lazyRouteComponent(
    withWords('toolkit', () => import('./features/phone-numbers/phone-numbers.tsx')),
    'PhoneNumbers',
  ),
})

/** Voice agents, and what they work with. */
export const voiceRoutes = [
  agents,
  agent,
  agentVersions,
  agentTalk,
  agentCalls,
  agentCall,
  liveCalls,
  liveCall,
  pronunciation,
  dictionary,
  campaigns,
  newCampaign,
  doNotCall,
  consents,
  callingRules,
  campaign,
  flow,
  knowledge,
  tools,
  tool,
  phoneNumbers,
] as const

import {
  Activity,
  Bot,
  BookOpen,
  Building2,
  CalendarCheck2,
  ChartColumn,
  CodeXml,
  FlaskConical,
  House,
  type LucideIcon,
  Megaphone,
  MessagesSquare,
  ServerCog,
  SpellCheck2,
  Headphones,
  Phone,
  Settings,
  Target,
  Unplug,
  UsersRound,
  Wrench,
} from 'lucide-react'
import type { Key } from '../i18n/index.ts'

export type Place = {
  readonly to:
    | '/'
    | '/contacts'
    | '/companies'
    | '/deals'
    | '/activities'
    | '/tasks'
    | '/conversations'
    | '/head-of-sales'
    | '/agents'
    | '/developers/keys'
    | '/developers/webhooks'
    | '/developers/events'
    | '/developers/log'
    | '/api-testing'
    | '/campaigns'
    | '/integrations'
    | '/operations'
    | '/knowledge'
    | '/tools'
    | '/phone-numbers'
    | '/live-calls'
    | '/pronunciation'
    | '/settings/profile'
    | '/settings/workspace'
    | '/settings/members'
  readonly title: Key
  readonly icon: LucideIcon
  readonly keys?: string
  /** Shown as the present one below it, too. */
  readonly below?: string
  /** Shown only to those who run the server. */
  readonly isForOperators?: boolean
}

export type Section = { readonly title?: Key; readonly places: readonly Place[] }

/** In the order of the day of a rep; what is for programs comes last. */
export const sections: readonly Section[] = [
  {
    places: [
      { to: '/', title: 'nav.home', icon: House, keys: 'g h' },
      { to: '/tasks', title: 'nav.tasks', icon: CalendarCheck2, keys: 'g t' },
      { to: '/conversations', title: 'nav.conversations', icon: MessagesSquare, keys: 'g v' },
    ],
  },
  {
    title: 'nav.records',
    places: [
      { to: '/contacts', title: 'nav.contacts', icon: UsersRound, keys: 'g c' },
      { to: '/companies', title: 'nav.companies', icon: Building2, keys: 'g o' },
      { to: '/deals', title: 'nav.deals', icon: Target, keys: 'g d' },
      { to: '/activities', title: 'nav.activities', icon: Activity, keys: 'g y' },
    ],
  },
  {
    title: 'nav.team',
    places: [{ to: '/head-of-sales', title: 'nav.headOfSales', icon: ChartColumn, keys: 'g s' }],
  },
  {
    title: 'nav.voice',
    places: [
      { to: '/agents', title: 'nav.agents', icon: Bot, keys: 'g b' },
      { to: '/live-calls', title: 'nav.liveCalls', icon: Headphones, keys: 'g l' },
      { to: '/campaigns', title: 'nav.campaigns', icon: Megaphone, keys: 'g m' },
      { to: '/knowledge', title: 'nav.knowledge', icon: BookOpen, keys: 'g n' },
      { to: '/pronunciation', title: 'nav.pronunciation', icon: SpellCheck2, keys: 'g r' },
      { to: '/tools', title: 'nav.tools', icon: Wrench, keys: 'g w' },
      { to: '/phone-numbers', title: 'nav.phoneNumbers', icon: Phone, keys: 'g u' },
    ],
  },
  {
    title: 'nav.build',
    places: [
      { to: '/integrations', title: 'nav.integrations', icon: Unplug, keys: 'g i' },
      {
        to: '/developers/keys',
        title: 'nav.developers',
        icon: CodeXml,
        keys: 'g k',
        below: '/developers',
      },
      { to: '/api-testing', title: 'nav.apiTesting', icon: FlaskConical, keys: 'g a' },
      {
        to: '/settings/profile',
        title: 'nav.settings',
        icon: Settings,
        keys: 'g p',
        below: '/settings',
      },
      {
        to: '/operations',
        title: 'nav.operations',
        icon: ServerCog,
        keys: 'g x',
        isForOperators: true,
      },
    ],
  },
]

/** The places that a person may go to. */
export function placesOf({ places }: Section, operates: boolean): readonly Place[] {
  return places.filter(({ isForOperators = false }) => operates || !isForOperators)
}

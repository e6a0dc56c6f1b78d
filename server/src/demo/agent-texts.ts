import type { NewKnowledgeItem } from '@parley/contract'

/** What the demo's agent knows. Short sentences: they are read out. */
export const agentKnowledge: readonly NewKnowledgeItem[] = [
  {
    type: 'TEXT',
    itemName: 'Plans and prices',
    content: [
      'The Starter plan is free for up to three people.',
      'The Team plan costs 29 euros per person and month.',
      'The Company plan costs 49 euros per person and month, with single sign-on and a contract for support.',
      'Whoever pays for a year gets two months for free.',
      'You can cancel a plan at the end of every month.',
      'Every plan can be tried for 30 days without a credit card.',
    ].join('\n'),
  },
  {
    type: 'TEXT',
    itemName: 'Support',
    content: [
      'Support answers by e-mail and telephone from Monday to Friday, between 9 and 18 o’clock.',
      'The opening hours of the office are 9 to 18 o’clock on working days.',
      'Customers of the Company plan reach support at any hour, on weekends too.',
      'Questions by e-mail are answered within one working day.',
    ].join('\n'),
  },
  {
    type: 'TEXT',
    itemName: 'Security and data',
    content: [
      'All data stays on your own server: recordings, transcripts and contacts never leave it.',
      'Recordings and transcripts are deleted after the time that you choose.',
      'Secrets are encrypted, and keys are kept as hashes.',
      'You can export all data at any time, as files that other programs read.',
    ].join('\n'),
  },
  {
    type: 'TEXT',
    itemName: 'Getting started',
    content: [
      'Installing Parley takes about five minutes, with one command.',
      'A demo takes half an hour and is held by video.',
      'In the demo, a colleague shows how calls are recorded, transcribed and evaluated.',
      'Moving over from another CRM takes a day, and we help with the import of your contacts.',
    ].join('\n'),
  },
]

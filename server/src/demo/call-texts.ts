// What is said in the calls of the demo's agents. In braces stands what differs from call to call.

/** Who says it, and what. */
type Line = readonly ['agent' | 'user', string]

type Tool = {
  readonly name: string
  /** It is asked before this line. */
  readonly beforeLine: number
  readonly input: Readonly<Record<string, unknown>>
  readonly output: unknown
  readonly durationMs: number
}

export type TalkScript = {
  readonly lines: readonly Line[]
  readonly endReason: string
  readonly status?: 'COMPLETED' | 'FORWARDED'
  /** Null: nothing was to be found out. */
  readonly outcome: Readonly<Record<string, unknown>> | null
  /** Nodes of the flow in their order, each with the line at which it is entered. */
  readonly path?: readonly (readonly [node: string, line: number])[]
  readonly tool?: Tool
}

const greeting: Line = [
  'agent',
  'Hello {name}, this is the assistant of Parley. Your {plan} plan renews on {renews_on}. Do you have a minute?',
]
const askedAll = [
  ['start', 0],
  ['ask', 2],
  ['sort', 4],
] as const

/** Talks of the campaign. */
export const renewalTalks = {
  renews: {
    lines: [
      greeting,
      ['user', 'Hi, yes, go ahead.'],
      [
        'agent',
        'Thank you. Is your team content, and would you like to go on with the {plan} plan?',
      ],
      ['user', 'Yes, we are happy with it. The transcripts save us a lot of time.'],
      ['agent', 'Wonderful, all is set. Thank you, {name}, and have a good day!'],
    ],
    endReason: 'agent_hangup',
    outcome: { renews: true, wishes: 'Nothing else.', do_not_call: false },
    path: [...askedAll, ['note', 4], ['thanks', 4]],
  },
  wantsMoreSeats: {
    lines: [
      greeting,
      ['user', 'Sure, I have a minute.'],
      [
        'agent',
        'Thank you. Is your team content, and would you like to go on with the {plan} plan?',
      ],
      ['user', 'We are. Actually we are hiring. What would ten more seats cost?'],
      [
        'agent',
        'On the Team plan a seat costs 29 euros per month, and two months are free when you pay for a year.',
      ],
      ['user', 'Good. Then renew it, and please send us a quote for ten more seats.'],
      ['agent', 'Wonderful, all is set. Thank you, {name}, and have a good day!'],
    ],
    endReason: 'agent_hangup',
    outcome: { renews: true, wishes: 'A quote for ten more seats.', do_not_call: false },
    path: [
      ['start', 0],
      ['ask', 2],
      ['sort', 6],
      ['note', 6],
      ['thanks', 6],
    ],
  },
  isUnsure: {
    lines: [
      greeting,
      ['user', 'Yes, but only briefly.'],
      [
        'agent',
        'Thank you. Is your team content, and would you like to go on with the {plan} plan?',
      ],
      [
        'user',
        'I am not sure yet. We hardly use the coaching part, and it is too expensive for recording alone.',
      ],
      ['agent', 'One moment, I am looking for a time when a colleague can show you what is new.'],
      ['user', 'All right, Thursday morning would work for me.'],
      ['agent', 'Wonderful, all is set. Thank you, {name}, and have a good day!'],
    ],
    endReason: 'agent_hangup',
    outcome: {
      renews: false,
      wishes: 'A demo of what is new, on Thursday morning.',
      do_not_call: false,
    },
    path: [...askedAll, ['book', 4], ['thanks', 6]],
    tool: {
      name: 'book_demo',
      beforeLine: 6,
      input: { name: '{name}' },
      output: { message: 'Demo with {name}' },
      durationMs: 412,
    },
  },
  wantsPerson: {
    lines: [
      greeting,
      ['user', 'Yes. I have a question about our contract first.'],
      ['agent', 'Is your team content, and would you like to go on with the {plan} plan?'],
      ['user', 'Probably not. The price went up, and I would like to talk to a person about that.'],
      ['agent', 'I am putting you through to a colleague.'],
    ],
    endReason: 'transfer',
    status: 'FORWARDED',
    outcome: {
      renews: false,
      wishes: 'To talk about the price with a person.',
      do_not_call: false,
    },
    path: [...askedAll, ['colleague', 4]],
  },
  anotherDay: {
    lines: [
      greeting,
      ['user', 'Not really, I am about to go into a meeting.'],
      ['agent', 'Of course. Which day suits you better?'],
      ['user', 'Try me on Friday, after lunch.'],
      ['agent', 'Noted. Talk to you then!'],
    ],
    endReason: 'agent_hangup',
    outcome: { renews: false, wishes: 'A call on Friday after lunch.', do_not_call: false },
    path: [
      ['start', 0],
      ['later', 2],
      ['bye', 4],
    ],
  },
  wantsNoCalls: {
    lines: [
      greeting,
      ['user', 'Is this a machine? Please do not call me again.'],
      ['agent', 'Understood, we will not call you again. Goodbye.'],
    ],
    endReason: 'agent_hangup',
    outcome: { renews: false, wishes: 'No more calls.', do_not_call: true },
    path: [
      ['start', 0],
      ['no-more', 2],
    ],
  },
} as const satisfies Record<string, TalkScript>

const message =
  'Hello {name}, this is Parley. Your {plan} plan renews on {renews_on}. You need not do anything; call us back if you have a question.'
/** What is left on a machine, as the campaign has it. */
export const voicemailMessage = message.replaceAll('{', '{{').replaceAll('}', '}}')
export const voicemailTalk: TalkScript = {
  lines: [['agent', message]],
  endReason: 'voicemail',
  outcome: null,
}

/** Calls that nobody took. */
export const misses = {
  no_answer: { status: 'no-answer', cause: 'Nobody answered.', ringsMs: 30_000 },
  busy: { status: 'busy', cause: 'The line was busy.', ringsMs: 2_000 },
  invalid: { status: 'invalid', cause: 'The number is not in use.', ringsMs: 1_000 },
  declined: { status: 'declined', cause: 'The call was declined.', ringsMs: 6_000 },
} as const
export type Miss = keyof typeof misses
export type Fate = keyof typeof renewalTalks | 'voicemail' | Miss

/** What becomes of the calls to each, in the order of the campaign's list. */
export const callFates: readonly (readonly Fate[])[] = [
  ['renews'],
  ['no_answer', 'renews'],
  ['wantsMoreSeats'],
  ['busy', 'isUnsure'],
  ['voicemail'],
  ['wantsPerson'],
  ['no_answer', 'no_answer'],
  ['renews'],
  ['invalid'],
  ['anotherDay'],
  ['wantsNoCalls'],
  ['declined'],
]

/** Calls and visits that the reception took. */
export const receptionTalks = {
  booksDemo: {
    lines: [
      [
        'agent',
        'Hello, this is the demo agent of Parley. You can ask me about plans, support and security, or book a demo.',
      ],
      ['user', 'Hi. What does the Team plan cost?'],
      [
        'agent',
        'The Team plan costs 29 euros per person and month. Every plan can be tried for 30 days.',
      ],
      ['user', 'That sounds reasonable. Can I see it before we try it?'],
      ['agent', 'Of course. What is your name, and which day and time suit you?'],
      ['user', 'My name is {name}. How about Tuesday at ten?'],
      ['agent', 'Tuesday at ten, for {name}. Is that right?'],
      ['user', 'Yes, that is right.'],
      ['agent', 'Done. Demo with {name}. You will get an invitation by e-mail.'],
      ['user', 'Perfect, thank you very much. Goodbye.'],
    ],
    endReason: 'hangup',
    outcome: { name: '{name}', starts_at: 'Tuesday, 10:00', call_outcome: 'demo_booked' },
    tool: {
      name: 'book_demo',
      beforeLine: 8,
      input: { name: '{name}', starts_at: 'Tuesday, 10:00' },
      output: { message: 'Demo with {name}' },
      durationMs: 287,
    },
  },
  asksAboutData: {
    lines: [
      [
        'agent',
        'Hello, this is the demo agent of Parley. You can ask me about plans, support and security, or book a demo.',
      ],
      ['user', 'Where is our data kept when we record calls?'],
      [
        'agent',
        'All data stays on your own server: recordings, transcripts and contacts never leave it.',
      ],
      ['user', 'And how long do you keep the recordings?'],
      ['agent', 'They are deleted after the time that you choose.'],
      [
        'user',
        'Good. Our security team will want that in writing, but it is what I needed to know.',
      ],
      ['agent', 'You can export all data at any time, too. Is there anything else?'],
      ['user', 'No, thank you. Bye.'],
    ],
    endReason: 'hangup',
    outcome: { name: 'unknown', call_outcome: 'question_answered' },
  },
  needsSupport: {
    lines: [
      [
        'agent',
        'Hello, this is the demo agent of Parley. You can ask me about plans, support and security, or book a demo.',
      ],
      [
        'user',
        'Hello, this is {name}. Our phones have recorded nothing since this morning, and I am rather annoyed.',
      ],
      [
        'agent',
        'I am sorry to hear that. Support answers from Monday to Friday, between 9 and 18 o’clock.',
      ],
      ['user', 'We are on the Company plan. Can somebody call me back today?'],
      [
        'agent',
        'Customers of the Company plan reach support at any hour. I am noting that you wish to be called back today.',
      ],
      ['user', 'Thank you. Please hurry.'],
    ],
    endReason: 'hangup',
    outcome: { name: '{name}', call_outcome: 'call_back' },
  },
} as const satisfies Record<string, TalkScript>

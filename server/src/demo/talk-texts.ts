// What is said in the demo's meetings: a line of the rep, and what the customer answers. In braces
// stands what differs from meeting to meeting.

export type Exchange = readonly [rep: string, customer: string]

export const openings: readonly Exchange[] = [
  ['Hello {name}, thanks for making the time today. Can you hear me well?', 'Yes, loud and clear.'],
  [
    'Good morning {name}, good to see you again. Shall we begin with what you want to get out of this call?',
    'Good morning. Mostly I want to understand whether this fits how we work.',
  ],
  [
    'Hi {name}, how has your week been?',
    'Busy, as always at the end of the quarter. But I wanted to have this talk.',
  ],
]

export const discovery: readonly Exchange[] = [
  [
    'What is the biggest problem you want to solve this quarter?',
    'We lose about a day a week copying notes between systems, and half of it is wrong afterwards. My people are frustrated, and honestly so am I.',
  ],
  [
    'How do you handle follow-ups at the moment?',
    'Everybody does it their own way. Some keep a spreadsheet, some rely on memory, and the new colleagues have nothing at all.',
  ],
  [
    'Who else is involved when you decide about something like this?',
    'I sign it off myself up to fifty thousand. Above that our finance director has to agree.',
  ],
  [
    'What happens if nothing changes until next year?',
    'Then we would hire two more people just to keep up, and I do not want to do that.',
  ],
  [
    'How many people would work with it?',
    'About {seats} in the beginning, perhaps twice as many in summer.',
  ],
  [
    'What have you tried so far?',
    'We looked at another tool last year. It was fine in the demo and very slow in real life, so nobody used it.',
  ],
  ['Do you have a budget for it?', 'Yes, we have set aside forty thousand for this year.'],
]

export const pitches: readonly Exchange[] = [
  [
    'Let me show you what {product} would look like for {company}. Every call is written down while it happens, and the next steps end up in your tasks before you have hung up.',
    'That would save us a lot of time. Can it be read by people who were not on the call?',
  ],
  [
    'What most teams like is that coaching gets concrete. You see which question opened the talk and where the customer went quiet, with the very sentence next to it.',
    'I would love to see that with one of our own calls.',
  ],
]

/** One who talks on and on. */
export const monologue =
  'So let me tell you a bit about the company first. We were founded some years ago, we have offices in three countries, and we work with customers of every size, from very small teams to large groups. The platform has a great many features, I will go through all of them now so that you have seen everything once. There is the dashboard, there are the reports, there are the integrations, and there is of course the telephony, which many customers switch on later. We also have a partner programme, a certification, and a yearly event that you are very welcome to join. And then there is support, which is included in every plan, by mail and by phone, around the clock if you take the larger plan.'

export const objections: readonly (readonly [customer: string, rep: string])[] = [
  [
    'To be honest, that is too expensive for us.',
    'I understand that the price matters. What would it be worth to you to get that day a week back for every colleague?',
  ],
  [
    'We are also talking to a competitor of yours.',
    'That makes sense. What do you like about them, and what is still missing for you?',
  ],
  [
    'I need to think about it and talk to my team first.',
    'Of course. What would they ask first, so that I can send you the answer today?',
  ],
  [
    'This is not a priority for us right now.',
    'I hear you. When would it become one, and what would have to happen until then?',
  ],
]

/** How a talk ends, by where the deal stands. */
export const endings: Readonly<Record<'won' | 'lost' | 'open', readonly (readonly Exchange[])[]>> =
  {
    won: [
      [
        [
          'Shall we go ahead then and start with {seats} seats?',
          'Yes, let us go ahead. Please send me the contract today.',
        ],
        [
          'Great, you will have it within the hour. Welcome aboard.',
          'Thank you, I look forward to it.',
        ],
      ],
      [
        [
          'Does next Tuesday at 10 work for going through the contract?',
          'Yes, next Tuesday works. We are sold, to be honest.',
        ],
        ['Wonderful. I will send the invitation right away.', 'Perfect, talk to you then.'],
      ],
    ],
    lost: [
      [
        [
          'So where do we stand?',
          'We are not going to move forward. We have decided to stay with what we have.',
        ],
        ['Thank you for telling me so clearly.', 'Of course. Goodbye.'],
      ],
      [
        [
          'Would it help to talk again next week?',
          'No, we are not interested any more. There is no budget for it this year.',
        ],
        ['I understand. All the best to you.', 'Thanks, goodbye.'],
      ],
    ],
    open: [
      [
        [
          'Would next Thursday at 3 suit you for the demo with your team?',
          'Yes, next Thursday works for all of us.',
        ],
        ['I will send you the invitation and the summary today.', 'Great, thank you.'],
      ],
      [
        ['I will send you the proposal by Friday.', 'Good, then we can decide the week after.'],
        ['Thank you, {name}. Have a good day.', 'You too, goodbye.'],
      ],
      [
        ['Is there anything else you want to know?', 'Not at the moment, I will get back to you.'],
        ['All right, I wait to hear from you then.', 'Yes. Bye.'],
      ],
    ],
  }

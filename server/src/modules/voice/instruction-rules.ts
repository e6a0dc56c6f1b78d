import type { AgentDefinition, CallSettings } from '@parley/contract'

type Given = {
  readonly definition: AgentDefinition
  /** The preamble with its parameters filled in. */
  readonly preamble: string
  readonly now: Date
  readonly canEnd: boolean
  readonly canTransfer: boolean
  readonly hasKnowledge: boolean
}

const languages: Readonly<Record<string, string>> = { en: 'English', ar: 'Arabic', fr: 'French' }

const basics = [
  'Say numbers, dates and amounts of money in words, and spell out what must be written down.',
  'When you did not understand something, say so and ask for that part alone.',
]

/** What is added to the prompt about speaking in a call. */
const enhancements: Readonly<Record<CallSettings['promptEnhancer'], readonly string[]>> = {
  Disabled: [],
  Basic: basics,
  Advanced: [
    ...basics,
    'Answer first, in one or two sentences, and explain only when asked.',
    'Say back names, numbers, dates and addresses before you use them, and wait for a yes.',
    'What you read was written by speech recognition: where a word makes no sense, think of what sounds like it.',
    'When the caller changes the subject, follow, and come back to what is open once that is done.',
    'When the caller is upset, say in a few words that you see it before you go on.',
    'Never say that you are checking something unless you use a tool for it.',
  ],
}

/** What a language model is told before a call. */
export function instructionsFor(given: Given): string {
  const { definition, preamble, now } = given
  const { lang } = definition.voice
  const { languageDialectSwitcher, promptEnhancer, agenticRag } = definition.callSettings
  const language = languages[lang] ?? lang
  return [
    preamble,
    `You are ${definition.name}, speaking on a live call. It is ${now.toISOString()}.`,
    languageDialectSwitcher
      ? `Begin in ${language}; answer in the language the caller speaks.`
      : `Speak ${language}.`,
    'Everything you write is read aloud: use short spoken sentences, one question at a time, and no lists, headings, emoji or web addresses.',
    ...enhancements[promptEnhancer],
    'Never invent facts. When you do not know something and no tool tells you, say so.',
    ...(given.hasKnowledge
      ? ['Before you answer a question about the company or its offers, use search_knowledge.']
      : []),
    ...(given.hasKnowledge && agenticRag
      ? ['Search as often as you need: give several wordings, and search anew for what is missing.']
      : []),
    ...outcomeLines(definition),
    ...(given.canTransfer ? ['Use transfer_call when the caller asks for a person.'] : []),
    ...(given.canEnd
      ? ['When the talk is over, use end_call with a short farewell, and say nothing else.']
      : []),
  ].join('\n')
}

function outcomeLines({ outcomeResponseShape, outcome }: AgentDefinition): string[] {
  const fields = Object.entries(outcomeResponseShape?.properties ?? {}).map(
    ([name, { description }]) => (description ? `${name} (${description})` : name),
  )
  return [
    ...(fields.length > 0 ? [`By the end of the call you should know: ${fields.join(', ')}.`] : []),
    ...(outcome ? [`What matters of the conversation: ${outcome}`] : []),
  ]
}

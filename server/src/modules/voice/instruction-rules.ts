import type { AgentDefinition } from '@parley/contract'

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

/** What a language model is told before a call. */
export function instructionsFor(given: Given): string {
  const { definition, preamble, now } = given
  const { lang } = definition.voice
  const { languageDialectSwitcher } = definition.callSettings
  const language = languages[lang] ?? lang
  return [
    preamble,
    `You are ${definition.name}, speaking on a live call. It is ${now.toISOString()}.`,
    languageDialectSwitcher
      ? `Begin in ${language}; answer in the language the caller speaks.`
      : `Speak ${language}.`,
    'Everything you write is read aloud: use short spoken sentences, one question at a time, and no lists, headings, emoji or web addresses.',
    'Never invent facts. When you do not know something and no tool tells you, say so.',
    ...(given.hasKnowledge
      ? ['Before you answer a question about the company or its offers, use search_knowledge.']
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

import { currentLanguage, type Key, t } from '../../i18n/index.ts'

export const templateNames = ['reception', 'qualification', 'reminder', 'feedback'] as const
export type TemplateName = (typeof templateNames)[number]

type Outcome = Readonly<Record<string, { readonly type: string; readonly format?: string }>>

const outcomes: Readonly<Record<TemplateName, Outcome>> = {
  reception: {
    caller_name: { type: 'string' },
    reason: { type: 'string' },
    wants_call_back: { type: 'boolean' },
  },
  qualification: {
    interested: { type: 'boolean' },
    company_size: { type: 'integer' },
    budget: { type: 'number' },
    meeting_date: { type: 'string', format: 'date' },
  },
  reminder: {
    confirmed: { type: 'boolean' },
    new_date: { type: 'string', format: 'date' },
  },
  feedback: {
    satisfaction: { type: 'integer' },
    comment: { type: 'string' },
  },
}

/** The body of a new agent made from a template, in the language of whoever makes it. */
export function bodyOf(template: TemplateName, name: string) {
  return {
    name,
    description: t(`agentTemplate.${template}Text` satisfies Key),
    conversation: {
      greetingMessage: t(`agentTemplate.${template}Greeting` satisfies Key),
      greetingMessageType: 'TEXT',
      preamble: t(`agentTemplate.${template}Prompt` satisfies Key),
      pokeMessages: [t('agentTemplate.poke')],
    },
    voice: { lang: currentLanguage() },
    callSettings: { smartCallEnd: true },
    outcomeResponseShape: {
      type: 'object',
      properties: outcomes[template],
      required: Object.keys(outcomes[template]).slice(0, 1),
    },
  }
}

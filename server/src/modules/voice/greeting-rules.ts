import type { AgentDefinition } from '@parley/contract'

type Greeting =
  /** Said as it stands. */
  | { readonly way: 'say'; readonly text: string }
  /** The model finds the words, following this. */
  | { readonly way: 'prompt'; readonly text: string }

const usualPrompt = 'Greet the caller in one short sentence and ask how you can help.'

/** How a call begins: a flow by its first node, else by the agent's greeting; rules cannot follow a prompt. */
export function greetingOf(
  { greetingMessageType }: AgentDefinition['conversation'],
  greeting: string,
  { isFlow, byRules, hello }: { isFlow: boolean; byRules: boolean; hello: string },
): Greeting {
  if (isFlow) return { way: 'prompt', text: 'Begin.' }
  if (greetingMessageType === 'prompt' && !byRules) {
    return { way: 'prompt', text: greeting || usualPrompt }
  }
  if (greeting && greetingMessageType !== 'prompt') return { way: 'say', text: greeting }
  return byRules ? { way: 'say', text: hello } : { way: 'prompt', text: usualPrompt }
}

import type { PageTool } from './options.ts'

type Values = Readonly<Record<string, unknown>>

/** Tools as the server is told them: JSON Schema, in the order of the function's values. */
export function describeTools(tools: readonly PageTool[]): readonly Values[] {
  return tools.map(({ function_name: name, description = '', parameters = [], required = [] }) => ({
    type: 'function',
    function: {
      name,
      description,
      parameters: {
        type: 'object',
        properties: Object.fromEntries(
          parameters.map(({ name: key, type, description: about = '' }) => [
            key,
            { type, description: about },
          ]),
        ),
        required,
      },
    },
  }))
}

/** Runs a tool of the page; rejects when there is none, or when it throws. */
export async function runTool(
  tools: readonly PageTool[],
  name: string,
  given: Values,
): Promise<unknown> {
  const tool = tools.find(({ function_name: known }) => known === name)
  if (!tool) throw new Error(`The page has no tool ${name}.`)
  const order = tool.parameters?.map((parameter) => parameter.name) ?? Object.keys(given)
  const values = order.map((key) => given[key])
  return (await tool.fn(...(values as never[]))) ?? null
}

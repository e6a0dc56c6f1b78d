import type { Context } from '../../context.ts'
import { invalid } from '../../platform/errors.ts'
import { OutboundError } from '../../platform/guarded-http/index.ts'
import { compileJsonPath, JsonPathError } from '../../providers/json-path/index.ts'
import { compileJsonSchema, JsonSchemaError } from '../../providers/json-schema/index.ts'
import { readParameters } from './params-rules.ts'
import { exampleOf, hasNameInOrigin, isOwnAddress, ownPathOf } from './request-rules.ts'
import type { StoredSettings } from './settings.ts'

/** Refuses an address that no request may go to. */
export async function requireReachable(
  { outbound }: Context,
  url: string,
  field: string,
): Promise<void> {
  if (isOwnAddress(url)) {
    if (ownPathOf(url) !== undefined) return
    throw invalid(field, `Field '${field}' may only name what is under /functions/v1/ here.`)
  }
  try {
    await outbound.judge(url)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    // A server may come up later than its tool.
    if (!error.retryable) throw invalid(field, error.message)
  }
}

/** Finds what is wrong with a tool before it is kept. `params` is a JSON Schema. */
export async function checkTool(
  context: Context,
  settings: StoredSettings,
  params: Readonly<Record<string, unknown>> | null,
): Promise<void> {
  const field = 'toolSettings.serverUrl'
  if (hasNameInOrigin(settings.serverUrl)) {
    throw invalid(field, `Field '${field}' must not name its host by an argument.`)
  }
  await requireReachable(context, exampleOf(settings.serverUrl), field)
  const paths = [
    ['toolSettings.responsePath', settings.responsePath] as const,
    ...Object.entries(settings.extract).map(
      ([name, path]) => [`toolSettings.extract.${name}`, path] as const,
    ),
  ]
  for (const [name, path] of paths) if (path !== null) checkPath(name, path)
  if (params) checkSchema(params)
}

function checkPath(field: string, path: string): void {
  try {
    compileJsonPath(path)
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error
    throw invalid(field, `Field '${field}' ${error.message}`)
  }
}

function checkSchema(params: Readonly<Record<string, unknown>>): void {
  try {
    compileJsonSchema(readParameters(params).schema)
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error
    throw invalid('params', `Field 'params' ${error.message}`)
  }
}

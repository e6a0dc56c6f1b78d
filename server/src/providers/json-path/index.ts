import { createRequire } from 'node:module'
import type * as jsonPath from 'json-p3'

/** A JSONPath query of RFC 9535. */
export type JsonPath = {
  /** Every value it finds, in order; empty for none. */
  find(value: unknown): readonly unknown[]
  /** Whether it can find one value at most: only names and single indexes. */
  readonly isSingular: boolean
}

export class JsonPathError extends Error {
  override readonly name = 'JsonPathError'
}

let environment: jsonPath.JSONPathEnvironment | undefined

/** Loaded with the first query. */
function open(): jsonPath.JSONPathEnvironment {
  const { JSONPathEnvironment: Environment } = createRequire(import.meta.url)(
    'json-p3',
  ) as typeof jsonPath
  const opened = new Environment({ maxRecursionDepth: 100 })
  // They run regular expressions of users with a machine that can take for ever.
  opened.functionRegister.delete('match')
  opened.functionRegister.delete('search')
  return opened
}

/** Throws a JsonPathError that says what is wrong. */
export function compileJsonPath(source: string): JsonPath {
  environment ??= open()
  try {
    const query = environment.compile(source)
    return {
      isSingular: query.singularQuery(),
      find: (value) => findAll(() => query.query(value as jsonPath.JSONValue).values()),
    }
  } catch (error) {
    throw new JsonPathError(`is no JSONPath: ${messageOf(error)}`, { cause: error })
  }
}

function findAll(find: () => unknown[]): readonly unknown[] {
  try {
    return find()
  } catch (error) {
    throw new JsonPathError(`could not be followed: ${messageOf(error)}`, { cause: error })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

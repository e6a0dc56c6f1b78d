import type { Database, Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import type { Caller, Declaration, Row } from './declaration.ts'
import { diagnose } from './diagnose-queries.ts'

type Run = Pick<Executor, 'run'> | Pick<Database, 'run'>

export function notFound({ resource }: Declaration): AppError {
  const name = resource.name.charAt(0).toUpperCase() + resource.name.slice(1)
  return new AppError(resource.notFound, `${name} not found`)
}

/** Why a valid row was not written: a reference to nothing, or another row in its way. */
export async function whyNotWritten(
  executor: Run,
  { principal }: Caller,
  declaration: Declaration,
  row: Row,
): Promise<AppError> {
  const { missing, clash } = await diagnose(executor, declaration, principal, row)
  const [reference] = missing
  if (reference) {
    const field = reference.field ?? reference.column
    return invalid(field, `Field '${field}' names no ${reference.title} of this workspace`)
  }
  if (clash) {
    const { code, field, message } = clash.unique
    const { existingId } = clash
    // Whoever sees only their own rows must not learn of others'.
    const known = principal.seesAllRows ? { existing_id: existingId } : {}
    return new AppError(code, message, { field, message, ...known })
  }
  return changedMeanwhile()
}

export function changedMeanwhile(): AppError {
  return new AppError('CONFLICT', 'Another request changed this at the same moment; try again.')
}

/** Two transactions waited for each other, and PostgreSQL undid this one. */
export function isDeadlock(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === '40P01' || code === '40001'
}

/** A row is in the way of another by a unique index. */
export function isClash(error: unknown): boolean {
  return (error as { code?: unknown }).code === '23505'
}

/** The refusal behind a constraint that PostgreSQL reported; undefined for any other error. */
export function refusalOfConstraint(
  declaration: Declaration,
  error: unknown,
): AppError | undefined {
  if (isDeadlock(error)) return changedMeanwhile()
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '23503') {
    return new AppError('VALIDATION_ERROR', 'It points to a record that does not exist.')
  }
  if (!isClash(error)) return undefined
  const unique = declaration.uniques.find(({ index }) => index === constraint)
  if (!unique) return undefined
  const { field, message } = unique
  return new AppError(unique.code, message, { field, message })
}

/** Runs a write and turns the clashes PostgreSQL reports into refusals. */
export async function refusingClashes<T>(
  declaration: Declaration,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw refusalOfConstraint(declaration, error) ?? error
  }
}

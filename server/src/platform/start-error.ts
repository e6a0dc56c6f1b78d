/** Why Parley cannot start, as sentences for the person who started it. Printed without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

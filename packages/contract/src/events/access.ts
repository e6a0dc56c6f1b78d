/** What happens to API keys. Declared with `eventType`. */
export const accessEvents = [] as const

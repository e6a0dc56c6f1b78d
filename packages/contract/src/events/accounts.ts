/** What happens to people and workspaces. Declared with `eventType`. */
export const accountEvents = [] as const

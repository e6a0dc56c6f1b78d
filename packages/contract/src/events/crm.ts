/** What happens to CRM records. Declared with `eventType`. */
export const crmEvents = [] as const

/** Row types of the tables reached through Kysely. Kept beside the migrations by a test. */
export type Tables = Record<never, never>

import pg from 'pg'

const { builtins, getTypeParser } = pg.types
const asText = (value: string): string => value
const keptAsText = new Set<number>([
  builtins.TIMESTAMPTZ,
  builtins.TIMESTAMP,
  builtins.DATE,
  builtins.JSON,
])

/**
 * How PostgreSQL values reach our code. Times stay text (parsing them was half of Node's cost of a
 * 50-row list) and so does JSON, which goes to the socket as it is. bigint becomes a number: ours
 * are counts and sequence numbers, far below 2^53.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (keptAsText.has(oid)) return asText
    if (oid === builtins.INT8) return Number
    return getTypeParser(oid, format as 'text') as (value: string) => unknown
  }) as typeof getTypeParser,
}

import pino from 'pino'
import type { Logger } from '../src/platform/log.ts'

/** A log that keeps its lines for the test to read. */
export function keepLog(level = 'info'): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const write = (line: string): void => {
    lines.push(JSON.parse(line) as Record<string, unknown>)
  }
  return { log: pino({ level, base: null }, { write }), lines }
}

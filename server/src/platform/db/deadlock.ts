const tries = 5

/**
 * Does a thing again when PostgreSQL undid it because it and another transaction waited for each other.
 * `work` must be all or nothing.
 */
export async function throughDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === tries || (error as { code?: unknown }).code !== '40P01') throw error
    }
  }
}

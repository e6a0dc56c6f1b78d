import { readdir, readFile } from 'node:fs/promises'

// What Linux tells about processes. Other systems cannot run the benchmark.

const nsPerMs = 1e6

/** CPU time of one process in ms, all threads that still run; nanoseconds underneath. */
export async function cpuMsOf(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(tasks.map((task) => taskMs(`/proc/${pid}/task/${task}`)))
  return times.reduce((sum, ms) => sum + ms, 0)
}

async function taskMs(folder: string): Promise<number> {
  // The first number of schedstat is the time on the CPU in ns.
  const text = await readFile(`${folder}/schedstat`, 'utf8').catch(() => '0')
  return Number(text.split(' ')[0]) / nsPerMs
}

/** CPU time in ms of a process and all its children, dead ones included (in ticks of 10 ms). */
export async function cpuMsOfFamily(pid: number): Promise<number> {
  const children = await childrenOf(pid)
  const times = await Promise.all([pid, ...children].map((one) => cpuMsOf(one).catch(() => 0)))
  return times.reduce((sum, ms) => sum + ms, await cpuMsOfDeadChildren(pid))
}

async function cpuMsOfDeadChildren(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // Fields are counted after the name, which may hold spaces; cutime and cstime are 16 and 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}

export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

/**
 * Memory of processes in MB, as PSS: what several of them share is counted once, divided among
 * them. Page cache of the database's files is not in it; shared buffers that were touched are.
 */
export async function memoryMbOf(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
      return Number(/^Pss: +(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024
    }),
  )
  return sizes.reduce((sum, mb) => sum + mb, 0)
}

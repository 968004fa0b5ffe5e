// A virtual machine shares its processors with others: what they took in a measurement says nothing about Fuyi.
import { readFileSync } from 'node:fs'

const bearable = 0.02

/** What `measure` finds: of so many tries the one that others disturbed least, and of what it wanted to run the share they took. */
export async function undisturbed<T>(tries: number, measure: () => Promise<T>): Promise<{ found: T; taken: number }> {
  const before = processorTime()
  const found = await measure()
  const taken = takenSince(before)
  if (taken <= bearable || tries === 1) return { found, taken }
  const again = await undisturbed(tries - 1, measure)
  return again.taken < taken ? again : { found, taken }
}

function takenSince(before: number[]): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = processorTime().map(
    (now, kind) => now - before[kind]!,
  )
  const wanted = user + nice + system + irq + softirq + steal
  return wanted ? steal / wanted : 0
}

/** Hundredths of a second by kind, as /proc/stat counts them; nothing where there is none. */
function processorTime(): number[] {
  try {
    return /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))![1]!.split(' ').map(Number)
  } catch {
    return []
  }
}

// What somebody typed after `npm run bench --`, and what a run needs: a mistake ends in one line and exit code 2.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** The options of the command line, as parseArgs has them. Ends the process where one is unknown or lacks its value. */
export function optionsOf<C extends NonNullable<ParseArgsConfig['options']>>(options: C) {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return end((error as Error).message.split('. ')[0]!)
  }
}

/** A number above zero. Ends the process where it is something else. */
export function numberOf(name: string, typed: string): number {
  const number = Number(typed)
  return number > 0 && Number.isFinite(number) ? number : end(`--${name} is a number above 0, not ${typed}`)
}

/** Ends the process where a program is missing, and says which Debian package brings it. `there`: where it is not looked up in PATH. */
export function needProgram(name: string, debian: string, there = isInPath(name)): void {
  if (!there) end(`${name} not found. Install it: apt-get install ${debian}`)
}

/** Ends the process where there is no /proc: memory and processor time are read from it. */
export function needLinux(): void {
  if (!existsSync('/proc/self/status')) end('The benchmark reads /proc, so it runs on Linux only')
}

function isInPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function end(words: string): never {
  console.error(words)
  process.exit(2)
}

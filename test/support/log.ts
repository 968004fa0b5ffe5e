import type { World } from './world.ts'

/** What the app's logger writes from now on. */
export function listen({ app }: World): string[] {
  const lines: string[] = []
  const logger = app.log as unknown as { [name: symbol]: { write: (line: string) => void } }
  for (let at: object | null = logger; at; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertySymbols(at))
      if (name.description === 'pino.stream') logger[name]!.write = (line) => void lines.push(line)
  return lines
}

// What the doctor looks at on the disk: room, and whether this user may write.
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileOf } from '../platform/db/tools/copy.ts'
import { ok, problem, type Said } from './finding.ts'

const gigabyte = 1e9

export function diskSpace(url: string): Said {
  const file = fileOf(url)
  const folder = file === null ? '.' : existing(dirname(file))
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const size = file === null ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0)
  const wanted = Math.max(gigabyte, 2 * size)
  const says = `${(free / gigabyte).toFixed(1)} GB free in ${folder}`
  if (free >= wanted) return ok(says)
  return problem(says, `Make room: a copy and an upgrade need ${(wanted / gigabyte).toFixed(1)} GB.`)
}

export function writablePaths(url: string): Said {
  const file = fileOf(url)
  if (file === null) return ok('PostgreSQL keeps the data; nothing is written here')
  for (const path of [existing(dirname(file)), existing(file)]) {
    try {
      accessSync(path, constants.W_OK)
    } catch {
      return problem(
        `${path} cannot be written by this user.`,
        `Give it to the user that runs Fuyi: chown fuyi ${path}`,
      )
    }
  }
  return ok(`${dirname(file)} can be written`)
}

/** The path, or the nearest folder above it that is there: `migrate` makes the others. */
const existing = (path: string): string => (path === dirname(path) || existsSync(path) ? path : existing(dirname(path)))

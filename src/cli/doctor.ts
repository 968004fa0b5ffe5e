// doctor: prints what operations/doctor.ts finds. Exit code 1 when there is a problem.
import { examine } from '../operations/doctor.ts'
import type { Finding } from '../operations/finding.ts'

export async function doctorNow(options: { json?: boolean }): Promise<void> {
  const findings = await examine(new Date())
  if (options.json) console.log(JSON.stringify(findings, null, 2))
  else for (const finding of findings) console.log(line(finding))
  if (findings.some(({ ok }) => ok === false)) process.exitCode = 1
}

const marks = { true: 'ok', false: 'PROBLEM', null: 'skipped' }

function line({ check, ok, says, todo }: Finding): string {
  const first = `${marks[`${ok}`].padEnd(8)} ${check.padEnd(14)} ${says}`
  return todo ? `${first}\n${' '.repeat(24)}→ ${todo}` : first
}

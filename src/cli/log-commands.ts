// fuyi verify, log, witness: checking logs of the record, and keeping them.
import type { Command } from 'commander'
import { later } from './later.ts'

export function addLogCommands(program: Command): void {
  const verify = program
    .command('verify')
    .description('check what was promised, from outside or at home; exit code 1 where something differs')
  verify
    .command('log [where]')
    .description(
      'read a log from its files alone (an address, a folder, a dump) and compare what is shown; without one: this database',
    )
    .option(
      '--key <vkey...>',
      'trust these keys; otherwise those that were seen before, or at the first time those that it names',
    )
    .option('--state <folder>', 'where what was seen is kept, so that a log that was written anew is found')
    .option('--no-cases', 'the log alone')
    .action(later(async () => (await import('./verify.ts')).verifyLog))

  verify
    .command('receipt <file>')
    .description('whether the receipt of a co-signature proves that it is in a log; needs no network')
    .option('--key <vkey...>', 'keys of its log; otherwise those that `verify log` saw before')
    .option('--state <folder>', 'where what was seen is kept')
    .action(later(async () => (await import('./verify-receipt.ts')).verifyReceipt))

  const transparency = program.command('log').description('the transparency logs of this deployment')
  transparency
    .command('rotate <slug>')
    .description('make a new key for a government’s log; the old one signs beside it for 30 days')
    .action(later(async () => (await import('./log.ts')).rotateLogKey))
  transparency
    .command('ask <vkey> <url>')
    .description('ask a witness to sign the checkpoints of every log from now on: its key, and the address it gave')
    .option('--mirror', 'it is no witness but a mirror: it keeps every line, and signs what it has')
    .action(later(async () => (await import('./witnesses.ts')).askWitness))
  transparency
    .command('stop <vkey>')
    .description('ask this witness or mirror no longer')
    .action(later(async () => (await import('./witnesses.ts')).stopWitness))
  transparency
    .command('cosign')
    .description('ask every witness now, and say what came of it; by itself this happens once a minute')
    .action(later(async () => (await import('./witnesses.ts')).cosignNow))

  transparency
    .command('mirror <address> [folder]')
    .description(
      'keep a whole copy of somebody’s log and bring it up to date: in a folder that any web server can hand out, or in MIRRORS_FOLDER, where this platform goes on by itself once a minute and hands it out',
    )
    .option('--key <vkey...>', 'believe these keys; otherwise at the first time those that the log names')
    .action(later(async () => (await import('./mirrors.ts')).mirrorLog))
  transparency
    .command('mirrors')
    .description('the logs that are kept here, and how far; exit code 1 where one could not be followed')
    .action(later(async () => (await import('./mirrors.ts')).listMirrors))
  transparency
    .command('unmirror <origin>')
    .description('bring this copy up to date no longer; it stays')
    .action(later(async () => (await import('./mirrors.ts')).stopMirror))

  const witness = program.command('witness').description('this deployment as a witness of the logs of others')
  witness
    .command('key')
    .description('the key and the address that others need, to ask this deployment')
    .action(later(async () => (await import('./witnesses.ts')).showWitnessKey))
  witness
    .command('rotate')
    .description('make a new key for this witness; the old one signs beside it for 30 days')
    .action(later(async () => (await import('./witnesses.ts')).rotateWitness))
  witness
    .command('add <vkey...>')
    .description('witness a log from now on; several keys where it has several')
    .action(later(async () => (await import('./witnesses.ts')).addLog))
  witness
    .command('stop <origin>')
    .description('witness this log no longer')
    .action(later(async () => (await import('./witnesses.ts')).stopLog))
  witness
    .command('list')
    .description('the logs that are witnessed here, and how far; exit code 1 where one contradicted itself')
    .action(later(async () => (await import('./witnesses.ts')).listLogs))
}

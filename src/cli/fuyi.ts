#!/usr/bin/env node
// fuyi: every command is a thin main over a feature's store. Exit codes: 0 done, 1 failed, 2 configuration, 3 some lines refused.
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { agencyAdd, governmentAdd, staffInvite } from './governments.ts'
import { importCommand } from './import.ts'
import { demo, migrateNow, serveNow } from './serve.ts'

const program = new Command('fuyi')
  .description('Fuyi 附議: citizens propose and co-sign, agencies answer by a date everyone can see')
  .exitOverride()

program
  .command('serve')
  .description('serve in production: DATABASE_URL, ORIGIN, SECRET, SMTP_URL, PORT, HOST, TRUST_PROXY, LOG_LEVEL')
  .action(serveNow)
program.command('demo').description('serve a demonstration with invented content, on var/demo.db').action(demo)
program.command('migrate').description('bring the tables of DATABASE_URL up to date').action(migrateNow)

program
  .command('government')
  .description('governments of this deployment')
  .command('add <slug>')
  .description('add a government, with rules, topics, holidays and a coordinating agency')
  .requiredOption('--name <text>', 'its name in its first language')
  .option('--name-en <text>', 'its name in English')
  .option('--languages <codes>', 'the first is the default', 'zh-Hant,en')
  .option('--time-zone <zone>', 'IANA name', 'Asia/Taipei')
  .option('--country <code>', 'ISO 3166-1: decides the public holidays', 'TW')
  .option('--threshold <number>', 'co-signatures that oblige an answer', '5000')
  .option('--days <number>', 'days to gather them', '60')
  .action(governmentAdd)

program
  .command('agency')
  .description('agencies of a government')
  .command('add <slug> <code>')
  .description('add an agency')
  .requiredOption('--name <text>', 'its name in the government’s first language')
  .option('--name-en <text>', 'its name in English')
  .action(agencyAdd)

program
  .command('staff')
  .description('people who work for a government')
  .command('invite <email>')
  .description('invite a moderator, officer or administrator: prints the link, and mails it once the platform runs')
  .requiredOption('--government <slug>')
  .requiredOption('--role <role>', 'moderator, officer or administrator')
  .option('--agency <code>', 'an officer’s agency')
  .action(staffInvite)

importCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = error instanceof ConfigError ? 2 : 1
  }
}

#!/usr/bin/env node
// fuyi: every command is a thin main over a feature's store. Exit codes: 0 done, 1 failed, 2 configuration, 3 some lines refused.
import { Command, CommanderError } from 'commander'
import { ConfigError, fuyi } from '../config.ts'
import { backupNow, restoreNow } from './backup.ts'
import { doctorNow } from './doctor.ts'
import { agencyAdd, governmentAdd, staffInvite, staffPasskey } from './governments.ts'
import { importCommand } from './import.ts'
import { moveHelp, moveNow } from './move.ts'
import { demo, migrateNow, serveNow, workNow } from './serve.ts'

const serveHelp = `
Settings, from the environment:
  ORIGIN        the public address, like https://fuyi.example.gov (required)
  SECRET        at least 32 random characters (required)
  SMTP_URL      smtp://user:password@host:587 (required)
  DATABASE_URL  file:./var/fuyi.db or postgres://…
  MAIL_FROM     the sender; no-reply@ the host of ORIGIN unless set
  HOST, PORT    where to listen: 127.0.0.1 and 3000 unless set
  TRUST_PROXY   true, or the addresses of the proxies in front
  METRICS_TOKEN lets /metrics be read from elsewhere
  LOG_LEVEL     fatal, error, warn, info, debug, trace or silent

Signals: SIGTERM stops and finishes what was taken. SIGHUP exchanges the processes one by one, for instance after an
upgrade; it needs --processes 2 or more.`

const backupHelp = `
SQLite gives fuyi-TIME.db, PostgreSQL fuyi-TIME.dump (needs pg_dump); beside each lies its SHA-256.
A copy holds people's addresses: it is written for its owner alone. Keep copies on another machine, encrypted:
  ${fuyi} backup - | age -r KEY > fuyi.db.age`

const program = new Command('fuyi')
  .description('Fuyi 附議: citizens propose and co-sign, agencies answer by a date everyone can see')
  .exitOverride()

program
  .command('serve')
  .description('serve in production')
  .option('--processes <n>', 'how many share the work: a number, or auto for one per processor', '1')
  .addHelpText('after', serveHelp)
  .action(serveNow)
program.command('worker', { hidden: true }).option('--listen-fd <fd>').action(workNow)
program.command('demo').description('serve a demonstration with invented content, on var/demo.db').action(demo)
program
  .command('migrate')
  .description('bring the tables of DATABASE_URL up to date, after a copy that can undo it')
  .option('--backup <folder>', 'where the copy goes; needed for PostgreSQL, beside a SQLite file unless given')
  .option('--no-backup', 'make no copy')
  .action(migrateNow)

program
  .command('backup <folder>')
  .description('copy the database while it is in use, and check the copy; - writes it to the standard output')
  .option('--keep <n>', 'keep the newest n copies in the folder, remove older ones')
  .addHelpText('after', backupHelp)
  .action(backupNow)
program
  .command('restore <file>')
  .description('put a copy back, after checking it; brings an older one up to date')
  .option('--force', 'replace the database that is there; a SQLite file is kept beside it')
  .action(restoreNow)
program
  .command('move <address>')
  .description('copy the SQLite file of DATABASE_URL into an empty PostgreSQL database, and compare every row')
  .addHelpText('after', moveHelp)
  .action(moveNow)
program
  .command('doctor')
  .description('look at everything an operator would, and say what to do; exit code 1 when there is a problem')
  .option('--json', 'for machines')
  .action(doctorNow)

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

const staff = program.command('staff').description('people who work for a government')
staff
  .command('invite <email>')
  .description('invite a moderator, officer or administrator: prints the link, and mails it once the platform runs')
  .requiredOption('--government <slug>')
  .requiredOption('--role <role>', 'moderator, officer or administrator')
  .option('--agency <code>', 'an officer’s agency')
  .option('--again', 'a new link for somebody who is invited already; it replaces the first one')
  .action(staffInvite)
staff
  .command('passkey <email>')
  .description('let somebody whose passkeys are lost add a new one within a day, after signing in by code')
  .requiredOption('--government <slug>')
  .action(staffPasskey)

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

#!/usr/bin/env node
// fuyi: every command is a thin main over a feature's store. Exit codes: 0 done, 1 failed, 2 configuration, 3 some lines refused.
import { Command, CommanderError } from 'commander'
import { ConfigError, usualTimeZone } from '../config.ts'
import {
  backupHelp,
  drawHelp,
  exportHelp,
  exportSiteHelp,
  importHelp,
  mailboxRuleHelp,
  moveHelp,
  serveHelp,
} from './help.ts'
import { later } from './later.ts'
import { addLogCommands } from './log-commands.ts'

const program = new Command('fuyi')
  .description('Fuyi 附議: citizens propose and co-sign, agencies answer by a date everyone can see')
  .exitOverride()

program
  .command('serve')
  .description('serve in production')
  .option('--processes <n>', 'how many share the work: a number, or auto for one per processor', '1')
  .option('--read-only', 'show pages and take nothing, while the database is worked on')
  .addHelpText('after', serveHelp)
  .action(later(async () => (await import('./serve.ts')).serveNow))
program
  .command('worker', { hidden: true })
  .option('--listen-fd <fd>')
  .option('--read-only')
  .action(later(async () => (await import('./serve.ts')).workNow))
program
  .command('demo')
  .description('serve a demonstration with invented content, on var/demo.db')
  .action(later(async () => (await import('./serve.ts')).demo))
program
  .command('migrate')
  .description('bring the tables of DATABASE_URL up to date, after a copy that can undo it')
  .option('--backup <folder>', 'where the copy goes; needed for PostgreSQL, beside a SQLite file unless given')
  .option('--no-backup', 'make no copy')
  .action(later(async () => (await import('./serve.ts')).migrateNow))

program
  .command('backup <folder>')
  .description('copy the database while it is in use, and check the copy; - writes it to the standard output')
  .option('--keep <n>', 'keep the newest n copies in the folder, remove older ones')
  .addHelpText('after', backupHelp)
  .action(later(async () => (await import('./backup.ts')).backupNow))
program
  .command('restore <file>')
  .description('put a copy back, after checking it; brings an older one up to date')
  .option('--force', 'replace the database that is there; a SQLite file is kept beside it')
  .option('--erased <file>', 'erase again what this list names, beside the one in the folder of the copy')
  .action(later(async () => (await import('./backup.ts')).restoreNow))
program
  .command('move <address>')
  .description('copy the SQLite file of DATABASE_URL into an empty PostgreSQL database, and compare every row')
  .addHelpText('after', moveHelp)
  .action(later(async () => (await import('./move.ts')).moveNow))
program
  .command('retention')
  .description('erase now what the night would: people whom nothing needs any more, drafts that were left alone')
  .option('--dry-run', 'say what would be done, and do nothing')
  .action(later(async () => (await import('./retention.ts')).retentionNow))
program
  .command('erased')
  .description('write the list of what was erased, for `fuyi restore --erased`')
  .action(later(async () => (await import('./retention.ts')).erasedNow))
program
  .command('reindex')
  .description('make the index of the search anew; the platform may run meanwhile')
  .action(later(async () => (await import('./reindex.ts')).reindexNow))
program
  .command('doctor')
  .description('look at everything an operator would, and say what to do; exit code 1 when there is a problem')
  .option('--json', 'for machines')
  .action(later(async () => (await import('./doctor.ts')).doctorNow))

program
  .command('bounce [maildir]')
  .description('mark mail that came back: one report on the standard input, or the new ones of a Maildir')
  .option('--to <address>', 'the address that the report was sent to, as the mail server knows it')
  .action(later(async () => (await import('./bounces.ts')).takeBounces))

program
  .command('counts')
  .description('compare every count of co-signatures with its rows; exit code 1 where one differs')
  .option('--mend', 'make the counts what their rows are, and say so in the public record')
  .action(later(async () => (await import('./counts.ts')).countsNow))

addLogCommands(program)

const roll = program.command('roll').description('who lives under a government, as keyed digests')
roll
  .command('make <csv>')
  .description('make a roll from a CSV, with the platform’s SECRET; exit code 3 when lines were left out')
  .requiredOption('--government <slug>', 'whose roll it is')
  .requiredOption('--name <text>', 'what people read of it, like 2026 residents’ roll')
  .requiredOption('--fields <list>', 'what people type, like id_number,birth_date; id_number=COLUMN for another name')
  .requiredOption('--out <file>', 'where the roll goes')
  .action(later(async () => (await import('./rolls.ts')).rollMake))
roll
  .command('import <file>')
  .description('take a roll in place of the one before; who was verified stays so until it expires')
  .action(later(async () => (await import('./rolls.ts')).rollImport))

program
  .command('government')
  .description('governments of this deployment')
  .command('add <slug>')
  .description('add a government, with rules, topics, holidays and a coordinating agency')
  .requiredOption('--name <text>', 'its name in its first language')
  .option('--name-en <text>', 'its name in English')
  .option('--languages <codes>', 'the first is the default', 'zh-Hant,en')
  .option('--time-zone <zone>', 'IANA name', usualTimeZone)
  .option('--country <code>', 'ISO 3166-1: decides the public holidays', 'TW')
  .option('--threshold <number>', 'co-signatures that oblige an answer', '5000')
  .option('--days <number>', 'days to gather them', '60')
  .action(later(async () => (await import('./governments.ts')).governmentAdd))

program
  .command('agency')
  .description('agencies of a government')
  .command('add <slug> <code>')
  .description('add an agency')
  .requiredOption('--name <text>', 'its name in the government’s first language')
  .option('--name-en <text>', 'its name in English')
  .action(later(async () => (await import('./governments.ts')).agencyAdd))

const staff = program.command('staff').description('people who work for a government')
staff
  .command('invite <email>')
  .description('invite a moderator, officer or administrator: prints the link, and mails it once the platform runs')
  .requiredOption('--government <slug>')
  .requiredOption('--role <role>', 'moderator, officer or administrator')
  .option('--agency <code>', 'an officer’s agency')
  .option('--again', 'a new link for somebody who is invited already; it replaces the first one')
  .action(later(async () => (await import('./governments.ts')).staffInvite))
staff
  .command('passkey <email>')
  .description('let somebody whose passkeys are lost add a new one within a day, after signing in by code')
  .requiredOption('--government <slug>')
  .action(later(async () => (await import('./governments.ts')).staffPasskey))

const mailbox = program.command('mailbox').description('what counts as one mailbox, and so as one person')
mailbox
  .command('doubles')
  .description('list mailboxes that have more than one account')
  .action(later(async () => (await import('./mailboxes.ts')).mailboxDoubles))
mailbox
  .command('rules')
  .description('list what mail providers ignore in an address')
  .action(later(async () => (await import('./mailboxes.ts')).mailboxRules))
mailbox
  .command('rule <domain>')
  .description('say what one provider ignores, and put everybody’s address in its form anew')
  .option('--same-as <domain>', 'the provider’s own name, where one mailbox answers under several')
  .option('--cut <signs>', 'what begins a part that is ignored, like +')
  .option('--ignore <signs>', 'signs that are ignored wherever they stand, like .')
  .option('--subdomains', 'anything@me.domain is me@domain')
  .option('--none', 'nothing is ignored')
  .option('--usual', 'the usual rule again')
  .addHelpText('after', mailboxRuleHelp)
  .action(later(async () => (await import('./mailboxes.ts')).mailboxRule))

program
  .command('draw')
  .description(
    'draw pages of cases that are over before anybody asks for them, beside a platform that runs; safe to repeat',
  )
  .addHelpText('after', drawHelp)
  .action(later(async () => (await import('./draw.ts')).drawPages))

program
  .command('open-data')
  .description('what other portals take from here')
  .command('check')
  .description('make the six quality checks of data.gov.tw of every export; exit code 1 where one fails')
  .option('--government <slug>', 'of one government alone')
  .action(later(async () => (await import('./open-data.ts')).openDataCheck))

const exporting = program.command('export').description('everything public, as files for copies and archives')
exporting
  .command('data <folder>')
  .description('whole cases and all tables, as the nightly dumps have them, with attachments; safe to repeat')
  .option('--government <slug>', 'of one government alone')
  .addHelpText('after', exportHelp)
  .action(later(async () => (await import('./export.ts')).exportDataNow))
exporting
  .command('site <folder>')
  .description('the whole archive as pages, data and feeds for any web server, or for none; safe to repeat')
  .option('--government <slug>', 'of one government alone')
  .option('--processes <n>', 'how many draw cases: a number, or auto for one per processor', '1')
  .addHelpText('after', exportSiteHelp)
  .action(later(async () => (await import('./export-site.ts')).exportSiteNow))

program
  .command('import')
  .argument('<file...>', 'the file; `join FILE` is --from join FILE')
  .description('take over cases from another platform; exit code 3 when lines were refused')
  .requiredOption('--government <slug>', 'the government they belong to')
  .option('--from <format>', 'uk-petitions, decidim, consul, open311, join or fuyi; found out where the file says it')
  .option('--threshold <n>', 'co-signatures that were asked for, where the file does not say')
  .option('--days <n>', 'for how long they could be gathered, where the file does not say')
  .option('--seen <day>', 'when the file was taken from the platform, like 2018-09-11')
  .option('--report <file>', 'where to write what was refused and what is doubtful')
  .option('--dry-run', 'read, count and report, and write nothing')
  .option('--counts <csv>', 'of JOIN: proposal_id,date,endorse_count: the sum of each day')
  .option('--districts <csv>', 'of JOIN: proposal_id,date,county,count')
  .option(
    '--endorsements <csv or folder>',
    'of JOIN: seq,endorsed_at,county,township,reason: files named by the case’s id',
  )
  .addHelpText('after', importHelp)
  .action(later(async () => (await import('./import.ts')).importNow))

// Whoever reads it has read enough, as `head` does: no reason for a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(1)
})

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = error instanceof ConfigError ? 2 : 1
  }
}

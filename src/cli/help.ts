// What `fuyi COMMAND --help` says besides the options.
import { fuyi } from '../config.ts'

export const serveHelp = `
Settings, from the environment:
  ORIGIN        the public address, like https://fuyi.example.gov (required)
  SECRET        at least 32 random characters (required)
  SMTP_URL      smtp://user:password@host:587 (required)
  DATABASE_URL  file:./var/fuyi.db or postgres://…
  MAIL_FROM     the sender; no-reply@ the host of ORIGIN unless set
  HOST, PORT    where to listen: 127.0.0.1 and 3000 unless set
  TRUST_PROXY   the addresses of the proxies in front, like 127.0.0.1
  PAGES_FILE    where drawn pages are kept: beside a SQLite file unless set; none: in memory alone
  DUMPS_FOLDER  where nightly dumps lie: beside a SQLite file unless set; none switches them off
  MIRRORS_FOLDER  where logs of others that are kept here lie: beside a SQLite file unless set; none switches them off
  DUMPS_DAYS, DUMPS_MONTHS  of so many days each is kept (14), and of so many months the first (12)
  METRICS_TOKEN lets /metrics be read from elsewhere
  LOG_LEVEL     fatal, error, warn, info, debug, trace or silent

--read-only shows every page and takes nothing, while the database is worked on: each form is answered in both languages with
what was typed on the page, to be sent again later. No job runs, no mail goes, and the engine itself refuses to write.

Signals: SIGTERM stops and finishes what was taken. SIGHUP exchanges the processes one by one, for instance after an
upgrade; it needs --processes 2 or more.`

export const backupHelp = `
SQLite gives fuyi-TIME.db, PostgreSQL fuyi-TIME.dump (needs pg_dump); beside each lies its SHA-256.
A copy holds people's addresses: it is written for its owner alone. Keep copies on another machine, encrypted:
  ${fuyi} backup - | age -r KEY > fuyi.db.age`

export const exportHelp = `
Set ORIGIN: addresses in the files begin with it. Nothing of a person is in them but the name a proposer chose to show, and no
hidden case. A file that did not change keeps its name; what is no longer public goes from the folder at the next run.`

export const exportSiteHelp = `
Set ORIGIN: what a copy cannot do (search, sign in, co-sign) is a link to the live platform there. The database is only read, and
the platform may run meanwhile. Open index.html, or put the folder on a web server: links name files, so that it works from
anywhere. No hidden case is in it. Run it again into the same folder: what did not change is not drawn again, only files that
differ are written, and what is no longer public goes. --processes 2 draws on a second processor too, and takes up to 0.5 GB of
memory each.`

export const drawHelp = `
Settings as for serve: pages show some of them. Drawn pages lie in PAGES_FILE, 512 MB at most, the newest cases first. Each lies there
until its case changes; a new version of the program, or another name of an agency, lets all be drawn once more. Run it after an
upgrade, or when an archive was taken in: else the first who asks for a case waits until it is drawn. It takes what the platform
leaves of the processor, and 0.3 GB of memory.`

export const moveHelp = `
DATABASE_URL names the file, as before. The PostgreSQL database must be empty: createdb fuyi -E UTF8 -T template0

  1. Rehearse while people use the platform: the move takes as long as the real one, and the file is only read.
     Then drop and create the database again.
  2. Stop the platform, and make a copy: ${fuyi} backup FOLDER
  3. ${fuyi} move postgres://user:password@host/fuyi
  4. Set DATABASE_URL to that address, and start the platform: ${fuyi} doctor, ${fuyi} serve
  5. Keep the file until you are sure. To go back: DATABASE_URL as before (what was written since stays behind).

Nothing is left half moved: all of it is one transaction, and each table's rows are counted and compared at the end. After a
failure run it again. Exit codes: 0 moved, 1 failed, 2 configuration, 3 moved, but the file was written to meanwhile.`

export const importHelp = `
Formats:
  uk-petitions  petition.parliament.uk/petitions.json (several pages may follow each other in one file), and the older set of
                data.parliament.uk
  decidim       the CSV of a component's proposals; needs --threshold and --days
  consul        the public CSV of Consul's proposals; needs --threshold and --days
  open311       service requests of Open311 GeoReport v2 as JSON, also FixMyStreet's; needs --threshold and --days
  join          Taiwan's JOIN, one JSON object per line, with files of counts if there are. Of several that tell of one case the list
                of its endorsements wins, then --districts, then --counts; of the count in its line and those days the larger
                stands. A run without the files of counts keeps the days that an earlier one brought.
  fuyi          the list of a dump of another Fuyi (SLUG-dump-DAY-….json), with its files beside it, and the folder attachments of
                \`fuyi export data\`. Cases keep their numbers, dates, answers, decisions and steps. A government without cases gets
                the lists, agencies, rules and pauses too. Who signed there stays unknown: districts stand as they were published,
                and whoever signed there can sign here once more.

Files are UTF-8: iconv -f ISO-8859-1 -t UTF-8 OLD > NEW. Try with --dry-run and --report first. Run again after the file was mended
or is newer: what was brought before is corrected, by the id of each case. What was worked on here meanwhile stays as it is. Without
--seen a case is as of the last day that the files know of it. Cases are numbered anew in the order of their submission; the number
and address of their source stand beside it. A case that was still open when the file was taken, and whose time has passed, is kept
as last seen: neither expired nor overdue. A dump is whole: its cases go on here, and their dates are ours.

Exit codes: 0 done, 1 failed, 2 configuration, 3 some lines were refused.`

export const mailboxRuleHelp = `
What one mail provider ignores in an address, so that every spelling of a mailbox is one person. The rules lie in the table
mailbox_rules, over the usual ones that this version brings (\`${fuyi} mailbox rules\` lists both). A running platform follows at once.
Examples:
  ${fuyi} mailbox rule school.example --cut +        wang+3a@school.example is wang@school.example
  ${fuyi} mailbox rule old.example --same-as school.example
  ${fuyi} mailbox rule yahoo.com --none              every spelling is its own mailbox again
  ${fuyi} mailbox rule yahoo.com --usual             back to the usual rule`

// Lists the flags about where records go and what that says of the run.

import { UsageError } from '../../core/errors.ts'
import { FORMATS, formatOf } from '../../formats/formats.ts'
import { parseField } from '../../record/field.ts'
import { checkDelimiter, type Writing } from '../../record/writing.ts'
import type { Flag } from './flag.ts'

const SUFFIXES = FORMATS.flatMap(({ suffixes }) => suffixes.slice(0, 1)).join(' ')
const NAMES = FORMATS.map(({ name, summary }) => `${name} (${summary})`).join(', ')

export const OUTPUT_FLAGS: readonly Flag[] = [
  {
    names: ['--to'],
    argument: 'DEST',
    group: 'Output',
    summary: 'write to DEST, a file or - for stdout; may repeat',
    details:
      `The file extension chooses the format (${SUFFIXES}), .gz or .zst after it compresses; JSON lines if it is none ` +
      'of these. A file appears when all went well, under a temporary name until then; after a failure nothing ' +
      'is left of it, and what was there before stays. It may not be a file that the run reads, by whatever name. A field in braces makes a file for each of its values: ' +
      "'by-route/{route}.csv', folders included; a field that repeats puts a record into several. A missing value is " +
      'called _missing, an empty one _empty; / and control characters, % itself, and a dot or dash at the start are ' +
      'written as %2F, very long values end in a hash. A folder or file that a value has a part in may not be a symbolic link. {{ and }} are braces. ' +
      "'exec:CMD' is the input of a command that the shell runs, tcp://HOST:PORT a program that listens; --format says what " +
      'they get, else it is JSON lines. If the command fails, or the connection breaks, the run fails (5). nats://HOST/STREAM is a stream of ' +
      'NATS: cosax help nats. postgres://USER@HOST/DB?table=NAME is a table of PostgreSQL, in one transaction: &mode=append (if not given), ' +
      'replace, or upsert with &key=COLUMN.',
    example: "--to buses.jsonl.gz --to 'by-route/{route}.csv' --to 'exec:sort -u' --to -",
    commands: ['infer', 'split'],
    isOrdered: true,
    add: (request, text) => request.addDestination(text),
  },
  {
    names: ['--format'],
    argument: 'NAME',
    group: 'Output',
    summary: 'the output format, as in csv, table or parquet; else by the extension',
    details:
      `For stdout, or instead of the file extension: ${NAMES}. Holds for the destinations of its branch; csv.gz ` +
      'and the like compress as well. text is what jq -r prints: the value of a record with one field, those of several ' +
      'between tabs, dictionaries and arrays as JSON, an empty line for what is empty; what is in a value stays as it ' +
      'is, line ends too.',
    example: '--format csv',
    isOrdered: true,
    add(request, text) {
      formatOf('-', text)
      request.addWriting('--format', { format: text })
    },
  },
  {
    names: ['--columns'],
    argument: 'FIELD,…',
    group: 'Output',
    summary: 'the columns of csv, tsv, table, parquet and the like, in order',
    details:
      'If not given, those that --select, --group, --count-by and the like give the records, also where none has ' +
      'them or none comes. Else all fields of the first 1,000 records (of a table: 100), and one that comes later is an ' +
      'error: a dictionary then has a column for each value in it, author/name, unless the field is a text or an array in ' +
      'another record. What is in a column is JSON if it is an array or a dictionary.',
    example: '--columns id,route,stop/@id --to buses.csv',
    isOrdered: true,
    add(request, text) {
      const names = text.split(',')
      if (names.some((name) => name.trim() === '')) {
        throw new UsageError(`--columns: expected fields, found ${JSON.stringify(text)}`)
      }
      const columns = names.map((field) => parseField(field).join('/'))
      if (new Set(columns).size < columns.length)
        throw new UsageError('--columns: field given twice')
      request.addWriting('--columns', { columns })
    },
  },
  {
    names: ['--max-columns'],
    argument: 'N',
    group: 'Output',
    summary: 'how many columns a table may have (10000)',
    details:
      'Where names differ from record to record, each is a column. SQLite takes 2000 at most, whatever N is.',
    isOrdered: true,
    add: (request, text) =>
      request.addWriting('--max-columns', { maxColumns: numberFrom1('--max-columns', text) }),
  },
  {
    names: ['--csv-guard'],
    group: 'Output',
    summary: "put ' before cells that a spreadsheet would run as a formula",
    details:
      'Those that begin with = + - @, a tab or a line end, numbers aside; in the header too.',
    isOrdered: true,
    add: (request) => request.addWriting('--csv-guard', { guard: true }),
  },
  {
    names: ['--no-header'],
    group: 'Output',
    summary: 'leave out the header of csv and tsv',
    isOrdered: true,
    add: (request) => request.addWriting('--no-header', { header: false }),
  },
  {
    names: ['--delimiter'],
    argument: 'CHARACTER',
    group: 'Output',
    summary: 'the character between the cells of csv, tsv and text, as in ";"',
    details: 'One character, \\t for a tab; no quote and no line end.',
    example: "--delimiter ';' --to buses.csv",
    isOrdered: true,
    add: (request, text) =>
      request.addWriting('--delimiter', {
        delimiter: checkDelimiter(text === '\\t' ? '\t' : text),
      }),
  },
  {
    names: ['--bom'],
    group: 'Output',
    summary: 'begin csv and tsv with a byte order mark, which some spreadsheets want',
    details: 'Once, where a file begins: not where --append adds to one.',
    isOrdered: true,
    add: (request) => request.addWriting('--bom', { bom: true }),
  },
  {
    names: ['--xml-root'],
    argument: 'NAME',
    group: 'Output',
    summary: 'the name of the root element of xml (records)',
    isOrdered: true,
    add: (request, text) => request.addWriting('--xml-root', { root: text }),
  },
  {
    names: ['--xml-record'],
    argument: 'NAME',
    group: 'Output',
    summary: 'the name of the elements in it (that of the source, or record)',
    details:
      'Without it elements are called as in the source if all that is written is XML, or comes from --count, --count-by or --group; ' +
      'they are called record where a stage makes other records, and with --with-name. A field in braces is one that has ' +
      'the name, and is left out: "{kind}". A dictionary has its children by their names; --map jsonml and text in --ordered ' +
      'are written in the order of the document.',
    example: "--with-name kind --xml-record '{kind}'",
    isOrdered: true,
    add: (request, text) => request.addWriting('--xml-record', { element: text }),
  },
  {
    names: ['--xml-prefix'],
    argument: 'PREFIX=URI',
    group: 'Output',
    summary: 'declare a prefix of names in the root element of xml; may repeat',
    example: '--xml-prefix dc=http://purl.org/dc/elements/1.1/ --to records.xml',
    isOrdered: true,
    add(request, text) {
      const [, prefix, uri] = /^([^=]+)=(.+)$/s.exec(text) ?? []
      if (prefix === undefined || uri === undefined) {
        throw new UsageError(`--xml-prefix: expected PREFIX=URI, found ${JSON.stringify(text)}`)
      }
      request.addPrefix(prefix, uri)
    },
  },
  {
    names: ['--rotate'],
    argument: 'SIZE|COUNT',
    group: 'Output',
    summary: 'begin a new file after so many bytes (100M) or records (10000)',
    details:
      'buses.csv becomes buses-0001.csv, buses-0002.csv and so on, each whole and with its own header. A file ends ' +
      'with the record that reaches SIZE, in bytes before compression, and appears when it is full; it stays if the ' +
      'run fails later. Files of an earlier run with higher numbers stay as well.',
    example: '--to buses.jsonl.gz --rotate 100M',
    isOrdered: true,
    add: (request, text) => request.addWriting('--rotate', { rotate: sizeOrCount(text) }),
  },
  {
    names: ['--append'],
    group: 'Output',
    summary: 'add to files instead of replacing them',
    details:
      'Records are added as they come and stay if the run fails later. For jsonl, text, csv and tsv, also compressed. ' +
      'Rows of csv and tsv are fitted to the columns that the file has; one that it lacks is refused. If the disk is full, ' +
      'the file ends with a whole record. A line that a killed run has left without its end gets one; what is compressed ' +
      'and cut off is refused.',
    example: '--to all.jsonl.gz --append',
    isOrdered: true,
    add: (request) => request.addWriting('--append', { append: true }),
  },
  {
    names: ['--max-files'],
    argument: 'N',
    group: 'Output',
    summary: 'how many files --to with a field may make (100000)',
    isOrdered: true,
    add: (request, text) =>
      request.addWriting('--max-files', { files: numberFrom1('--max-files', text) }),
  },
  {
    names: ['-e', '--exit-status'],
    group: 'Output',
    summary: 'exit with 1 if no record was written',
    example: '-e --filter route=22 --to 22.jsonl',
    isBesidePlan: true,
    isOfInputs: true,
    add(request) {
      request.needsRecords = true
    },
  },
]

function numberFrom1(flag: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`${flag}: expected a number from 1, found ${JSON.stringify(text)}`)
}

function sizeOrCount(text: string): NonNullable<Writing['rotate']> {
  const [, digits, suffix = ''] = /^([1-9]\d*)([KMG]?)$/.exec(text) ?? []
  const number = Number(digits) * 1024 ** ['', 'K', 'M', 'G'].indexOf(suffix)
  if (Number.isSafeInteger(number)) return suffix === '' ? { records: number } : { bytes: number }
  throw new UsageError(
    `--rotate: expected bytes as in 100M, or a number of records, found ${JSON.stringify(text)}`,
  )
}

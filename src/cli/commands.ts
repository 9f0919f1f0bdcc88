// Lists the commands: what a first word makes of the rest, instead of a run.

export interface Command {
  /** Its words after `cosax check`. */
  usage: string
  /** What it does, in a few words. */
  summary: string
  /** The same in a sentence or two. */
  purpose: string
  /** What its help ends with. */
  note: string
  /** Whether it reads stdin when no file is named; true if not given. */
  readsInputs?: false
  /** Why it does not take flags that one may expect, by their names. */
  refusals?: Readonly<Record<string, string>>
  /** Whether it runs pipelines: it takes the flags of a run that are not about its inputs. */
  runsPipelines?: true
}

export const COMMAND_NAMES = [
  'run',
  'split',
  'work',
  'jobs',
  'check',
  'infer',
  'tree',
  'serve',
  'completion',
  'man',
  'help',
] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

export const COMMANDS: Record<CommandName, Command> = {
  run: {
    usage: '[--manifest FILE --part N] [STAGE…] [--to DEST]',
    summary: 'as without a word, or one part',
    purpose:
      'Reads XML and writes every record, as cosax does without a command. With --manifest and --part it reads one part of what cosax ' +
      'split has cut, alone: what all parts write, one after the other, is what a run of the whole writes.',
    note:
      'Each part is a run of its own, on any machine that has the file, in any order, again and again: docs/clusters.md has the ' +
      'command for GNU parallel, Slurm, Kubernetes and Spark. A file named run is read as ./run.',
    runsPipelines: true,
  },
  split: {
    usage: 'FILE… --parts N [-r PATTERN] [--to MANIFEST]',
    summary: 'cut files between records',
    purpose:
      'Reads documents once, checks them, and writes a manifest: a line of JSON for each part, with all that is needed to read it ' +
      'alone. Files stay as they are. cosax run --manifest FILE --part N reads a part. With --to nats://HOST/STREAM the parts go into a ' +
      'stream, for cosax work.',
    note:
      'A part is a range of bytes between two records; the line has what stands around it, what comes before it, and what the file is ' +
      'known by. Files must be regular and in UTF-8; ' +
      'one that is compressed must be made of members, as bgzip, pbzip2 and pzstd write them. A document that is malformed has no manifest. ' +
      'Exit codes are as of a run. A file named split is read as ./split.',
    refusals: {
      '--fragments': 'a row of documents is read from its start',
      '--engine': 'only the engine kernel can begin inside a document',
      '--lenient': 'only the engine kernel can begin inside a document',
      '--records': 'split -l cuts lines of JSON',
      '--follow': 'a file that grows has no last part',
    },
  },
  work: {
    usage: 'nats://HOST/STREAM [STAGE…] --to DEST',
    summary: 'read parts as they are handed out',
    purpose:
      'Takes parts that cosax split --to nats://HOST/STREAM has put into a stream, one after the other, and runs a pipeline on each. ' +
      'Any number of workers, on any number of machines, share them.',
    note:
      'Files appear whole under the name of the part, so that a part that is run twice is one result: --to needs {part} in its name. The ' +
      'part of a worker that ends without a word is handed out again. SIGTERM has a worker give its part back, and end. Exit codes are as ' +
      'of a run: that of the worst part that failed for good, 0 if none has. cosax jobs shows the parts; docs/clusters.md has the rest. A file named work is read as ./work.',
    readsInputs: false,
    runsPipelines: true,
    refusals: {
      '--jobs': 'a worker reads one part at a time: start more of them',
      '--manifest': 'parts come from the stream',
      '--part': 'parts come from the stream',
      '--checkpoint': 'a part that was interrupted is read once more',
    },
  },
  jobs: {
    usage: 'nats://HOST/STREAM [--watch | --json]',
    summary: 'what has become of the parts',
    purpose:
      'Shows the parts of a stream that cosax split has made: those that wait, those that run (where, and how far), those that are done, ' +
      'and those that have failed, with the error.',
    note: 'Exit codes: 0 no part has failed, 5 some have, 4 the server or the stream is not there. A file named jobs is read as ./jobs.',
    readsInputs: false,
  },
  check: {
    usage: '[FILE… | -]',
    summary: 'whether documents are well-formed',
    purpose:
      'Reads each document to its end or its first fault, reports faults on stderr, and prints nothing if all are well-formed.',
    note:
      'Exit codes: 0 all are well-formed, 3 some are malformed, 4 some could not be read, whatever the others ' +
      'are. A file named check is read as ./check.',
  },
  infer: {
    usage: '[FILE… | -] [-r PATTERN] [--as WHAT]',
    summary: 'what records are made of',
    purpose:
      'Reads documents once and writes what their records are made of: every path, how often it occurs, whether ' +
      'it repeats, what its values are. --shape FILE reads records with it.',
    note:
      'A field is an integer, a number or a boolean only if every value is and JSON would write it with the same ' +
      'characters: 007 and 1.0 are text. Records of more than 10,000 different paths are refused. Of a document ' +
      'that is malformed, what was found before is written to stdout; a file does not appear. Exit codes are as ' +
      'of a run. A file named infer is read as ./infer.',
  },
  tree: {
    usage: '[FILE… | -]',
    summary: 'the tree of the elements, with counts',
    purpose:
      'Reads documents once and draws the tree of their elements: how often each occurs, in how many of the ' +
      'elements around it, how many at most in one, and the first text of it.',
    note:
      'Without a share, an element is in all of those around it; ↻ marks one that is inside another of its name, ' +
      'whose content is counted there, … one whose content --depth would show. Of a document that is malformed, what was found before is drawn. Exit ' +
      'codes are as of a run. A file named tree is read as ./tree.',
  },
  serve: {
    usage: '[--tcp HOST:PORT] [--http HOST:PORT] [FLAG…]',
    summary: 'a pipeline for each client',
    purpose:
      'Reads a document from each client, runs it through a pipeline of its own and sends back what becomes of its records, as ' +
      'they come. With --to, records of all clients go to one sink, each whole.',
    note:
      'The first lines of stdout say where it listens. SIGTERM has it accept no more clients, finish the records that are open, and ' +
      'exit with 0. TCP: the document, then the end of what is sent; lines of JSON come back, the last {"error":…} if something was ' +
      'wrong. HTTP: POST / with the document as its body, which may be compressed with gzip; GET / is a page that shows what it ' +
      'does, GET /metrics is for Prometheus, GET /healthz says ok. docs/serve.md has the rest.',
    readsInputs: false,
    runsPipelines: true,
  },
  completion: {
    usage: 'bash|zsh|fish',
    summary: 'a script that has the shell complete words',
    purpose:
      'Prints what a shell needs to complete flags, commands, files, the patterns of records and the fields that ' +
      'the beginning of the named file has.',
    note:
      'In ~/.bashrc: source <(cosax completion bash). In ~/.zshrc, after compinit: source <(cosax completion zsh). ' +
      'For fish: cosax completion fish > ~/.config/fish/completions/cosax.fish',
    readsInputs: false,
  },
  man: {
    usage: '',
    summary: 'the manual page, for man(1)',
    purpose: 'Prints the manual page.',
    note: 'To read it: cosax man | man -l -',
    readsInputs: false,
  },
  help: {
    usage: '[TOPIC]',
    summary: 'what there is to say of a flag or another topic',
    purpose: 'Prints the help on a topic, or the list of topics.',
    note: 'As in cosax help filter, cosax help stages, cosax help exit codes.',
    readsInputs: false,
  },
}

/** The command that a first word names. */
export function commandNamed(word: string | undefined): CommandName | undefined {
  return COMMAND_NAMES.find((name) => name === word)
}

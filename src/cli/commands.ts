// Lists the commands: what a first word makes of the rest, instead of a run.

export interface Command {
  /** Its words behind `cosax check`. */
  usage: string
  /** What it does, in a few words. */
  summary: string
  /** The same in a sentence or two. */
  purpose: string
  /** What its help ends with. */
  note: string
  /** Whether it reads stdin when no file is named; true if not given. */
  readsInputs?: false
}

export const COMMAND_NAMES = ['check', 'completion', 'man'] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

export const COMMANDS: Record<CommandName, Command> = {
  check: {
    usage: '[FILE… | -]',
    summary: 'whether documents are well-formed',
    purpose:
      'Reads each document to its end or its first fault, and says nothing when all are well-formed.',
    note:
      'Exit codes: 0 all are well-formed, 3 some are malformed, 4 some could not be read, whatever the others ' +
      'are. A file named check is read as ./check.',
  },
  completion: {
    usage: 'bash|zsh|fish',
    summary: 'a script that has the shell complete words',
    purpose:
      'Prints what a shell needs to complete flags, commands, files, the patterns of records and the fields that ' +
      'the beginning of the named file has.',
    note:
      'In ~/.bashrc: source <(cosax completion bash). In ~/.zshrc, behind compinit: source <(cosax completion zsh). ' +
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
}

/** The command that a first word names. */
export function commandNamed(word: string | undefined): CommandName | undefined {
  return COMMAND_NAMES.find((name) => name === word)
}

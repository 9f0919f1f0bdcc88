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

export const COMMAND_NAMES = ['check'] as const
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
}

/** The command that a first word names. */
export function commandNamed(word: string | undefined): CommandName | undefined {
  return COMMAND_NAMES.find((name) => name === word)
}

// Lists the flags about where records go and what that says of the run.

import type { Flag } from './flag.ts'

export const OUTPUT_FLAGS: readonly Flag[] = [
  {
    names: ['--to'],
    argument: 'DEST',
    group: 'Output',
    summary: 'write JSON lines to DEST, a file or - for stdout; may repeat',
    details:
      'A file appears when all went well, under a temporary name until then; after a failure nothing is left ' +
      'of it, and what was there before stays.',
    example: '--to buses.jsonl --to -',
    commands: ['infer'],
    isOrdered: true,
    add: (request, text) => request.addDestination(text),
  },
  {
    names: ['-e', '--exit-status'],
    group: 'Output',
    summary: 'exit with 1 if no record was written',
    example: '-e --filter route=22 --to 22.jsonl',
    add(request) {
      request.needsRecords = true
    },
  },
]

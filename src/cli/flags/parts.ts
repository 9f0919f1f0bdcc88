// Lists the flags of parts that are read apart from each other: how files are cut, and which part is read.

import { UsageError } from '../../core/errors.ts'
import { STDIN } from '../../plan/plan.ts'
import type { Request } from '../request.ts'
import type { Flag } from './flag.ts'
import { bytesIn } from './limits.ts'

const GROUP = 'Parts'

export const PART_FLAGS: readonly Flag[] = [
  {
    names: ['--parts'],
    argument: 'N',
    group: GROUP,
    summary: 'split: cut into N parts, of about the same size',
    details: 'Several files are shared out by their size; each has at least one part.',
    example: 'cosax split big.xml -r bus --parts 64 --to big.parts',
    commands: ['split'],
    isOfCommands: true,
    add(request, text) {
      const parts = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined
      if (parts === undefined) {
        throw new UsageError(
          `--parts: expected a number from 1 to 999999, found ${JSON.stringify(text)}`,
        )
      }
      want(request, { parts })
    },
  },
  {
    names: ['--size'],
    argument: 'BYTES',
    group: GROUP,
    summary: 'split: cut at the first record after so many bytes, as in 512M',
    example: 'cosax split big.xml -r bus --size 1G --to big.parts',
    commands: ['split'],
    isOfCommands: true,
    add: (request, text) => want(request, { size: bytesIn('--size', text) }),
  },
  {
    names: ['--manifest'],
    argument: 'FILE',
    group: GROUP,
    summary: 'read a part of what cosax split has cut; - for stdin',
    details:
      'It names the file, and says what a record is: -r may be left out. A file that has changed since is refused. What is said of ' +
      'all records (--count, --head, --sort …) is said of those of the part. One thread reads a part.',
    example: "--manifest big.parts --part 3 --filter route=22 --to 'out/{part}.jsonl'",
    isOfInputs: true,
    isBesidePlan: true,
    isOfXml: true,
    add(request, text) {
      if (text === '') throw new UsageError('--manifest: expected a file, or - for stdin')
      if (request.manifest !== undefined) throw new UsageError('--manifest: given twice')
      if (text === STDIN) request.useStdin()
      request.manifest = text
    },
  },
  {
    names: ['--part'],
    argument: 'N|ID',
    group: GROUP,
    summary: 'the part to read, by its number from 1 or by its id',
    details:
      '{part} in a destination stands for the part: its number, with zeros before it, and eight digits that are known by the manifest ' +
      'and by all flags about records, as in 03-5f2a91c0. So files in a folder are in order, and a part whose files are all there ' +
      'is done: it is not read again. Files of another manifest or of other flags beside them are refused. Of CSV only the first ' +
      'part has a header.',
    example: '--manifest big.parts --part 3 --to - | jq .id',
    isOfInputs: true,
    isBesidePlan: true,
    isOfXml: true,
    add(request, text) {
      if (request.partNamed !== undefined) throw new UsageError('--part: given twice')
      request.partNamed = text
    },
  },
]

function want(request: Request, wanted: NonNullable<Request['wanted']>): void {
  if (request.wanted) throw new UsageError('--parts and --size: one or the other, once')
  request.wanted = wanted
}

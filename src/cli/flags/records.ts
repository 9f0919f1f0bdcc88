// Lists the flags about which records there are.

import { UsageError } from '../../core/errors.ts'
import { parsePattern } from '../../engine/pattern.ts'
import type { Flag } from './flag.ts'

export const RECORD_FLAGS: readonly Flag[] = [
  {
    names: ['-r', '--record'],
    argument: 'PATTERN',
    group: 'Input',
    summary: 'the elements that are records; every child of the root if not given',
    details:
      'bus (anywhere, in any namespace), /buses/bus (from the root), //page/revision (a child of any page), ' +
      'article|book, dc:title (prefix as written), {uri}title (namespace), * (any name). An element inside a ' +
      'record belongs to it, whatever its name. Given twice, both match.',
    example: "-r 'article|inproceedings'",
    commands: ['infer', 'split'],
    isOfXml: true,
    add(request, text) {
      parsePattern(text)
      const { record } = request.plan
      request.plan.record = record === undefined ? text : `${record}|${text}`
    },
  },
  {
    names: ['--with-name'],
    argument: 'FIELD',
    group: 'Input',
    summary: "add the name of the record's element as FIELD",
    example: "-r 'article|book' --with-name kind",
    isOfXml: true,
    add(request, text) {
      if (text === '') throw new UsageError('--with-name: expected the name of a field')
      request.plan.withName = text
    },
  },
  {
    names: ['--records'],
    group: 'Input',
    summary: 'inputs are JSON lines, as cosax writes them, each a record',
    details:
      'Files, stdin and all other inputs, compressed ones too; blank lines are no records. A line that only passes keeps its ' +
      'bytes: --filter, --where, --head, --skip, --tee and branches of these change none. Stages that make new records read ' +
      'numbers as JavaScript does, but one that would lose digits is a text. A line that is no JSON is an error, as a record ' +
      'that is malformed is; --on-error, --max-record and --max-depth hold for lines. Flags about XML do not go with it.',
    example: '--records buses.jsonl --group route --agg n=count',
    commands: ['check'],
    add({ plan }) {
      plan.records = true
    },
  },
  {
    names: ['--with-source'],
    argument: 'FIELD',
    group: 'Input',
    summary: 'add the file, number and byte offset of the record as FIELD',
    details:
      'The value is {"file":…,"record":…,"offset":…}: records are counted from 1 in each file, bytes from 0.',
    example: '-r bus --with-source source --head 1',
    add(request, text) {
      if (text === '') throw new UsageError('--with-source: expected the name of a field')
      request.plan.withSource = text
    },
  },
]

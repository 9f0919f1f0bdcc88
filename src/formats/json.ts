// Provides JSON: one array, a record on each of its lines, `[]` without any.

import type { OpenEncoder } from './format.ts'
import { jsonOf } from './jsonl.ts'

export const json: OpenEncoder = {
  makes: 'bytes',
  open() {
    let before = '[\n'
    return {
      encode(record) {
        const text = before + jsonOf(record)
        before = ',\n'
        return text
      },
      end: () => (before === '[\n' ? '[]\n' : '\n]\n'),
    }
  },
}

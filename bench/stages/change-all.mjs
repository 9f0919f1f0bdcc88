// Changes every record.

import { map } from '../../dist/index.js'

export default (target) => map((record) => ({ ...record, length: record.field0.length }), target)

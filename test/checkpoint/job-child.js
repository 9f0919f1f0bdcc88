// Runs a job, to be killed: says when it reads, and when it is done.

import { run } from '../../dist/checkpoint/run.js'

const { plan, checkpoint, pacing } = JSON.parse(process.argv[2])
const onResume = () => process.stdout.write('resumed\n')
const onStart = () => process.stdout.write('reading\n')
await run(plan, { checkpoint, pacing, onResume, onStart })
process.stdout.write('done\n')

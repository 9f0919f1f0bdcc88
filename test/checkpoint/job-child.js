// Runs a job as the command does, to be killed: says when it reads, and when it is done.

import { runJob } from '../../dist/bundle/run-job.js'

const { plan, checkpoint, pacing } = JSON.parse(process.argv[2])
const onResume = () => process.stdout.write('resumed\n')
const onStart = () => process.stdout.write('reading\n')
await runJob(plan, { checkpoint, pacing, onResume, onStart })
process.stdout.write('done\n')

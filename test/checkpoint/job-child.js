// Runs a job as the command does, to be killed: says when it reads, and when it is done.

import { load } from '../../bin/load.js'

const { runJob } = load('bundle/run-job.cjs')

const { plan, checkpoint, pacing } = JSON.parse(process.argv[2])
const onResume = () => process.stdout.write('resumed\n')
const onStart = () => process.stdout.write('reading\n')
await runJob(plan, { checkpoint, pacing, onResume, onStart })
process.stdout.write('done\n')

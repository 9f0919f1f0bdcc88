// Has laws draw the same in each run where COSAX_SEED says so: what fails then is what was changed.

import fc from 'fast-check'

const { COSAX_SEED: seed } = process.env

if (seed) fc.configureGlobal({ seed: Number(seed) })

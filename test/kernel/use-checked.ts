// Has every document of these tests read with a kernel in which every store is checked.

import { useKernel } from '../../src/engine/wasm.ts'
import { CHECKED_KERNEL } from './checked-kernel.ts'

useKernel(CHECKED_KERNEL)

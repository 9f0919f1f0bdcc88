// Names the tests that were skipped at the end of a run: their titles say why.

import type { Reporter, TestModule, Vitest } from 'vitest/node'

export default class Skipped implements Reporter {
  #isSelection = false // of tests by their names: the others were not asked for

  onInit({ config }: Vitest): void {
    this.#isSelection = config.testNamePattern !== undefined
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#isSelection) return
    const names = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map(
        ({ fullName }) => `${module.relativeModuleId} > ${fullName}`,
      ),
    )
    if (names.length > 0) console.log(['Skipped tests:', ...names, ''].join('\n  '))
  }
}

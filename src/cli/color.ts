// Provides colours, on terminals that want them.

import chalk, { chalkStderr } from 'chalk'

export const heading: (text: string) => string = (text) => chalk.bold(text)
export const name: (text: string) => string = (text) => chalk.cyan(text)
export const failure: (text: string) => string = (text) => chalkStderr.red(text)
export const hint: (text: string) => string = (text) => chalkStderr.yellow(text)

// Hides the secrets in the address of an input or a destination: what is printed, or kept in a file, has none.

import { withoutPassword } from '../core/without-password.ts'
import { withoutLogin } from '../nats/address.ts'

/** Any text as messages may show it; what is no address stays as it is. */
export function withoutSecrets(text: string): string {
  return withoutPassword(withoutLogin(text))
}

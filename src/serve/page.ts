// Provides the page.
export async function page(): Promise<{ html: string; policy: string }> {
  return { html: '', policy: '' }
}

/** The machine is not ready for a local cloud; the message says how to fix that. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

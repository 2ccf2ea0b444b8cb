/** The machine is not ready for a local cloud, and whoever starts it can mend that: the message says how. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/**
 * Opens sockets to the page's own host as the page was opened: the SDK always asks for TLS, which a laptop's
 * page has not.
 */
export function openOwnSockets(): void {
  if (location.protocol !== 'http:') return;
  const own = `wss://${location.host}/`;
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      const address = String(url);
      super(address.startsWith(own) ? `ws://${address.slice('wss://'.length)}` : address, protocols);
    }
  };
}

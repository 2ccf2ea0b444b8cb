import { on } from 'node:events';
import type { WebSocket } from 'ws';
import type { Clock } from '../../types.ts';
import { StreamException } from './stream-exception.ts';

/** A second of video at the component's 1 Mbit/s is 125 KB, 170 KB in base64. */
const MAX_MESSAGE_BYTES = 512 * 1024;
/** A check has about 30 messages: one chunk per second and two per color. */
const MAX_MESSAGES = 500;

/** The messages of one socket, in the order in which they came. */
export interface Inbox {
  /**
   * The next message.
   *
   * @param untilMs when to wait no longer, milliseconds since the epoch
   * @param timeout what it then rejects with
   * @throws StreamException when the client closed the socket, or sent too much
   */
  next(untilMs: number, timeout: StreamException): Promise<Uint8Array>;
}

/** Keeps every message from now on until it is asked for. */
export function openInbox(socket: WebSocket, clock: Clock): Inbox {
  const messages = on(socket, 'message', { close: ['close'] });
  let count = 0;
  let closeCode: number | undefined;
  socket.on('close', (code) => {
    closeCode = code;
  });

  const take = async (): Promise<Uint8Array> => {
    const { done, value } = await messages.next();
    if (done)
      throw new StreamException('ValidationException', `The client closed the stream (${closeCode}).`);
    const bytes = asBytes(value[0]);
    count += 1;
    if (bytes.length > MAX_MESSAGE_BYTES) {
      throw new StreamException(
        'ValidationException',
        `Message of ${bytes.length} bytes: at most ${MAX_MESSAGE_BYTES} are taken.`,
        'tooBig',
      );
    }
    if (count > MAX_MESSAGES) {
      throw new StreamException('ValidationException', `More than ${MAX_MESSAGES} messages.`, 'tooBig');
    }
    return bytes;
  };

  return {
    next: async (untilMs, timeout) => {
      const taken = new AbortController();
      const late = clock.sleep(untilMs - clock.now(), taken.signal).then(() => Promise.reject(timeout));
      try {
        return await Promise.race([take(), late]);
      } finally {
        taken.abort();
      }
    },
  };
}

/** `ws` delivers binary messages as Buffers; text is not a message of this protocol and fails to decode. */
function asBytes(data: unknown): Uint8Array {
  return data instanceof Uint8Array ? data : new Uint8Array();
}

/** A queue whose messages are processed later, each at least once. */
export interface MessageQueue<Message> {
  /** @param delaySeconds time before the message becomes visible, at most 900 */
  send(message: Message, delaySeconds: number): Promise<void>;
}

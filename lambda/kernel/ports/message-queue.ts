/** Works messages off later, each at least once. */
export interface MessageQueue<Message> {
  /** @param delaySeconds how long nobody sees the message, at most 900 */
  send(message: Message, delaySeconds: number): Promise<void>;
}

import { isIP } from 'node:net';
import { z } from 'zod';

/** A host without scheme or port, as a URL has it. */
const host = z
  .string()
  .refine((name) => isIP(name) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name), {
    error: (issue) =>
      `allowed host "${String(issue.input)}" is not a host; write a name or an address such as "127.0.0.1", without scheme or port`,
  });

/** How events are sent to the endpoints of tenants. */
export const webhooksSchema = z.strictObject({
  /**
   * Hosts that endpoints may have without TLS and at any address: for a receiver on a laptop. Anywhere
   * else, somebody with an endpoint could have requests sent into the network of the functions.
   */
  allowedHosts: z.array(host).default([]),
});

interface WebhooksConfig {
  readonly stage: string;
  readonly webhooks: z.infer<typeof webhooksSchema>;
}

/** Findings on the hosts: only a laptop may have any. */
export const webhookProblems = ({ stage, webhooks }: WebhooksConfig, localStage: string) =>
  stage === localStage
    ? []
    : webhooks.allowedHosts.map((name, index) => ({
        path: ['webhooks', 'allowedHosts', index],
        message: `stage "${stage}" runs on AWS, where webhooks are sent by https to public addresses only; remove "${name}"`,
      }));

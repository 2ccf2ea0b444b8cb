import * as z from 'zod/mini';

export const captureLinkView = z
  .object({
    url: z
      .url()
      .check(
        z.describe(
          'Address of the capture page with the secret in its fragment: show it as a QR code. It works once.',
        ),
      ),
    expires_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'CaptureLink' });
export type CaptureLinkView = z.infer<typeof captureLinkView>;

export const exchangeCaptureLinkRequest = z
  .strictObject({
    secret: z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(256),
        z.describe('From the fragment of the link, behind `capture=`.'),
      ),
  })
  .register(z.globalRegistry, { id: 'ExchangeCaptureLink' });

export const exchangedToken = z
  .object({
    client_token: z
      .string()
      .check(z.describe('The token of the session, as its backend gets it. It is a credential.')),
    client_token_expires_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'ExchangedClientToken' });
export type ExchangedToken = z.infer<typeof exchangedToken>;

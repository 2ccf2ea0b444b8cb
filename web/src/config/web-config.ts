import * as z from 'zod/mini';

/** Address of a page's own origin, or of another: both may be given. */
const address = z.string().check(z.regex(/^(https?:\/\/|\/)/));

/** What one build of the pages needs to know of its deployment: `/config.json`. */
export const webConfigSchema = z.object({
  /** Of the API with its stage, such as `https://abc.execute-api.eu-west-1.amazonaws.com/v1/`, or a path here. */
  apiUrl: address,
  region: z.string(),
  signIn: z.object({
    userPoolId: z.string(),
    clientId: z.string(),
    /** Of the user pool's API. Without it, the region's. */
    endpoint: z.optional(address),
    /** Of the user pool's own page, where users of other identity providers sign in. */
    hostedPage: z.optional(z.string()),
  }),
  /** A local stack, which has what AWS has not. */
  local: z.optional(
    z.object({
      /** Origin that the stack signs its URLs for; the page reaches the stack by its own. */
      endpoint: z.string(),
      /** Origin by which a phone in the same network opens the capture page. */
      phoneOrigin: z.optional(z.string()),
    }),
  ),
});

export type WebConfig = z.infer<typeof webConfigSchema>;

/**
 * Reads the config of this deployment, with addresses made absolute.
 * @throws Error if it is missing or does not fit this build
 */
export async function loadWebConfig(
  load: (url: string) => Promise<Response> = fetch,
  origin: string = location.origin,
): Promise<WebConfig> {
  const response = await load('/config.json');
  if (!response.ok) throw new Error(`/config.json could not be loaded: status ${response.status}`);
  const config = webConfigSchema.parse(await response.json());
  const { endpoint, ...signIn } = config.signIn;
  return {
    ...config,
    apiUrl: new URL(config.apiUrl, origin).href,
    signIn: { ...signIn, ...(endpoint === undefined ? {} : { endpoint: new URL(endpoint, origin).href }) },
  };
}

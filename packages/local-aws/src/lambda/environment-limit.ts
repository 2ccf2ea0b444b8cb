import { AwsError } from '../aws-error.ts';

/**
 * Bytes of a function's environment, as the JSON that Lambda measures: its message quotes that text.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_ENVIRONMENT_BYTES = 4096;

/** @throws AwsError for an environment that CreateFunction refuses. */
export function checkEnvironment(name: string, environment: Readonly<Record<string, string>>): void {
  const bytes = Buffer.byteLength(JSON.stringify(environment));
  if (bytes <= MAX_ENVIRONMENT_BYTES) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `${name}: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${bytes} bytes`,
  );
}
